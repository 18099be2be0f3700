// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.C_IP;
import static net.vireo.vrouter.graph.BridgedNode.C_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_PACKET;
import static net.vireo.vrouter.graph.BridgedNode.VRF;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Frames.syn;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ipv4;
import net.vireo.port.offload.Offload;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies for analysers: sheet 1.9. */
class MirrorTest {
    private static final int MIRROR = 5;
    private static final int ANALYSER = 60;
    private static final long SUB_MAC = 0x020000000801L;
    private static final byte[] METADATA_IN = hex("01020304 05");
    private static final byte[] METADATA_OUT = hex("0a0b");
    private static final byte[] TO_B = ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, B_IP, new byte[30]));

    private final BridgedNode lab = new BridgedNode();

    @BeforeEach
    void analyser() {
        lab.tunnel(
                ANALYSER,
                Nexthop.FLAG_TUNNEL_UDP,
                0x0a000009,
                new NexthopDetails(new int[0], new int[0], 0, 0, NexthopDetails.NO_LABEL, 8097, 8099));
        mirror(ANALYSER, Mirror.FLAG_DYNAMIC, -1);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void mirror(final int nexthop, final int flags, final int vni) {
        lab.node.tables.putMirror(new Mirror(MIRROR, nexthop, flags, vni, 0));
    }

    private void mirrored(final int vif, final int flags) {
        lab.features(vif, flags, features(Vif.NONE, VifFeatures.NO_VLAN, METADATA_IN, METADATA_OUT));
    }

    private static VifFeatures features(final int parent, final int vlan, final byte[] in, final byte[] out) {
        return new VifFeatures(0, 0, parent, vlan, vlan, new long[0], MIRROR, in, out, VifFeatures.NO_QOS);
    }

    /** The payload of a copy in UDP. */
    private static byte[] payload(final byte[] copy) {
        return slice(copy, 42, copy.length - 42);
    }

    @Test
    void shouldCopyWhatAVifReceives() {
        mirrored(A, Vif.FLAG_MIRROR_RX);
        lab.a.send(TO_B);
        lab.node.settle();
        assertThat(lab.b.receive()).as("the original goes its way").containsExactly(TO_B);
        final byte[] copy = lab.fabric.receive().getFirst();
        assertThat(slice(copy, 14, 20)).isEqualTo(hex("4500 0061 0800 0000 4011 5e83 0a000001 0a000009"));
        assertThat(slice(copy, 34, 8)).as("8097 to 8099, no checksum").isEqualTo(hex("1fa1 1fa3 004d 0000"));
        assertThat(payload(copy)).isEqualTo(join(METADATA_IN, TO_B));
        assertThat(lab.node.counters.lcore(0, LcoreCounter.BORN_COPY)).isEqualTo(1);
    }

    @Test
    void shouldCopyWhatAVifSendsAsItSendsIt() {
        mirrored(A, Vif.FLAG_MIRROR_TX);
        final byte[] routed = ethernet(ROUTER_MAC, C_MAC, 0x0800, ipv4(0, 0, 64, 17, C_IP, A_IP, new byte[30]));
        final byte[] delivered = ethernet(A_MAC, ROUTER_MAC, 0x0800, ipv4(0, 0, 63, 17, C_IP, A_IP, new byte[30]));
        assertThat(lab.pass(lab.c, routed, lab.a)).containsExactly(delivered);
        assertThat(payload(lab.fabric.receive().getFirst())).isEqualTo(join(METADATA_OUT, delivered));
        final byte[] inner = ipv4(0, 0, 63, 17, FAR_UDP, A_IP, new byte[30]);
        assertThat(lab.pass(lab.fabric, mplsOverUdp(BY_UDP, LABEL_PACKET, inner), lab.a))
                .hasSize(1);
        assertThat(payload(lab.fabric.receive().getFirst()))
                .isEqualTo(join(METADATA_OUT, ethernet(A_MAC, ROUTER_MAC, 0x0800, inner)));
    }

    @Test
    void shouldCopyBothWaysAndInOrder() {
        mirrored(A, Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX);
        lab.a.send(TO_B);
        lab.c.send(ethernet(A_MAC, C_MAC, 0x9999, new byte[20]));
        lab.node.settle();
        assertThat(lab.fabric.receive()).hasSize(2);
    }

    @Test
    void shouldSayThatThereIsNoMetadata() {
        lab.features(A, Vif.FLAG_MIRROR_RX, features(Vif.NONE, VifFeatures.NO_VLAN, new byte[0], new byte[0]));
        lab.a.send(TO_B);
        lab.node.settle();
        assertThat(payload(lab.fabric.receive().getFirst())).isEqualTo(join(hex("ff00"), TO_B));
    }

    @Test
    void shouldCarryCopiesWithoutMetadataUnderTheMirrorsVni() {
        mirror(BridgedNode.VXLAN, 0, 0x123456);
        mirrored(A, Vif.FLAG_MIRROR_RX);
        lab.a.send(TO_B);
        lab.node.settle();
        final byte[] copy = lab.fabric.receive().getFirst();
        assertThat(slice(copy, 42, 8)).isEqualTo(hex("08000000 12345600"));
        assertThat(slice(copy, 50, copy.length - 50)).isEqualTo(TO_B);
    }

    @Test
    void shouldCopyToAVifOfThisNode() {
        mirror(BridgedNode.TO_C, 0, -1);
        mirrored(A, Vif.FLAG_MIRROR_RX);
        assertThat(lab.pass(lab.a, TO_B, lab.c)).containsExactly(TO_B);
    }

    @Test
    void shouldNeverCopyACopy() {
        mirror(BridgedNode.TO_C, 0, -1);
        mirrored(A, Vif.FLAG_MIRROR_RX);
        mirrored(BridgedNode.C, Vif.FLAG_MIRROR_TX);
        lab.a.send(TO_B);
        lab.node.settle();
        assertThat(lab.c.receive()).hasSize(1);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.BORN_COPY)).isEqualTo(1);
    }

    @Test
    void shouldCopyWhatTheFabricVifReceivesAndSends() {
        mirror(BridgedNode.TO_C, 0, -1);
        mirrored(Vif.FABRIC_INDEX, Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX);
        final byte[] in = mplsOverUdp(BY_UDP, LABEL_PACKET, ipv4(0, 0, 63, 17, FAR_UDP, A_IP, new byte[30]));
        assertThat(lab.pass(lab.fabric, in, lab.c)).as("with its outer headers").containsExactly(in);
        assertThat(lab.a.receive()).hasSize(1);
        lab.a.send(ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, new byte[30])));
        lab.node.settle();
        assertThat(lab.c.receive()).containsExactly(lab.fabric.receive().getFirst());
    }

    @Test
    void shouldKeepTheTagOfASubInterfaceUnlessToldNotTo() {
        mirror(BridgedNode.TO_C, 0, -1);
        final byte[] frame = ethernet(B_MAC, SUB_MAC, 0x9999, new byte[40]);
        final byte[] back = ethernet(SUB_MAC, B_MAC, 0x9999, new byte[40]);
        lab.encap(58, Nexthop.FAMILY_BRIDGE, 0, 8, SUB_MAC);
        lab.bridge(SUB_MAC, 58, -1);
        for (final boolean untagged : new boolean[] {false, true}) {
            final int flags = Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX | (untagged ? Vif.FLAG_MIRROR_NO_TAG : 0);
            lab.node.tables.putVif(new Vif(
                    8,
                    Vif.TYPE_VIRTUAL_VLAN,
                    0,
                    "sub",
                    VRF,
                    65535,
                    flags,
                    SUB_MAC,
                    0,
                    1514,
                    0,
                    -1,
                    Vif.NONE,
                    features(A, 100, new byte[0], new byte[0])));
            assertThat(lab.pass(lab.a, tagged(0x8100, 100, frame), lab.c))
                    .containsExactly(untagged ? frame : tagged(0x8100, 100, frame));
            assertThat(lab.b.receive()).containsExactly(frame);
            assertThat(lab.pass(lab.b, back, lab.c)).containsExactly(untagged ? back : tagged(0x8100, 100, back));
            assertThat(lab.a.receive()).containsExactly(tagged(0x8100, 100, back));
        }
    }

    @Test
    void shouldLeaveMirroringToANicThatDoesIt() {
        mirrored(A, Vif.FLAG_MIRROR_RX);
        for (final int flag : new int[] {Mirror.FLAG_HW_ASSISTED, Mirror.FLAG_MARKED_DELETE}) {
            mirror(BridgedNode.TO_C, flag, -1);
            assertThat(lab.pass(lab.a, TO_B, lab.c)).isEmpty();
        }
        lab.node.tables.removeMirror(MIRROR);
        assertThat(lab.pass(lab.a, TO_B, lab.c)).as("no mirror, no copy").isEmpty();
        assertThat(lab.drops()).isEmpty();
    }

    @Test
    void shouldDropCopiesWhoseNexthopIsGone() {
        mirrored(A, Vif.FLAG_MIRROR_RX);
        lab.node.tables.removeNexthop(ANALYSER);
        assertThat(lab.pass(lab.a, TO_B, lab.b)).hasSize(1);
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_NH, 1L));
    }

    @Test
    void shouldNotTellASenderThatItsCopyIsTooLong() {
        mirror(BridgedNode.VXLAN, 0, 7);
        mirrored(A, Vif.FLAG_MIRROR_RX);
        final byte[] frame = ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0x4000, 64, 17, A_IP, B_IP, new byte[1480]));
        assertThat(lab.pass(lab.a, frame, lab.b)).containsExactly(frame);
        assertThat(lab.agent.receive()).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.FRAGMENTATION_NEEDED, 1L));
    }

    @Test
    void shouldCopyASynAsItIs() {
        mirror(BridgedNode.VXLAN, 0, 7);
        mirrored(A, Vif.FLAG_MIRROR_RX);
        final byte[] frame = ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 6, A_IP, B_IP, syn(A_IP, B_IP, 8960)));
        lab.a.send(frame);
        lab.node.settle();
        final byte[] copy = lab.fabric.receive().getFirst();
        assertThat(slice(copy, 50, copy.length - 50)).isEqualTo(frame);
    }

    /** As Contrail's agent sets it up: the analyser has an address of the guests' network, behind another tunnel. */
    @Test
    void shouldRouteCopiesToAnAnalyserInTheOverlay() {
        lab.node.tables.putNexthop(new Nexthop(
                ANALYSER,
                Nexthop.TYPE_TUNNEL,
                Nexthop.FAMILY_INET,
                Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP,
                VRF,
                Nexthop.NO_VIF,
                LOCAL,
                FAR_UDP,
                new byte[0],
                new NexthopDetails(new int[0], new int[0], 0, 0, NexthopDetails.NO_LABEL, 8097, 8099)));
        mirrored(A, Vif.FLAG_MIRROR_RX);
        lab.a.send(TO_B);
        lab.node.settle();
        final byte[] copy = lab.fabric.receive().getFirst();
        assertThat(intAt(copy, 30)).as("by MPLS over UDP").isEqualTo(BY_UDP);
        assertThat(intAt(copy, 42)).isEqualTo(0x0010213f);
        assertThat(intAt(copy, 46 + 16)).as("to the analyser").isEqualTo(FAR_UDP);
        assertThat(Frames.checksum(copy, 46, 20)).isZero();
        assertThat(slice(copy, 74, copy.length - 74)).isEqualTo(join(METADATA_IN, TO_B));
        lab.a.send(ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0x4000, 64, 17, A_IP, B_IP, new byte[1480])));
        lab.node.settle();
        assertThat(lab.fabric.receive())
                .as("a copy that is too long is cut: UDP to the analyser may be")
                .hasSize(2);
    }

    /** Sends a guest's TCP packet whose checksum is open, as a guest with a virtio header does. */
    private void runOpen(final byte[] frame, final int startBytes) {
        final long packet = lab.node.cache.takeSmall();
        final long[] burst = {PacketRef.resized(packet, PacketRef.offset(packet), frame.length)};
        Memory.copyIn(frame, 0, lab.node.pool.dataAddress(burst[0]), frame.length);
        final int start = PacketRef.offset(burst[0]) + startBytes;
        burst[0] = Offload.attach(
                lab.node.pool, burst[0], Offload.partial(start, Offload.TCP_FIELD_OFFSET, Ipv4.MIN_HEADER_BYTES));
        lab.node.graph.run(A, burst, 1);
        lab.node.settle();
    }

    @Test
    void shouldCompleteTheChecksumOfACopy() {
        mirrored(A, Vif.FLAG_MIRROR_RX);
        final byte[] segment = syn(A_IP, B_IP, 1000);
        // The sum over the pseudo header, not complemented.
        final int pseudo = ~Frames.checksum(join(Overlay.ints(A_IP, B_IP, 6 << 16 | segment.length)), 0, 12) & 0xffff;
        segment[16] = (byte) (pseudo >>> 8);
        segment[17] = (byte) pseudo;
        runOpen(ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 6, A_IP, B_IP, segment)), 34);
        final byte[] copy = lab.fabric.receive().getFirst();
        assertThat(slice(copy, copy.length - segment.length, segment.length)).isEqualTo(syn(A_IP, B_IP, 1000));
        assertThat(lab.b.receive()).hasSize(1);
    }

    @Test
    void shouldSurviveAChecksumThatLiesOutsideThePacket() {
        mirrored(A, Vif.FLAG_MIRROR_RX);
        final byte[] frame =
                ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 6, A_IP, FAR_UDP, syn(A_IP, FAR_UDP, 1460)));
        // It points into the padding, which is cut off.
        runOpen(join(frame, new byte[60]), 90);
        assertThat(lab.fabric.receive())
                .as("the copy, and the packet with its MSS lowered")
                .hasSize(2);
        runOpen(join(frame, new byte[60]), 200);
        assertThat(lab.fabric.receive()).hasSize(2);
    }

    /** What the flow node calls for a flow that is mirrored. */
    @Test
    void shouldGiveAFlowsPacketOutOfATunnelTheHeaderItWillHave() {
        final byte[] inner = ipv4(0, 0, 63, 17, FAR_UDP, A_IP, new byte[30]);
        final PoolCache cache = lab.node.cache;
        final Packets packets = new Packets(cache);
        final Mirroring mirroring = new Mirroring(new Workbench(
                GraphPlan.STANDARD,
                packets,
                lab.node.tables,
                lab.node.memory.lcore(0),
                cache,
                lab.node.graph.transmit(),
                lab.node.flows,
                new WaitingPackets(packets, 16),
                lab.node.dropLog.lcore(0),
                1));
        final long packet = cache.takeSmall();
        final long[] burst = {PacketRef.resized(packet, PacketRef.offset(packet), inner.length)};
        Memory.copyIn(inner, 0, lab.node.pool.dataAddress(burst[0]), inner.length);
        packets.load(burst, 1, Packets.origin(0, VRF, Packets.FLAG_DECAPSULATED));
        final long ip = packets.address(0);
        packets.ip(0, ip, Ipv4.head(ip), Ipv4.life(ip), Ipv4.addresses(ip));
        packets.forward(0, BridgedNode.A_ROUTED, LABEL_PACKET);
        final int copy = mirroring.mirror(0, MIRROR, METADATA_IN);
        final byte[] bytes = new byte[packets.lengthBytes(copy)];
        Memory.copyOut(packets.address(copy), bytes, 0, bytes.length);
        assertThat(bytes).isEqualTo(join(METADATA_IN, ethernet(A_MAC, ROUTER_MAC, 0x0800, inner)));
        assertThat(packets.nexthopId(copy)).isEqualTo(ANALYSER);
        assertThat(mirroring.mirror(copy, MIRROR, METADATA_IN)).as("a copy").isEqualTo(Packets.UNKNOWN);
        assertThat(mirroring.mirror(0, MIRROR + 1, METADATA_IN)).as("no mirror").isEqualTo(Packets.UNKNOWN);
        cache.free(packets.packet(copy));
        cache.free(burst[0]);
        lab.node.memory.lcore(0).add(LcoreCounter.BORN_COPY, -1);
    }

    @Test
    void shouldGoOnWithoutCopiesWhenThePoolIsEmpty() {
        mirrored(A, Vif.FLAG_MIRROR_RX);
        lab.a.send(TO_B);
        final List<Long> taken = new ArrayList<>();
        long packet;
        while ((packet = lab.node.cache.take(10)) != PoolCache.NONE) {
            taken.add(packet);
        }
        lab.node.lcore.cycle();
        taken.forEach(lab.node.cache::free);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.MIRROR_NO_BUFFER)).isEqualTo(1);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.TRANSMITTED)).isEqualTo(1);
        assertThat(lab.b.receive()).containsExactly(TO_B);
    }
}
