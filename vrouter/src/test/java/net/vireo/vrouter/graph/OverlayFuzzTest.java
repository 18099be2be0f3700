// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_GRE;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_BRIDGE;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_FRAME;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.syn;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.mplsOverGre;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static net.vireo.vrouter.graph.Overlay.treeBlock;
import static net.vireo.vrouter.graph.Overlay.vxlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.vireo.testkit.FuzzBudget;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole graph under hostile frames in every tunnel and from every side, the agent's included, with flows that are
 * judged at random: nothing throws, and after every batch each packet and each buffer is accounted for.
 */
class OverlayFuzzTest {
    private static final int BATCH = 24;

    private final FlowKeys key = new FlowKeys(1);

    @Test
    void shouldAccountForHostileFramesForASecond() {
        attack(20_261_126L, FuzzBudget.second(OverlayFuzzTest.class));
    }

    @Test
    @Tag("fuzz")
    void shouldAccountForHostileFramesForLong() {
        attack(Long.getLong("vireo.fuzz.seed", System.nanoTime()), FuzzBudget.ofCommandLine(OverlayFuzzTest.class));
    }

    private void attack(final long seed, final FuzzBudget budget) {
        final Random random = new Random(seed);
        final FrameMutator mutator = new FrameMutator(random);
        try (BridgedNode lab = new BridgedNode()) {
            withPolicy(lab);
            final FlowControl control = new FlowControl(lab.node.flows.table());
            final Map<Peer, List<byte[]>> corpora = corpora(lab);
            final List<Peer> peers = List.copyOf(corpora.keySet());
            boolean more = true;
            while (more) {
                try {
                    for (int i = 0; i < BATCH && more; i++) {
                        final Peer peer = peers.get(random.nextInt(peers.size()));
                        peer.send(mutator.mutated(corpora.get(peer)));
                        more = budget.more();
                    }
                    lab.node.settle();
                    judge(lab, control, random);
                } catch (final RuntimeException fault) {
                    throw new AssertionError("seed " + seed + ", case " + budget.cases(), fault);
                }
                List.of(lab.a, lab.b, lab.c, lab.fabric, lab.host, lab.agent).forEach(Peer::receive);
                assertThat(lab.node.ledger().broken())
                        .as("seed %d, case %d", seed, budget.cases())
                        .isEmpty();
            }
            assertThat(lab.node.pool.refusedFreeCount()).as("seed %d", seed).isZero();
            assertThat(lab.node.drops(DropReason.MISC)).as("seed %d", seed).isZero();
            assertThat(lab.drops()).as("else little was reached, seed %d", seed).hasSizeGreaterThan(15);
        }
    }

    /** Guest A's packets need flows. */
    private static void withPolicy(final BridgedNode lab) {
        final Vif a = lab.node.tables.vif(A);
        final Nexthop nexthop = lab.node.tables.nexthop(BridgedNode.A_ROUTED);
        lab.node.tables.putNexthop(new Nexthop(
                nexthop.id,
                nexthop.type,
                nexthop.family,
                nexthop.flags | Nexthop.FLAG_POLICY,
                nexthop.vrf,
                nexthop.vifIndex,
                0,
                0,
                nexthop.rewrite()));
        lab.node.tables.putVif(new Vif(
                A,
                a.type(),
                a.transport(),
                a.name(),
                a.vrf(),
                a.mcastVrf(),
                Vif.FLAG_POLICY,
                a.mac(),
                a.ip(),
                a.mtu(),
                BridgedNode.A_ROUTED,
                a.osIndex(),
                a.crossConnect()));
    }

    /** A verdict on some flow, as an agent that has lost its mind would give it. */
    private void judge(final BridgedNode lab, final FlowControl control, final Random random) {
        final FlowTable table = lab.node.flows.table();
        int index = table.reader().nextLive(random.nextInt(1024));
        for (int i = 0; i < 4 && index != FlowTable.NONE; i++) {
            final int generation = table.generation(index);
            table.key(index, key);
            final int action = random.nextInt(5);
            final FlowSetting setting = action == 4
                    ? FlowSetting.DELETE
                    : new FlowSetting(
                            action,
                            FlowState.ACTIVE | random.nextInt(1 << 16),
                            0,
                            BridgedNode.VRF,
                            random.nextInt(3),
                            0,
                            0,
                            0,
                            -1,
                            random.nextInt(70) - 2,
                            -1,
                            -1,
                            0);
            control.set(
                    new FlowRequest(index, generation, key, random.nextInt(1024) - 1, false, setting),
                    FlowContext.nowMs());
            lab.node.lcore.releaseFlow(index, generation);
            index = table.reader().nextLive(index + 1);
        }
        lab.node.settle();
    }

