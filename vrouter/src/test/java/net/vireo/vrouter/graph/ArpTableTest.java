// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A;
import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.BY_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.B_IP;
import static net.vireo.vrouter.graph.BridgedNode.B_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.LABEL_BRIDGE;
import static net.vireo.vrouter.graph.BridgedNode.VNI;
import static net.vireo.vrouter.graph.BridgedNode.six;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Overlay.ALL_NODES_MAC;
import static net.vireo.vrouter.graph.Overlay.PREFIX;
import static net.vireo.vrouter.graph.Overlay.advertisement;
import static net.vireo.vrouter.graph.Overlay.mplsOverUdp;
import static net.vireo.vrouter.graph.Overlay.solicitation;
import static net.vireo.vrouter.graph.Overlay.vxlan;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The decision table of sheet 2.4, each row asked by ARP and by neighbour discovery: who asks, what his vif says, what the
 * route of the address says, and what becomes of the question.
 */
class ArpTableTest {
    private static final int PROXY = Route.FLAG_ARP_PROXY;
    private static final int FLOOD = Route.FLAG_ARP_FLOOD;
    private static final int GATEWAY = 50;
    private static final int TOR_GROUP = 51;

    /** What becomes of a question. */
    private enum Outcome {
        ROUTERS_MAC,
        STITCHED_MAC,
        FLOODED,
        REFUSED,
        /** {@link DropReason#ARP_NOT_PROXIED}: there is nobody to flood to. */
        UNANSWERED
    }

    private enum Asker {
        GUEST,
        /** By VXLAN, which leads to the bridge. */
        FABRIC,
        /** By a label that leads to the multicast group itself. */
        GROUP_LABEL,
        /** By VXLAN from a top-of-rack switch. */
        TOR,
        /** A MAC that is known to be behind a switch that speaks EVPN. */
        EVPN_TOR
    }

    private enum Target {
        /** B, a guest of this node. */
        HOSTED,
        /** A guest of another node. */
        REMOTE,
        /** Whose next hop leads to the agent. */
        GATEWAY,
        /** Without a route. */
        UNKNOWN
    }

    enum Row {
        B5_NO_PROXY_FLAG(Asker.GUEST, 0, Target.REMOTE, 0, true, Outcome.FLOODED),
        B3_NO_ROUTE(Asker.GUEST, 0, Target.UNKNOWN, 0, false, Outcome.FLOODED),
        B5_FLOOD_FLAG_ALONE(Asker.GUEST, 0, Target.REMOTE, FLOOD, true, Outcome.FLOODED),
        B5_L3_ONLY_HAS_NOBODY_TO_FLOOD_TO(Asker.GUEST, Vif.FLAG_L3, Target.REMOTE, 0, true, Outcome.UNANSWERED),
        B5_SERVICE_VIF(Asker.GUEST, Vif.FLAG_SERVICE, Target.REMOTE, 0, true, Outcome.REFUSED),
        D_STITCHED(Asker.GUEST, 0, Target.REMOTE, PROXY, true, Outcome.STITCHED_MAC),
        D_STITCHED_LOCAL(Asker.GUEST, 0, Target.HOSTED, PROXY, true, Outcome.STITCHED_MAC),
        D_NOT_STITCHED(Asker.GUEST, 0, Target.REMOTE, PROXY, false, Outcome.ROUTERS_MAC),
        D_FLOOD_WITHOUT_MAC(Asker.GUEST, 0, Target.REMOTE, PROXY | FLOOD, false, Outcome.FLOODED),
        D_FLOOD_WITH_MAC(Asker.GUEST, 0, Target.REMOTE, PROXY | FLOOD, true, Outcome.STITCHED_MAC),
        D_GATEWAY(Asker.GUEST, 0, Target.GATEWAY, PROXY, false, Outcome.ROUTERS_MAC),
        C_MAC_PROXY(Asker.GUEST, Vif.FLAG_MAC_PROXY, Target.REMOTE, 0, true, Outcome.ROUTERS_MAC),
        C_MAC_PROXY_WITHOUT_ROUTE(Asker.GUEST, Vif.FLAG_MAC_PROXY, Target.UNKNOWN, 0, false, Outcome.ROUTERS_MAC),
        C_NO_ARP_PROXY(Asker.GUEST, Vif.FLAG_NO_ARP_PROXY, Target.REMOTE, PROXY, true, Outcome.REFUSED),
        C_NO_ARP_PROXY_BUT_GATEWAY(
                Asker.GUEST, Vif.FLAG_NO_ARP_PROXY, Target.GATEWAY, PROXY, false, Outcome.ROUTERS_MAC),
        C_NO_ARP_PROXY_AND_NO_FLAG(Asker.GUEST, Vif.FLAG_NO_ARP_PROXY, Target.REMOTE, 0, true, Outcome.FLOODED),
        FABRIC_B5(Asker.FABRIC, 0, Target.HOSTED, 0, true, Outcome.FLOODED),
        FABRIC_HOSTED_STITCHED(Asker.FABRIC, 0, Target.HOSTED, PROXY, true, Outcome.STITCHED_MAC),
        FABRIC_HOSTED(Asker.FABRIC, 0, Target.HOSTED, PROXY, false, Outcome.ROUTERS_MAC),
        FABRIC_HOSTED_FLOOD(Asker.FABRIC, 0, Target.HOSTED, PROXY | FLOOD, false, Outcome.FLOODED),
        FABRIC_REMOTE(Asker.FABRIC, 0, Target.REMOTE, PROXY, true, Outcome.FLOODED),
        FABRIC_GATEWAY(Asker.FABRIC, 0, Target.GATEWAY, PROXY, false, Outcome.REFUSED),
        FABRIC_GATEWAY_FLOOD(Asker.FABRIC, 0, Target.GATEWAY, PROXY | FLOOD, false, Outcome.FLOODED),
        LABEL_B5(Asker.GROUP_LABEL, 0, Target.HOSTED, 0, true, Outcome.FLOODED),
        LABEL_HOSTED(Asker.GROUP_LABEL, 0, Target.HOSTED, PROXY, true, Outcome.STITCHED_MAC),
        LABEL_REMOTE(Asker.GROUP_LABEL, 0, Target.REMOTE, PROXY, true, Outcome.FLOODED),
        LABEL_GATEWAY(Asker.GROUP_LABEL, 0, Target.GATEWAY, PROXY, false, Outcome.REFUSED),
        TOR_REMOTE(Asker.TOR, 0, Target.REMOTE, PROXY, true, Outcome.STITCHED_MAC),
        TOR_REMOTE_NOT_STITCHED(Asker.TOR, 0, Target.REMOTE, PROXY, false, Outcome.ROUTERS_MAC),
        TOR_GATEWAY(Asker.TOR, 0, Target.GATEWAY, PROXY, false, Outcome.ROUTERS_MAC),
        EVPN_TOR_REMOTE(Asker.EVPN_TOR, 0, Target.REMOTE, PROXY, false, Outcome.ROUTERS_MAC);

