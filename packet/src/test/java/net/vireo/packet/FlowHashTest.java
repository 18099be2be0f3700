// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class FlowHashTest extends ViewTest {
    private static final long ADDRESSES = 0x7800_0004_7800_0003L;

    @Test
    void shouldMapHashesToTheDynamicPorts() {
        assertThat(FlowHash.udpSourcePort(0)).isEqualTo(49152);
        assertThat(FlowHash.udpSourcePort(-1)).isEqualTo(65534);
        assertThat(FlowHash.udpSourcePort(0x8000_0000)).isEqualTo(49152 + 8191);
    }

    @Test
    void shouldSpreadNeighbouringFlowsEvenly() {
        final int buckets = 64;
        final int flows = 64_000;
        final int[] byPort = new int[buckets];
        final int[] byAddress = new int[buckets];
        final int[] byVrf = new int[buckets];
        for (int i = 0; i < flows; i++) {
            byPort[bucket(FlowHash.hash(ADDRESSES, i << 16 | 5001, 6, 1, 7))]++;
            byAddress[bucket(FlowHash.hash(ADDRESSES + i, 0, 1, 1, 7))]++;
            byVrf[bucket(FlowHash.hash(ADDRESSES, 0, 1, i, 7))]++;
        }
        // 1000 expected in each, deviation 31: six of them are never reached by a good hash.
        assertThat(worst(byPort)).isLessThan(190);
        assertThat(worst(byAddress)).isLessThan(190);
        assertThat(worst(byVrf)).isLessThan(190);
    }

    private static int worst(final int[] counts) {
        return Arrays.stream(counts).map(count -> Math.abs(count - 1000)).max().orElseThrow();
    }

    private static int bucket(final int hash) {
        return (FlowHash.udpSourcePort(hash) - FlowHash.FIRST_PORT) >>> 8;
    }

    @Test
    void shouldDependOnEveryBit() {
        final Set<Integer> hashes = new HashSet<>();
        hashes.add(FlowHash.hash(ADDRESSES, 0x1234_5678, 6, 3, 99));
        for (int bit = 0; bit < 64; bit++) {
            hashes.add(FlowHash.hash(ADDRESSES ^ 1L << bit, 0x1234_5678, 6, 3, 99));
            hashes.add(FlowHash.hash(ADDRESSES, 0x1234_5678, 6, 3, 99 ^ 1L << bit));
        }
        for (int bit = 0; bit < 32; bit++) {
            hashes.add(FlowHash.hash(ADDRESSES, 0x1234_5678 ^ 1 << bit, 6, 3, 99));
        }
        for (int bit = 0; bit < 16; bit++) {
            hashes.add(FlowHash.hash(ADDRESSES, 0x1234_5678, 6, 3 ^ 1 << bit, 99));
        }
        hashes.add(FlowHash.hash(ADDRESSES, 0x1234_5678, 17, 3, 99));
        // The addresses and the seed are combined by xor: flipping one bit of either is the same change.
        assertThat(hashes).hasSize(1 + 64 + 32 + 16 + 1);
    }

    @Test
    void shouldHashPacketsByPortsUnlessFragmented() {
        final long p = put("udp-data", 14);
        final int whole = FlowHash.ofIpv4(p, 20, 3, 99);
        assertThat(whole).isEqualTo(FlowHash.hash(Ipv4.addresses(p), Udp.ports(p + 20), 17, 3, 99));
        Memory.putShortBe(p + 6, (short) Ipv4.MORE_FRAGMENTS);
        final int first = FlowHash.ofIpv4(p, 20, 3, 99);
        Memory.putShortBe(p + 6, (short) 185);
        assertThat(FlowHash.ofIpv4(p, 20, 3, 99)).isEqualTo(first).isNotEqualTo(whole);
    }

    @Test
    void shouldNotReadPortsThatAreNotThere() {
        final long p = put("4500001700070000401163970a0001020a000202" + "123456");
        assertThat(Ipv4.check(p, 23)).isEqualTo(20);
        assertThat(FlowHash.ofIpv4(p, 20, 3, 99)).isEqualTo(FlowHash.hash(Ipv4.addresses(p), 0, 17, 3, 99));
    }

    @Test
    void shouldSpreadTablesEvenlyByEveryInput() {
        final int[][] counts = new int[7][64];
        for (int i = 0; i < 64_000; i++) {
            counts[0][(int) FlowHash.hash64(ADDRESSES + i, 7, 9) & 63]++;
            counts[1][(int) FlowHash.hash64(ADDRESSES, (long) i << 32, 9) & 63]++;
            counts[2][FlowHash.fold(FlowHash.hash64(ADDRESSES, 7, i)) & 63]++;
            counts[3][(int) FlowHash.hash64(i, 2, 3, 4, 5, 9) & 63]++;
            counts[4][(int) FlowHash.hash64(1, 2, 3, i, 5, 9) & 63]++;
            counts[5][(int) FlowHash.hash64(1, 2, 3, 4, (long) i << 40, 9) & 63]++;
            counts[6][FlowHash.fold(FlowHash.hash64(1, 2L << 32 | i, 3, 4, 5, 9)) & 63]++;
        }
        for (final int[] count : counts) {
            assertThat(worst(count)).isLessThan(190);
        }
    }

    /** Flipping one bit of any input flips about half of the output's bits. */
    @Test
    void shouldMixEveryBitIntoAllOthers() {
        final Random random = new Random(20261126);
        for (int bit = 0; bit < 64; bit++) {
            final int[] flipped = new int[8];
            for (int round = 0; round < 200; round++) {
                final long[] in = random.longs(6).toArray();
                final long four = FlowHash.hash64(in[0], in[1], in[5]);
                flipped[0] += Long.bitCount(four ^ FlowHash.hash64(in[0] ^ 1L << bit, in[1], in[5]));
                flipped[1] += Long.bitCount(four ^ FlowHash.hash64(in[0], in[1] ^ 1L << bit, in[5]));
                final long six = ipv6(in);
                for (int input = 0; input < 6; input++) {
                    in[input] ^= 1L << bit;
                    flipped[2 + input] += Long.bitCount(six ^ ipv6(in));
                    in[input] ^= 1L << bit;
                }
            }
            for (final int count : flipped) {
                // 6400 expected, deviation 57.
                assertThat(count).as("bit %d", bit).isBetween(6000, 6800);
            }
        }
    }

    private static long ipv6(final long[] in) {
        return FlowHash.hash64(in[0], in[1], in[2], in[3], in[4], in[5]);
    }

    @Test
    void shouldTellIpv6AddressesApartThatAreSwapped() {
        assertThat(FlowHash.hash64(1, 2, 3, 4, 5, 9)).isNotEqualTo(FlowHash.hash64(3, 4, 1, 2, 5, 9));
        assertThat(FlowHash.hash64(1, 2, 3, 4, 5, 9)).isNotEqualTo(FlowHash.hash64(2, 1, 3, 4, 5, 9));
    }

    @Test
    void shouldHashIpv6PacketsByPortsUnlessFragmented() {
        final long p = put("ipv6-udp", 14);
        final long walk = Ipv6Extensions.walk(p, 53);
        final int whole = FlowHash.ofIpv6(p, walk, 3, 99);
        Memory.putShortBe(p + 40, (short) 7);
        assertThat(FlowHash.ofIpv6(p, walk, 3, 99)).isNotEqualTo(whole);
        assertThat(FlowHash.ofIpv6(p, walk, 4, 99)).isNotEqualTo(FlowHash.ofIpv6(p, walk, 3, 99));
        final long first = put("ipv6-fragment-first", 14);
        final int ofFirst = FlowHash.ofIpv6(first, Ipv6Extensions.walk(first, 1496), 3, 99);
        final long last = put("ipv6-fragment-last", 14);
        assertThat(FlowHash.ofIpv6(last, Ipv6Extensions.walk(last, 160), 3, 99)).isEqualTo(ofFirst);
    }

    @Test
    void shouldHashFramesByTheirHeader() {
        final long p = put("arp-request", 0);
        final int hash = FlowHash.ofEthernet(p, 1, 99);
        assertThat(FlowHash.ofEthernet(p, 2, 99)).isNotEqualTo(hash);
        Memory.putByte(p + 14, (byte) 0x55);
        assertThat(FlowHash.ofEthernet(p, 1, 99)).isEqualTo(hash);
        for (int at = 0; at < 14; at++) {
            final byte old = Memory.getByte(p + at);
            Memory.putByte(p + at, (byte) (old ^ 1));
            assertThat(FlowHash.ofEthernet(p, 1, 99)).as("byte %d", at).isNotEqualTo(hash);
            Memory.putByte(p + at, old);
        }
    }
}