    private static Map<Peer, List<byte[]>> corpora(final BridgedNode lab) {
        final Map<Peer, List<byte[]>> corpora = new HashMap<>();
        corpora.put(lab.a, guest(A_MAC, A_IP));
        corpora.put(lab.b, guest(B_MAC, B_IP));
        corpora.put(lab.fabric, fabric());
        corpora.put(lab.host, List.of(ethernet(BROADCAST, Frames.FABRIC_MAC, 0x0806, new byte[46])));
        corpora.put(lab.agent, agent());
        return corpora;
    }

    private static List<byte[]> guest(final long mac, final int address) {
        final byte[] payload = udp(1000, 2000, new byte[30]);
        final long six = BridgedNode.six(address);
        return List.of(
                ethernet(ROUTER_MAC, mac, 0x0800, ipv4(0, 0, 64, 17, address, FAR_UDP, payload)),
                ethernet(ROUTER_MAC, mac, 0x0800, ipv4(0, 0, 64, 17, address, FAR_GRE, payload)),
                ethernet(ROUTER_MAC, mac, 0x0800, ipv4(0, 0, 64, 17, address, FAR_VXLAN, payload)),
                ethernet(ROUTER_MAC, mac, 0x0800, ipv4(0, 0, 64, 17, address, FAR_UDP, new byte[1480])),
                ethernet(ROUTER_MAC, mac, 0x0800, ipv4(0, 0x2000, 64, 17, address, FAR_UDP, payload)),
                ethernet(ROUTER_MAC, mac, 0x0800, ipv4(0, 0x0003, 64, 17, address, FAR_UDP, payload)),
                ethernet(
                        ROUTER_MAC, mac, 0x0800, ipv4(0, 0x4000, 64, 6, address, FAR_UDP, syn(address, FAR_UDP, 1460))),
                ethernet(ROUTER_MAC, mac, 0x86dd, ipv6(17, 64, six, BridgedNode.six(FAR_UDP), payload)),
                ethernet(FAR_UDP_MAC, mac, 0x0800, ipv4(0, 0, 64, 17, address, FAR_UDP, payload)),
                ethernet(FAR_VXLAN_MAC, mac, 0x88b5, new byte[64]),
                ethernet(BROADCAST, mac, 0x88b5, new byte[200]),
                ethernet(BROADCAST, mac, 0x0806, arp(1, mac, address, 0, B_IP)),
                ethernet(0x3333ff000005L, mac, 0x86dd, Overlay.solicitation(mac, six, 5)),
                tagged(0x8100, 100, ethernet(ROUTER_MAC, mac, 0x0800, ipv4(0, 0, 64, 17, address, B_IP, payload))));
    }

    private static List<byte[]> fabric() {
        final byte[] packet = ipv4(0, 0, 63, 17, FAR_UDP, A_IP, udp(2000, 1000, new byte[30]));
        final byte[] six = ipv6(17, 64, BridgedNode.six(FAR_UDP), BridgedNode.six(A_IP), udp(9, 9, new byte[9]));
        final byte[] frame = ethernet(A_MAC, FAR_UDP_MAC, 0x0800, packet);
        final byte[] flood = ethernet(BROADCAST, FAR_UDP_MAC, 0x88b5, new byte[80]);
        return List.of(
                mplsOverUdp(BY_UDP, LABEL_PACKET, packet),
                mplsOverUdp(BY_UDP, LABEL_PACKET, six),
                mplsOverUdp(BY_UDP, LABEL_FRAME, frame),
                mplsOverUdp(BY_UDP, LABEL_BRIDGE, frame),
                mplsOverUdp(BY_UDP, LABEL_BRIDGE, flood),
                mplsOverUdp(BY_UDP, LABEL_BRIDGE, treeBlock(BY_UDP, Frames.LOCAL, VNI, flood)),
                mplsOverGre(BY_GRE, LABEL_PACKET, packet),
                mplsOverGre(BY_GRE, LABEL_BRIDGE, frame),
                vxlan(BY_VXLAN, VNI, frame),
                vxlan(BY_VXLAN, VNI, flood),
                vxlan(BY_VXLAN, VNI, ethernet(ROUTER_MAC, FAR_VXLAN_MAC, 0x86dd, six)),
                ethernet(Frames.FABRIC_MAC, Frames.REMOTE_MAC, 0x0806, new byte[46]));
    }

    /** Its header, then a frame: sent as it is, or routed (sheet 5.4). */
    private static List<byte[]> agent() {
        final byte[] outer = hex("00005e000100 00005e000100 0800");
        final byte[] frame = ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, new byte[30]));
        return List.of(
                join(outer, ints(A << 16 | BridgedNode.VRF, 0, 0, 0, 0, 0, 0), new byte[2], frame),
                join(outer, ints(A << 16 | BridgedNode.VRF, 1 << 16, 0, 0, 0, 0, 0), new byte[2], frame));
    }
}
