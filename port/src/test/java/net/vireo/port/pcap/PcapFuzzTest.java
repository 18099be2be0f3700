// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.vireo.testkit.FuzzBudget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged captures of both byte orders and precisions: read to their end or refused, never more memory than a frame. */
class PcapFuzzTest {
    private static final int[] MAGICS = {0xa1b2c3d4, 0xa1b23c4d};

    @Test
    void shouldReadOrRefuseDamagedCapturesForASecond() throws IOException {
        attack(20_261_126L, FuzzBudget.second(PcapFuzzTest.class));
    }

    @Test
    @Tag("fuzz")
    void shouldReadOrRefuseDamagedCapturesForLong() throws IOException {
        attack(Long.getLong("vireo.fuzz.seed", System.nanoTime()), FuzzBudget.ofCommandLine(PcapFuzzTest.class));
    }

    private static void attack(final long seed, final FuzzBudget budget) throws IOException {
        final Random random = new Random(seed);
        long frames = 0;
        long refused = 0;
        while (budget.more()) {
            final byte[] bytes = damaged(random);
            try (PcapReader reader = PcapReader.on(new ByteArrayInputStream(bytes), "fuzz")) {
                while (reader.next()) {
                    assertThat(reader.frame()).hasSize(reader.lengthBytes());
                    frames++;
                }
            } catch (final PcapException sentence) {
                refused++;
            } catch (final RuntimeException | IOException fault) {
                throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(bytes), fault);
            }
        }
        assertThat(frames).isPositive();
        assertThat(refused).isPositive();
    }

    private static byte[] damaged(final Random random) {
        final ByteBuffer file = ByteBuffer.allocate(200)
                .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGICS[random.nextInt(2)])
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65535)
                .putInt(1);
        for (int i = 0; i < 3; i++) {
            file.putInt(i).putInt(i).putInt(20).putInt(60).position(file.position() + 20);
        }
        final byte[] bytes = Arrays.copyOf(file.array(), file.position());
        for (int faults = random.nextInt(4); faults > 0; faults--) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(3) == 0 ? 0xff : random.nextInt());
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
