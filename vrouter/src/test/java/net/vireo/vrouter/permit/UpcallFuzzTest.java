// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.testkit.FuzzBudget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes over pkt0, damaged: the agent's end reads it or finds no flow in it. A read beyond the mapping kills the JVM. */
class UpcallFuzzTest {
    private static final int FRAME_BYTES = 2048;
    private static final int SLACK_BYTES = 1 << 17;

    private static final byte[] IPV4 = HexFormat.of()
            .parseHex("00005e00010000005e0001000800" + "0003000100060000001e0000001400000000000000000000000007000000"
                    + "00005e0001000200000003040800" + "4500002c00004000401100007800000478000003"
                    + "03e80050001800000102030405060708");
    private static final byte[] IPV6 = HexFormat.of()
            .parseHex("00005e00010000005e0001000800" + "0003000100060000001e0000001400000000000000000000000007000000"
                    + "00005e00010002000000030486dd" + "6000000000180040" + "20010db8000000000000000000000004"
                    + "20010db8000000000000000000000102" + "1100000000000000" + "03e80050000800000000000000000000");

    @Test
    void shouldReadDamagedUpcallsForASecond() {
        attack(20_261_126L, FuzzBudget.second(UpcallFuzzTest.class));
    }

    @Test
    @Tag("fuzz")
    void shouldReadDamagedUpcallsForLong() {
        attack(Long.getLong("vireo.fuzz.seed", System.nanoTime()), FuzzBudget.ofCommandLine(UpcallFuzzTest.class));
    }

    private static void attack(final long seed, final FuzzBudget budget) {
        final Random random = new Random(seed);
        long withEnds = 0;
        long without = 0;
        // As Pkt0 maps it, the frame in the last place.
        try (Mapping memory = Mmap.anonymous(FRAME_BYTES + SLACK_BYTES, false)) {
            final long frame = Memory.base(memory.address());
            Memory.fill(frame, FRAME_BYTES + SLACK_BYTES, (byte) random.nextInt());
            while (budget.more()) {
                final byte[] bytes = (random.nextBoolean() ? IPV4 : IPV6).clone();
                for (int faults = random.nextInt(4); faults > 0; faults--) {
                    bytes[14 + random.nextInt(bytes.length - 14)] = (byte) random.nextInt();
                }
                Memory.copyIn(bytes, 0, frame, bytes.length);
                try {
                    final Miss miss = Miss.of(frame);
                    withEnds += miss.ends() == null ? 0 : 1;
                    without += miss.ends() == null ? 1 : 0;
                    assertThat(miss.generation()).isBetween(0, 255);
                    assertThat(miss.vrf()).isBetween(0, 65535);
                } catch (final RuntimeException fault) {
                    throw new AssertionError(
                            "seed " + seed + ": " + HexFormat.of().formatHex(bytes), fault);
                }
            }
        }
        assertThat(withEnds).isPositive();
        assertThat(without).isPositive();
    }
}
