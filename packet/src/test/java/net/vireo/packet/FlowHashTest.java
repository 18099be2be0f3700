// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
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
}
