// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.testkit.FuzzBudget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged name files: names, or a failure that says what to do. */
class NamesFileFuzzTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadOrExplainDamagedNamesForASecond() throws IOException {
        attack(20_261_126L, FuzzBudget.second(NamesFileFuzzTest.class));
    }

    @Test
    @Tag("fuzz")
    void shouldReadOrExplainDamagedNamesForLong() throws IOException {
        attack(Long.getLong("vireo.fuzz.seed", System.nanoTime()), FuzzBudget.ofCommandLine(NamesFileFuzzTest.class));
    }

    private void attack(final long seed, final FuzzBudget budget) throws IOException {
        final Random random = new Random(seed);
        final byte[] good = good();
        long read = 0;
        long refused = 0;
        while (budget.more()) {
            final byte[] bytes = damaged(good, random);
            Files.write(directory.resolve("names.json"), bytes);
            try {
                assertThat(NamesFile.read(directory)).isNotNull();
                read++;
            } catch (final CommandFailed sentence) {
                assertThat(sentence.mend()).isNotEmpty();
                refused++;
            } catch (final RuntimeException | StackOverflowError fault) {
                throw new AssertionError("seed " + seed + ": " + Arrays.toString(bytes), fault);
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private byte[] good() throws IOException {
        final NodeNames names = new NodeNames("compute1");
        names.vifs().put(3, new NodeNames.VifName("vm0", "tap0", "red"));
        names.vrfs().put(1, "red");
        names.nexthops().put(4, new NodeNames.NexthopName("encap:vm0", "to vm0"));
        names.labels().put(16, "vm0");
        names.routes().add(new NodeNames.RouteKey(1, "120.0.0.3/32"));
        NamesFile.write(directory, names);
        return Files.readAllBytes(directory.resolve("names.json"));
    }

    private static byte[] damaged(final byte[] good, final Random random) {
        final byte[] bytes = good.clone();
        final byte[] signs = {'{', '}', '[', ']', '"', ':', ',', '\\', '0', '-', 'e', ' ', 'n', (byte) 0xff, 0};
        for (int faults = random.nextInt(4); faults > 0; faults--) {
            bytes[random.nextInt(bytes.length)] = signs[random.nextInt(signs.length)];
        }
        return random.nextInt(6) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