        private final Asker asker;
        private final int vifFlags;
        private final Target target;
        private final int routeFlags;
        private final boolean stitched;
        private final Outcome outcome;

        Row(
                final Asker asker,
                final int vifFlags,
                final Target target,
                final int routeFlags,
                final boolean stitched,
                final Outcome outcome) {
            this.asker = asker;
            this.vifFlags = vifFlags;
            this.target = target;
            this.routeFlags = routeFlags;
            this.stitched = stitched;
            this.outcome = outcome;
        }

        int address() {
            return switch (target) {
                case HOSTED -> B_IP;
                case REMOTE -> FAR_UDP;
                case GATEWAY -> 0x780000fe;
                case UNKNOWN -> 0x780000fd;
            };
        }

        long mac() {
            return target == Target.HOSTED ? B_MAC : FAR_UDP_MAC;
        }

        void prepare(final BridgedNode lab) {
            lab.flags(A, vifFlags);
            lab.encap(GATEWAY, Nexthop.FAMILY_INET, 0, Vif.AGENT_INDEX, ROUTER_MAC);
            final int nexthop =
                    switch (target) {
                        case HOSTED -> BridgedNode.B_ROUTED;
                        case REMOTE -> BridgedNode.UDP;
                        case GATEWAY -> GATEWAY;
                        case UNKNOWN -> 0;
                    };
            if (target != Target.UNKNOWN) {
                lab.route(address(), nexthop, 9, routeFlags, stitched ? mac() : 0);
            }
            lab.node.tables.putLabel(LABEL_BRIDGE, BridgedNode.FLOOD);
            final int evpn = asker == Asker.EVPN_TOR ? BridgeValue.FLAG_EVPN_CONTROL_PROCESSING : 0;
            lab.bridge(ASKER_MAC, BridgedNode.VXLAN, VNI, evpn);
            if (asker == Asker.TOR) {
                lab.group(TOR_GROUP, Nexthop.FLAG_COMPOSITE_TOR, new int[] {BridgedNode.VXLAN}, VNI);
                lab.group(BridgedNode.REMOTE_GROUP, Nexthop.FLAG_COMPOSITE_EVPN, new int[] {BridgedNode.UDP}, 0x102);
                lab.group(
                        BridgedNode.FLOOD,
                        0,
                        new int[] {BridgedNode.LOCAL_GROUP, BridgedNode.REMOTE_GROUP, TOR_GROUP},
                        0,
                        0,
                        0);
            }
        }
    }

