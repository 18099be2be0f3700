// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class ChecksumTest extends ViewTest {
    private static final long SEED = 0x5eed_c4ec;

    @Test
    void shouldSumTheExampleOfRfc1071() {
        assertThat(Checksum.sum(put("0001f203f4f5f6f7"), 8)).isEqualTo(0xddf2);
        assertThat(Checksum.of(put("0001f203f4f5f6f7"), 8)).isEqualTo(0x220d);
    }

    @Test
    void shouldPadAnOddLastByteWithZero() {
        assertThat(Checksum.sum(put("0102ff"), 3)).isEqualTo(0x0003);
        assertThat(Checksum.sum(put("ff"), 1)).isEqualTo(0xff00);
        assertThat(Checksum.sum(buffer.garbage(0), 0)).isZero();
    }

    @Test
    void shouldAgreeWithTheTextbookForEveryLengthAndAlignment() {
        final Random random = new Random(SEED);
        for (int length = 0; length < 200; length++) {
            for (int skew = 0; skew < 8; skew++) {
                final byte[] bytes = new byte[length + skew];
                random.nextBytes(bytes);
                // All ones carry most.
                if (length % 5 == 0) {
                    Arrays.fill(bytes, (byte) 0xff);
                }
                final long p = buffer.put(bytes) + skew;
                assertThat(Checksum.sum(p, length))
                        .as("seed %x, length %d, skew %d", SEED, length, skew)
                        .isEqualTo(textbookSum(bytes, skew));
            }
        }
    }

    @Test
    void shouldNotLoseCarriesInTheLongestPacket() {
        final byte[] bytes = new byte[65_535];
        Arrays.fill(bytes, (byte) 0xff);
        assertThat(Checksum.sum(buffer.put(bytes), bytes.length)).isEqualTo(textbookSum(bytes, 0));
        new Random(SEED).nextBytes(bytes);
        assertThat(Checksum.sum(buffer.put(bytes), bytes.length)).isEqualTo(textbookSum(bytes, 0));
    }

    /** RFC 1071 4.1, two bytes at a time. */
    private static int textbookSum(final byte[] bytes, final int from) {
        long sum = 0;
        for (int i = from; i < bytes.length; i += 2) {
            final int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
            sum += (bytes[i] & 0xff) << 8 | low;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    @Test
    void shouldFoldAnything() {
        assertThat(Checksum.fold(0)).isZero();
        assertThat(Checksum.fold(0xffff)).isEqualTo(0xffff);
        assertThat(Checksum.fold(0x1_0000)).isEqualTo(1);
        assertThat(Checksum.fold(0x1_ffff)).isEqualTo(1);
        final Random random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            final long sum = random.nextLong() >>> random.nextInt(1, 64);
            final int expected = sum == 0 ? 0 : sum % 0xffff == 0 ? 0xffff : (int) (sum % 0xffff);
            assertThat(Checksum.fold(sum)).as("fold of %x", sum).isEqualTo(expected);
        }
        assertThat(Checksum.fold(Long.MAX_VALUE)).isEqualTo((int) (Long.MAX_VALUE % 0xffff));
    }

    @Test
    void shouldUpdateToWhatFullRecomputationGives() {
        final Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            final byte[] header = new byte[20];
            random.nextBytes(header);
            header[0] = 0x45;
            final long p = buffer.put(header);
            Ipv4.fillChecksum(p);
            final int before = Ipv4.checksum(p);
            // Every even offset but the checksum's own, and values that sit on the two zeros of ones' complement.
            final int offset = 12 + 4 * random.nextInt(2);
            final int oldBits = Memory.getIntBe(p + offset);
            final int newBits = edge(random);
            Memory.putIntBe(p + offset, newBits);
            Ipv4.fillChecksum(p);
            final String message = String.format("seed %x, step %d: %08x to %08x", SEED, i, oldBits, newBits);
            assertThat(Checksum.update32(before, oldBits, newBits)).as(message).isEqualTo(Ipv4.checksum(p));
            final int half = Checksum.update16(before, oldBits >>> 16, newBits >>> 16);
            assertThat(Checksum.update16(half, oldBits, newBits)).as(message).isEqualTo(Ipv4.checksum(p));
        }
    }

    private static int edge(final Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 0xffff;
            case 3 -> 0xffff_0000;
            default -> random.nextInt();
        };
    }

    @Test
    void shouldGetTheCornerOfRfc1624Right() {
        // The RFC's example: the old method gives 0xffff here.
        assertThat(Checksum.update16(0xdd2f, 0x5555, 0x3285)).isEqualTo(0x0000);
    }

    @Test
    void shouldCompleteWhatTheSenderLeftToTheDevice() {
        final long addresses = 0x0a00_0102_0a00_0202L;
        final long tcp = put("tcp-data", 34);
        Tcp.checksum(tcp, Checksum.fold(Checksum.pseudoHeader(addresses, IpProtocol.TCP, 37)));
        assertThat(Checksum.complete(tcp, 37, 16)).isEqualTo(37);
        assertThat(Tcp.checksum(tcp)).isEqualTo(0x3d4b);
        final long udp = put("udp-data", 34);
        Memory.putShortBe(udp + 6, (short) Checksum.fold(Checksum.pseudoHeader(addresses, IpProtocol.UDP, 13)));
        assertThat(Checksum.complete(udp, 13, 6)).isEqualTo(13);
        assertThat(Udp.checksum(udp)).isEqualTo(0xf4b9);
    }

    @Test
    void shouldNotCompleteOutsideTheRange() {
        final long p = buffer.garbage(8);
        assertThat(Checksum.complete(p, 8, 7)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Checksum.complete(p, 8, -1)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Checksum.complete(p, 8, Integer.MAX_VALUE)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Checksum.complete(p, 1, 0)).isEqualTo(Malformed.TRUNCATED);
        assertThat(written(8)).isEqualTo("a5a5a5a5a5a5a5a5");
        assertThat(Checksum.complete(p, 8, 6)).isEqualTo(8);
    }

    @Test
    void shouldWriteAllOnesForAZeroWhenCompleting() {
        final long p = put("ffff0000");
        assertThat(Checksum.complete(p, 4, 2)).isEqualTo(4);
        assertThat(written(4)).isEqualTo("ffffffff");
    }
}
