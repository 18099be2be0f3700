// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.shortAt;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ALL_NODES_MAC;
import static net.vireo.vrouter.graph.Overlay.PREFIX;
import static net.vireo.vrouter.graph.Overlay.advertisement;
import static net.vireo.vrouter.graph.Overlay.icmp6;
import static net.vireo.vrouter.graph.Overlay.ints;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.join;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;
import net.vireo.vrouter.table.VlanAssignment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ways by which a guest might pass by what is decided on its frames: policy, discovery, its own addresses. */
class BypassTest {
    private static final long LINK_LOCAL = 0xfe80000000000000L;
    private static final long ALL_NODES = 0xff02000000000000L;
    private static final int FLOW_MISS = TrapReason.FLOW_MISS.code();
    private static final byte[] TO_B = toB(B_IP);

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private static byte[] toB(final int destination) {
        return ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, destination, udp(1000, 80, new byte[8])));
    }

    private static byte[] routerAdvertisement() {
        return ethernet(
                ALL_NODES_MAC, A_MAC, 0x86dd, icmp6(LINK_LOCAL, 4, ALL_NODES, 1, join(ints(134 << 24, 0, 0, 0))));
    }

    private void assertAsked(final byte[] frame) {
        assertThat(lab.pass(lab.a, frame, lab.b)).as("not without a verdict").isEmpty();
        assertThat(lab.agent.receive())
                .singleElement()
                .satisfies(upcall -> assertThat(shortAt(upcall, 14 + 4)).isEqualTo(FLOW_MISS));
        assertThat(lab.drops()).isEmpty();
    }

    @Test
    void shouldAskForPolicyBehindTags() {
        lab.flags(A, Vif.FLAG_POLICY);
        assertAsked(tagged(0x8100, 7, TO_B));
    }

    @Test
    void shouldPassNoFrameWithMoreTagsThanAreLookedBehind() {
        lab.flags(A, Vif.FLAG_POLICY);
        byte[] frame = TO_B;
        for (int tags = 0; tags < 5; tags++) {
            frame = tagged(0x8100, 7, frame);
        }
        assertThat(lab.pass(lab.a, frame, lab.b)).isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_PACKET, 1L));
    }

    @Test
    void shouldAskForPolicyWhateverTheAddressInAFrameToOne() {
        lab.flags(A, Vif.FLAG_POLICY);
        assertAsked(toB(-1));
        assertAsked(toB(0xe0000001));
        assertAsked(toB(0x7f000001));
        assertAsked(ethernet(B_MAC, A_MAC, 0x86dd, ipv6(0, 17, 64, PREFIX, 4, ALL_NODES, 1, udp(1, 2, new byte[8]))));
    }

    @Test
    void shouldTakeAPriorityForNoVlan() {
        assertThat(lab.pass(lab.a, tagged(0x8100, 5 << 13, TO_B), lab.b)).containsExactly(TO_B);
        assertThat(lab.pass(lab.a, tagged(0x8100, 0, tagged(0x88a8, 0, routerAdvertisement())), lab.b))
                .isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.ROGUE_ROUTER_ADVERTISEMENT, 1L));
    }

    @Test
    void shouldFindDiscoveryBehindExtensionHeaders() {
        final byte[] plain = icmp6(LINK_LOCAL, 4, ALL_NODES, 1, join(ints(134 << 24, 0, 0, 0)));
        final byte[] message = Frames.slice(plain, 40, plain.length - 40);
        final byte[] options = ints(58 << 24 | 0x0104, 0);
        final byte[] fragment = ints(58 << 24, 7);
        final byte[] behindOptions = ipv6(0, 60, 255, LINK_LOCAL, 4, ALL_NODES, 1, join(options, message));
        final byte[] inFragment = ipv6(0, 44, 255, LINK_LOCAL, 4, ALL_NODES, 1, join(fragment, message));
        assertThat(lab.pass(lab.a, ethernet(ALL_NODES_MAC, A_MAC, 0x86dd, behindOptions), lab.b))
                .isEmpty();
        assertThat(lab.pass(lab.a, ethernet(ALL_NODES_MAC, A_MAC, 0x86dd, inFragment), lab.b))
                .isEmpty();
        assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_PACKET, 2L));
        // Whatever else is sent so is not discovery's business.
        final byte[] echo = ipv6(0, 60, 255, LINK_LOCAL, 4, ALL_NODES, 1, join(options, ints(128 << 24, 0)));
        assertThat(lab.pass(lab.a, ethernet(ALL_NODES_MAC, A_MAC, 0x86dd, echo), lab.b))
                .hasSize(1);
    }

    @Test
    void shouldRefuseAdvertisementsOfOthersAddresses() {
        lab.features(
                A,
                0,
                new VifFeatures(
                        PREFIX,
                        4,
                        -1,
                        -1,
                        -1,
                        new long[0],
                        VifFeatures.NO_MIRROR,
                        new byte[0],
                        new byte[0],
                        VifFeatures.NO_QOS));
        final byte[] own = advertisement(A_MAC, 4, ALL_NODES, 1);
        assertThat(lab.pass(lab.a, ethernet(ALL_NODES_MAC, A_MAC, 0x86dd, own), lab.b))
                .hasSize(1);
        final byte[] foreign = advertisement(A_MAC, 5, ALL_NODES, 1);
        final byte[] message = Frames.slice(foreign, 40, foreign.length - 40);
        message[2] = 0;
        message[3] = 0;
        final byte[] claimed = icmp6(PREFIX, 4, ALL_NODES, 1, message);
        assertThat(lab.pass(lab.a, ethernet(ALL_NODES_MAC, A_MAC, 0x86dd, claimed), lab.b))
                .isEmpty();
        assertThat(lab.node.drops(DropReason.SPOOFED_SOURCE)).isEqualTo(1);
    }

    private FlowSetting verdict(final int flags) {
        final int vrf = BridgedNode.VRF;
        return new FlowSetting(FlowState.NAT, FlowState.ACTIVE | flags, 0, vrf, vrf, 0, 0, 0, -1, 0, -1, -1, 0);
    }

    @Test
    void shouldTakeTagsOffAFrameThatIsTranslatedAndRouted() {
        lab.flags(A, Vif.FLAG_POLICY);
        final FlowControl control = new FlowControl(lab.node.flows.table());
        final FlowKeys key = new FlowKeys(1);
        final int now = FlowContext.nowMs();
        key.ipv4(0, 0, 17, 80, 1000, BridgedNode.FAR_UDP, A_IP);
        final int reverse = control.set(
                        new FlowRequest(FlowTable.NONE, 0, key, FlowTable.NONE, false, verdict(FlowState.SNAT)), now)
                .index();
        key.ipv4(0, 0, 17, 1000, 80, A_IP, B_IP);
        final var reply =
                control.set(new FlowRequest(FlowTable.NONE, 0, key, reverse, false, verdict(FlowState.DNAT)), now);
        assertThat(reply.error()).isZero();
        final byte[] out = lab.pass(lab.a, tagged(0x88a8, 7, tagged(0x8100, 8, TO_B)), lab.fabric)
                .getFirst();
        assertThat(out).hasSize(46 + TO_B.length - 14);
        assertThat(Frames.checksum(out, 46, 20)).isZero();
        assertThat(Frames.intAt(out, 46 + 16)).isEqualTo(BridgedNode.FAR_UDP);
    }

    @Test
    void shouldNotJudgeTheAgentsPacketByTheTagOfAnother() {
        lab.flags(A, Vif.FLAG_POLICY | Vif.FLAG_SERVICE);
        lab.node.tables.putVlanAssignment(A, 7, new VlanAssignment(BridgedNode.VRF, 7));
        lab.pass(lab.a, tagged(0x8100, 7, TO_B), lab.agent);
        final byte[] header = new byte[30];
        header[1] = A;
        header[3] = BridgedNode.VRF;
        header[5] = (byte) TrapReason.CMD_ROUTE.code();
        final byte[] other = ethernet(B_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, B_IP, udp(2000, 80, new byte[8])));
        lab.pass(lab.agent, ethernet(0, 0, 0x0800, join(header, other)), lab.b);
        final FlowKeys key = new FlowKeys(1);
        key.ipv4(0, 7, 17, 2000, 80, A_IP, B_IP);
        assertThat(lab.node.flows.table().find(key, 0)).isEqualTo(FlowTable.NONE);
        key.ipv4(0, 0, 17, 2000, 80, A_IP, B_IP);
        assertThat(lab.node.flows.table().find(key, 0)).isNotEqualTo(FlowTable.NONE);
    }
}