    private static final Set<Outcome> COUNTED = EnumSet.of(Outcome.ROUTERS_MAC, Outcome.STITCHED_MAC, Outcome.FLOODED);

    /** Behind the node that is reached by VXLAN. */
    private static final long ASKER_MAC = 0x020000000999L;

    private static final int ASKER_IP = 0x78000099;

    @ParameterizedTest
    @EnumSource(Row.class)
    void shouldDecideOnArp(final Row row) {
        try (BridgedNode lab = new BridgedNode()) {
            row.prepare(lab);
            final boolean guest = row.asker == Asker.GUEST;
            final long mac = guest ? A_MAC : ASKER_MAC;
            final int ip = guest ? A_IP : ASKER_IP;
            final byte[] request = ethernet(BROADCAST, mac, 0x0806, arp(1, mac, ip, 0, row.address()));
            ask(lab, row, request);
            final long answer = row.outcome == Outcome.STITCHED_MAC ? row.mac() : ROUTER_MAC;
            check(lab, row, request, ethernet(mac, answer, 0x0806, arp(2, answer, row.address(), mac, ip)));
        }
    }

    /** A service interface takes no multicast but ARP, so it never comes to a decision there. */
    @ParameterizedTest
    @EnumSource(value = Row.class, mode = EnumSource.Mode.EXCLUDE, names = "B5_SERVICE_VIF")
    void shouldDecideOnNeighbourDiscovery(final Row row) {
        try (BridgedNode lab = new BridgedNode()) {
            row.prepare(lab);
            final boolean guest = row.asker == Asker.GUEST;
            final long mac = guest ? A_MAC : ASKER_MAC;
            final long ip = six(guest ? A_IP : ASKER_IP);
            final long target = six(row.address());
            final byte[] question = ethernet(0x3333ff000000L | target, mac, 0x86dd, solicitation(mac, ip, target));
            ask(lab, row, question);
            final long answer = row.outcome == Outcome.STITCHED_MAC ? row.mac() : ROUTER_MAC;
            check(lab, row, question, ethernet(mac, answer, 0x86dd, answer6(target, ip, answer)));
        }
    }

    /** Solicited and overriding; the router says that it is one. */
    private static byte[] answer6(final long target, final long asker, final long mac) {
        final byte[] packet = advertisement(mac, target, PREFIX, asker);
        ByteBuffer.wrap(packet)
                .putInt(44, mac == ROUTER_MAC ? 0xe0000000 : 0x60000000)
                .putShort(42, (short) 0);
        return ByteBuffer.wrap(packet)
                .putShort(42, (short) Overlay.checksum6(packet, 58))
                .array();
    }

    private static void ask(final BridgedNode lab, final Row row, final byte[] question) {
        switch (row.asker) {
            case GUEST -> lab.a.send(question);
            case GROUP_LABEL -> lab.fabric.send(mplsOverUdp(BY_UDP, LABEL_BRIDGE, question));
            case FABRIC, TOR, EVPN_TOR -> lab.fabric.send(vxlan(BY_VXLAN, VNI, question));
        }
        lab.node.settle();
    }

