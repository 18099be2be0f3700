// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.C_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.VRF;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;

/** The short way of bridged frames leads where the long way leads, with the same counts and under the same names. */
class GuestBridgeTest {
    private static final long NOBODY_MAC = 0x0200_0000_0badL;
    private static final long[] DESTINATIONS = {
        B_MAC,
        B_MAC,
        B_MAC,
        C_MAC,
        C_MAC,
        A_MAC,
        FAR_UDP_MAC,
        FAR_GRE_MAC,
        FAR_VXLAN_MAC,
        NOBODY_MAC,
        ROUTER_MAC,
        BROADCAST
    };
    private static final int BURSTS = 400;

    /** The standard graph, in which the short way takes nothing. */
    private static GraphPlan longWay() {
        return new GraphPlan(GraphPlan.STANDARD.nodes().stream()
                .map(node -> "guest-bridge".equals(node.name())
                        ? new NodeSpec(
                                node.name(),
                                node.job(),
                                node.edges(),
                                bench -> (burst, edges) -> edges.all(GuestBridge.GUEST_SORT, burst))
                        : node)
                .toList());
    }

    @Test
    void shouldLeadWhereTheLongWayLeads() {
        final long seed = Long.getLong("vireo.seed", System.nanoTime());
        System.out.println("-Dvireo.seed=" + seed);
        final RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (final int ownAddress : new int[] {0, A_IP}) {
            for (final int flags : new int[] {0, Vif.FLAG_L2, Vif.FLAG_L2 | Vif.FLAG_L3, Vif.FLAG_UNKNOWN_UC_FLOOD}) {
                try (BridgedNode quick = new BridgedNode();
                        BridgedNode slow = new BridgedNode(longWay())) {
                    guest(quick, ownAddress, flags);
                    guest(slow, ownAddress, flags);
                    for (int i = 0; i < BURSTS; i++) {
                        compare(quick, slow, burst(random), "replay with -Dvireo.seed=" + seed);
                    }
                    assertThat(quick.node.counters.drop(DropReason.SPOOFED_SOURCE))
                            .isPositive();
                    assertThat(quick.vrf(VrfCounter.ENCAP_BRIDGED)).isPositive();
                }
            }
        }
    }

    private static void guest(final BridgedNode lab, final int ownAddress, final int flags) {
        lab.node.tables.putVif(TestNode.vif(A, Vif.TYPE_VIRTUAL, VRF, A_MAC, ownAddress));
        lab.flags(A, flags);
    }

    private static List<byte[]> burst(final RandomGenerator random) {
        final List<byte[]> frames = new ArrayList<>();
        byte[] frame = frame(random);
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            frame = random.nextInt(3) == 0 ? frame(random) : frame;
            frames.add(frame);
        }
        return frames;
    }

    private static byte[] frame(final RandomGenerator random) {
        final long destination = DESTINATIONS[random.nextInt(DESTINATIONS.length)];
        final long source = random.nextInt(8) == 0 ? C_MAC : A_MAC;
        final int address = random.nextInt(8) == 0 ? B_IP : A_IP;
        final byte[] payload = udp(1, random.nextInt(3), new byte[random.nextInt(20)]);
        return switch (random.nextInt(12)) {
            case 0 -> ethernet(destination, source, 0x86dd, ipv6(17, 64, 4, 5, payload));
            case 1 -> ethernet(destination, source, 0x86dd, ipv6(58, 255, 4, 5, new byte[] {(byte) 135, 0, 0, 0}));
            case 2 -> ethernet(destination, source, 0x86dd, ipv6(0, 255, 4, 5, new byte[] {58, 0, 0, 0, 0, 0, 0, 0}));
            case 3 -> ethernet(destination, source, 0x9999, payload);
            case 4 -> tagged(0x8100, random.nextInt(2), ethernet(destination, source, 0x0800, payload));
            case 5 -> Arrays.copyOf(ethernet(destination, source, 0x0800, payload), 14 + random.nextInt(8));
            default -> ethernet(destination, source, 0x0800, ipv4(0, 0, 64, 17, address, B_IP, payload));
        };
    }

    private static void compare(
            final BridgedNode quick, final BridgedNode slow, final List<byte[]> burst, final String replay) {
        burst.forEach(quick.a::send);
        burst.forEach(slow.a::send);
        quick.node.settle();
        slow.node.settle();
        assertThat(sorted(quick.a)).as(replay).isEqualTo(sorted(slow.a));
        assertThat(sorted(quick.b)).as(replay).isEqualTo(sorted(slow.b));
        assertThat(sorted(quick.c)).as(replay).isEqualTo(sorted(slow.c));
        assertThat(quick.fabric.receive()).as(replay).hasSameSizeAs(slow.fabric.receive());
        assertThat(quick.agent.receive()).as(replay).hasSameSizeAs(slow.agent.receive());
        assertThat(quick.drops()).as(replay).isEqualTo(slow.drops());
        for (final VrfCounter counter : VrfCounter.values()) {
            assertThat(quick.vrf(counter)).as(counter + " " + replay).isEqualTo(slow.vrf(counter));
        }
        for (final long mac : DESTINATIONS) {
            assertThat(hits(quick, mac)).as(replay).isEqualTo(hits(slow, mac));
        }
    }

    private static List<String> sorted(final Peer peer) {
        return peer.receive().stream().map(HexFormat.of()::formatHex).sorted().toList();
    }

    private static long hits(final BridgedNode lab, final long mac) {
        final int slot = lab.node.tables.bridge().find(BridgeKey.of(mac, VRF));
        return slot < 0 ? 0 : lab.node.tables.bridge().packets(slot);
    }
}