    private static void check(final BridgedNode lab, final Row row, final byte[] question, final byte[] answer) {
        final boolean guest = row.asker == Asker.GUEST;
        final List<byte[]> toA = lab.a.receive();
        final List<byte[]> toB = lab.b.receive();
        final List<byte[]> toFabric = lab.fabric.receive();
        switch (row.outcome) {
            case ROUTERS_MAC, STITCHED_MAC -> {
                assertThat(toB).as("nobody else hears of it").isEmpty();
                if (guest) {
                    assertThat(toA).containsExactly(answer);
                    assertThat(toFabric).isEmpty();
                } else {
                    assertThat(toA).isEmpty();
                    assertThat(toFabric).hasSize(1);
                    assertThat(Arrays.copyOfRange(toFabric.getFirst(), 50, 50 + answer.length))
                            .as("to the asker, by VXLAN")
                            .isEqualTo(answer);
                }
                assertThat(lab.drops()).isEmpty();
            }
            case FLOODED -> {
                assertThat(toB).containsExactly(question);
                assertThat(toA).hasSize(guest ? 0 : 1);
                assertThat(toFabric)
                        .as("the other nodes, of a guest's question only")
                        .hasSize(guest ? 3 : 0);
                assertThat(lab.drops()).isEqualTo(Map.of(DropReason.CLONED_ORIGINAL, 1L));
            }
            case REFUSED -> assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_ARP, 1L));
            case UNANSWERED -> assertThat(lab.drops()).isEqualTo(Map.of(DropReason.ARP_NOT_PROXIED, 1L));
        }
        assertThat(lab.vrf(counter(row))).as("%s", counter(row)).isEqualTo(COUNTED.contains(row.outcome) ? 1 : 0);
    }

    private static VrfCounter counter(final Row row) {
        final boolean guest = row.asker == Asker.GUEST;
        return switch (row.outcome) {
            case STITCHED_MAC -> guest ? VrfCounter.ARP_STITCHED : VrfCounter.ARP_STITCHED_FOR_FABRIC;
            case ROUTERS_MAC ->
                row.asker == Asker.TOR || row.asker == Asker.EVPN_TOR
                        ? VrfCounter.ARP_PROXIED_FOR_TOR
                        : VrfCounter.ARP_PROXIED;
            default -> guest ? VrfCounter.ARP_FLOODED : VrfCounter.ARP_FLOODED_FROM_FABRIC;
        };
    }

    /** What is not a question to be answered. */
    enum Other {
        /** B2, B4: who announces himself is flooded, and the agent sees it where the route says so. */
        ANNOUNCEMENT(0, 0, 3, 0),
        ANNOUNCEMENT_TRAPPED(0, Route.FLAG_ARP_TRAP, 3, 1),
        ANNOUNCEMENT_TO_ALL_PROXY(Vif.FLAG_MAC_PROXY, 0, 0, 0);

        private final int vifFlags;
        private final int routeFlags;
        private final int flooded;
        private final int trapped;

        Other(final int vifFlags, final int routeFlags, final int flooded, final int trapped) {
            this.vifFlags = vifFlags;
            this.routeFlags = routeFlags;
            this.flooded = flooded;
            this.trapped = trapped;
        }
    }

    @ParameterizedTest
    @EnumSource(Other.class)
    void shouldPassAnnouncementsOn(final Other row) {
        try (BridgedNode lab = new BridgedNode()) {
            lab.flags(A, row.vifFlags);
            lab.route(A_IP, BridgedNode.A_ROUTED, -1, PROXY | row.routeFlags, A_MAC);
            final byte[] announcement = ethernet(BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, A_IP, 0, A_IP));
            lab.a.send(announcement);
            lab.node.settle();
            assertThat(lab.a.receive()).isEmpty();
            assertThat(lab.fabric.receive()).hasSize(row.flooded);
            assertThat(lab.b.receive()).hasSize(row.flooded > 0 ? 1 : 0);
            assertThat(lab.agent.receive()).hasSize(row.trapped).allSatisfy(frame -> {
                assertThat(Frames.shortAt(frame, 14 + 4)).as("reason ARP").isEqualTo(2);
                assertThat(Frames.slice(frame, 44, frame.length - 44)).isEqualTo(announcement);
            });
            if (row.flooded == 0) {
                assertThat(lab.drops()).isEqualTo(Map.of(DropReason.INVALID_ARP, 1L));
            }
        }
    }

    enum Reply {
        /** To the router: the agent's. */
        TO_ROUTER(ROUTER_MAC, 1, 0),
        /** To everybody: a copy is the agent's. */
        TO_ALL(BROADCAST, 1, 1),
        TO_NEIGHBOUR(B_MAC, 0, 1);

        private final long destination;
        private final int trapped;
        private final int bridged;

        Reply(final long destination, final int trapped, final int bridged) {
            this.destination = destination;
            this.trapped = trapped;
            this.bridged = bridged;
        }
    }

    @ParameterizedTest
    @EnumSource(Reply.class)
    void shouldShowRepliesToTheAgent(final Reply row) {
        try (BridgedNode lab = new BridgedNode()) {
            lab.a.send(ethernet(row.destination, A_MAC, 0x0806, arp(2, A_MAC, A_IP, B_MAC, B_IP)));
            lab.node.settle();
            assertThat(lab.agent.receive()).hasSize(row.trapped);
            assertThat(lab.b.receive()).hasSize(row.bridged);
        }
    }

    @ParameterizedTest
    @EnumSource(Reply.class)
    void shouldShowAdvertisementsToTheAgent(final Reply row) {
        try (BridgedNode lab = new BridgedNode()) {
            final boolean all = row.destination == BROADCAST;
            final byte[] packet =
                    all ? advertisement(A_MAC, 4, 0xff02000000000000L, 1) : advertisement(A_MAC, 4, PREFIX, 5);
            lab.a.send(ethernet(all ? ALL_NODES_MAC : row.destination, A_MAC, 0x86dd, packet));
            lab.node.settle();
            assertThat(lab.agent.receive())
                    .hasSize(row.trapped)
                    .allSatisfy(frame -> assertThat(Frames.shortAt(frame, 14 + 4))
                            .as("reason L3_PROTOCOLS")
                            .isEqualTo(7));
            assertThat(lab.b.receive()).hasSize(row.bridged);
        }
    }
}
