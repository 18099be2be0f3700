// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.entry;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.mplsOverUdp;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way a packet can end, by name; everything else about the packet is right. */
class DropsTest {
    private static final int TO_OTHER = 0x78000064;

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("drops")
    void shouldNameTheReason(final DropReason reason, final String why, final Consumer<OneNode> provoke) {
        try (OneNode lab = new OneNode()) {
            provoke.accept(lab);
            lab.node.settle();
            assertThat(lab.node.drops()).as(why).isEqualTo(Map.of(reason, 1L));
            assertThat(Stream.of(lab.fabric, lab.host, lab.guest, lab.neighbour)
                            .flatMap(peer -> peer.receive().stream()))
                    .isEmpty();
            assertThat(lab.node.ledger().broken()).isEmpty();
        }
    }

    static Stream<Arguments> drops() {
        return Stream.of(fromGuest(), byTables(), fromFabric(), outOfTunnel()).flatMap(all -> all);
    }

    private static Stream<Arguments> fromGuest() {
        return Stream.of(
                guest(DropReason.PULL, "no room for an Ethernet header", new byte[13]),
                guest(DropReason.PULL, "no room for an IPv4 header", OneNode.fromGuest(new byte[19])),
                guest(DropReason.PULL, "total length behind the end", OneNode.fromGuest(Arrays.copyOf(good(), 32))),
                guest(DropReason.INVALID_PACKET, "IP version 5", OneNode.fromGuest(with(good(), 0, 0x55))),
                guest(DropReason.INVALID_PACKET, "header length 16", OneNode.fromGuest(with(good(), 0, 0x44))),
                guest(DropReason.INVALID_PACKET, "total length 19", OneNode.fromGuest(with(good(), 3, 19))),
                guest(DropReason.PULL, "options behind the end", OneNode.fromGuest(with(bare(), 0, 0x4f, 3, 60))),
                guest(DropReason.CKSUM_ERR, "one bit off", OneNode.fromGuest(with(good(), 10, good()[10] ^ 1))),
                guest(DropReason.DISCARD, "no route", OneNode.fromGuest(TO_OTHER, 64, 17, OneNode.payload())),
                guest(DropReason.MULTICAST_DESTINATION, "multicast to the router's MAC", toAddress(0xe0000001)),
                guest(DropReason.MULTICAST_DESTINATION, "broadcast to the router's MAC", toAddress(-1)),
                guest(DropReason.MULTICAST_DESTINATION, "loopback", toAddress(0x7f000001)),
                guest(
                        DropReason.INVALID_SOURCE,
                        "no source yet",
                        OneNode.fromGuest(ipv4(0, 0, 64, 17, 0, FAR_GUEST, OneNode.payload()))),
                guest(DropReason.BROADCAST_FROM_GUEST, "broadcast", ethernet(BROADCAST, GUEST_MAC, 0x0800, good())),
                guest(
                        DropReason.BROADCAST_FROM_GUEST,
                        "multicast",
                        ethernet(0x01005e000001L, GUEST_MAC, 0x0800, good())),
                guest(
                        DropReason.UNKNOWN_DESTINATION_MAC,
                        "nobody's MAC",
                        ethernet(0x0200000000aaL, GUEST_MAC, 0x0800, good())),
                guest(
                        DropReason.TAGGED_FROM_GUEST,
                        "802.1Q",
                        ethernet(ROUTER_MAC, GUEST_MAC, 0x8100, Arrays.copyOf(new byte[] {0, 7}, 50))),
                guest(DropReason.INVALID_PROTOCOL, "MPLS", ethernet(ROUTER_MAC, GUEST_MAC, 0x8847, new byte[50])),
                guest(
                        DropReason.INVALID_PACKET,
                        "IPv6 of version 0",
                        ethernet(ROUTER_MAC, GUEST_MAC, 0x86dd, new byte[50])),
                guest(
                        DropReason.SPOOFED_SOURCE,
                        "another's address",
                        OneNode.fromGuest(ipv4(0, 0, 64, 17, OneNode.NEIGHBOUR, FAR_GUEST, OneNode.payload()))));
    }

    private static Stream<Arguments> byTables() {
        return Stream.of(
                tables(
                        DropReason.INVALID_NH,
                        "the next hop was deleted",
                        lab -> lab.node.tables.removeNexthop(TestNode.TUNNEL_NEXTHOP)),
                tables(
                        DropReason.INVALID_NH,
                        "the next hop is not valid",
                        lab -> lab.node.tables.putNexthop(new Nexthop(
                                TestNode.TUNNEL_NEXTHOP, Nexthop.TYPE_TUNNEL, 2, 0x40, 0, 0, 1, 2, new byte[14]))),
                tables(
                        DropReason.DISCARD,
                        "an empty composite",
                        lab -> lab.node.tables.putNexthop(new Nexthop(
                                TestNode.TUNNEL_NEXTHOP, Nexthop.TYPE_COMPOSITE, 2, 1, 0, 0, 1, 2, new byte[14]))),
                tables(
                        DropReason.UNRESOLVED_NEIGHBOUR,
                        "a GRE tunnel whose far node's MAC is not known",
                        lab -> lab.node.tables.putNexthop(new Nexthop(
                                TestNode.TUNNEL_NEXTHOP, Nexthop.TYPE_TUNNEL, 2, 0x9, 0, 0, 1, 2, new byte[14]))),
                tables(
                        DropReason.INVALID_NH,
                        "a bridge next hop",
                        lab -> lab.node.tables.putNexthop(new Nexthop(
                                TestNode.TUNNEL_NEXTHOP, Nexthop.TYPE_ENCAP, 7, 1, 0, 0, 1, 2, new byte[14]))),
                tables(
                        DropReason.UNRESOLVED_NEIGHBOUR,
                        "the far node's MAC is not known",
                        lab -> lab.node.tunnel(TestNode.TUNNEL_NEXTHOP, LOCAL, REMOTE, new byte[0])),
                tables(DropReason.UNRESOLVED_NEIGHBOUR, "the guest's MAC is not known", lab -> {
                    lab.node.encap(40, TestNode.RED_NEIGHBOUR_VIF, TestNode.RED, new byte[0]);
                    lab.node.route(TestNode.RED, FAR_GUEST, 32, 40, 0);
                }),
                tables(
                        DropReason.INVALID_LABEL,
                        "a tunnel without a label",
                        lab -> lab.node.tables.putRoute(
                                TestNode.RED, new Route(FAR_GUEST, 32, TestNode.TUNNEL_NEXTHOP, 0, 0))),
                tables(
                        DropReason.GUEST_TO_HOST,
                        "a guest's route to the host",
                        lab -> lab.node.route(TestNode.RED, FAR_GUEST, 32, TestNode.RECEIVE_NEXTHOP, 0)),
                tables(
                        DropReason.INTERFACE_TX_DISCARD,
                        "no device behind the vif",
                        lab -> lab.node.lcore.removeVif(Vif.FABRIC_INDEX)),
                tables(DropReason.INVALID_IF, "no vif", lab -> {
                    lab.node.lcore.removeVif(Vif.FABRIC_INDEX);
                    lab.node.tables.removeVif(Vif.FABRIC_INDEX);
                }),
                tables(
                        DropReason.INTERFACE_RX_DISCARD,
                        "the vif it came in on is being deleted",
                        lab -> lab.node.tables.removeVif(TestNode.RED_VIF)),
                tables(
                        DropReason.DISCARD,
                        "a discard route",
                        lab -> lab.node.route(TestNode.RED, FAR_GUEST, 32, 0, 0)));
    }

    private static Stream<Arguments> fromFabric() {
        final byte[] toOtherMac =
                ethernet(0x0200000000bbL, REMOTE_MAC, 0x0800, ipv4(0, 0, 64, 17, REMOTE, LOCAL, OneNode.payload()));
        return Stream.of(
                fabric(DropReason.WRONG_DESTINATION_MAC, "flooded by a switch", toOtherMac),
                fabric(
                        DropReason.PKT_LOOP,
                        "from our own address",
                        mplsOverUdp(0, LOCAL, LOCAL, entry(OneNode.LABEL_HERE, true, 64), inner())),
                fabric(
                        DropReason.FRAGMENTS,
                        "the first fragment of a tunnel packet",
                        ethernet(
                                FABRIC_MAC,
                                REMOTE_MAC,
                                0x0800,
                                ipv4(0, 0x2000, 64, 17, REMOTE, LOCAL, udp(5, 6635, new byte[32])))),
                fabric(
                        DropReason.INVALID_LABEL,
                        "a label that leads nowhere",
                        mplsOverUdp(0, REMOTE, LOCAL, entry(99, true, 64), inner())),
                fabric(
                        DropReason.INVALID_LABEL,
                        "a label behind the table's end",
                        mplsOverUdp(0, REMOTE, LOCAL, entry(0xffffe, true, 64), inner())),
                fabric(
                        DropReason.INVALID_LABEL,
                        "not the bottom of the stack",
                        mplsOverUdp(0, REMOTE, LOCAL, entry(OneNode.LABEL_HERE, false, 64), inner())),
                fabric(
                        DropReason.TTL_EXCEEDED,
                        "label TTL 1",
                        mplsOverUdp(0, REMOTE, LOCAL, entry(OneNode.LABEL_HERE, true, 1), inner())),
                fabric(
                        DropReason.PULL,
                        "no room for a label",
                        ethernet(
                                FABRIC_MAC,
                                REMOTE_MAC,
                                0x0800,
                                ipv4(0, 0, 64, 17, REMOTE, LOCAL, udp(5, 6635, new byte[3])))),
                fabric(DropReason.PULL, "UDP length behind the end", udpLength(40)),
                fabric(DropReason.INVALID_PACKET, "UDP length 7", udpLength(7)),
                Arguments.of(DropReason.INVALID_NH, "the label's next hop is gone", (Consumer<OneNode>) lab -> {
                    lab.node.tables.removeNexthop(TestNode.RED_VIF);
                    lab.fabric.send(OneNode.tunnelled(inner()));
                }),
                Arguments.of(DropReason.INVALID_SOURCE, "from tunnel to tunnel", (Consumer<OneNode>) lab -> {
                    lab.node.tables.putLabel(OneNode.LABEL_HERE, TestNode.TUNNEL_NEXTHOP);
                    lab.fabric.send(OneNode.tunnelled(inner()));
                }),
                Arguments.of(DropReason.GUEST_TO_HOST, "from a tunnel to the host", (Consumer<OneNode>) lab -> {
                    lab.node.tables.putLabel(OneNode.LABEL_HERE, TestNode.RECEIVE_NEXTHOP);
                    lab.fabric.send(OneNode.tunnelled(inner()));
                }));
    }

    private static Stream<Arguments> outOfTunnel() {
        return Stream.of(
                fabric(DropReason.PULL, "an inner header cut short", OneNode.tunnelled(new byte[19])),
                fabric(
                        DropReason.INVALID_PROTOCOL,
                        "inner IP version 5",
                        OneNode.tunnelled(with(new byte[60], 0, 0x50))),
                fabric(DropReason.INVALID_PACKET, "inner header length 0", OneNode.tunnelled(with(inner(), 0, 0x40))),
                fabric(
                        DropReason.PULL,
                        "inner length longer than the tunnel's",
                        OneNode.tunnelled(Arrays.copyOf(inner(), inner().length - 1))),
                fabric(DropReason.CKSUM_ERR, "inner checksum", OneNode.tunnelled(with(inner(), 8, 99))));
    }

    private static Arguments guest(final DropReason reason, final String why, final byte[] frame) {
        return Arguments.of(reason, why, (Consumer<OneNode>) lab -> lab.guest.send(frame));
    }

    private static Arguments fabric(final DropReason reason, final String why, final byte[] frame) {
        return Arguments.of(reason, why, (Consumer<OneNode>) lab -> lab.fabric.send(frame));
    }

    private static Arguments tables(final DropReason reason, final String why, final Consumer<OneNode> change) {
        return Arguments.of(reason, why, change.andThen(lab -> lab.guest.send(OneNode.fromGuest(good()))));
    }

    private static byte[] good() {
        return ipv4(0, 0, 64, 17, GUEST, FAR_GUEST, OneNode.payload());
    }

    private static byte[] bare() {
        return ipv4(0, 0, 64, 17, GUEST, FAR_GUEST, new byte[0]);
    }

    private static byte[] inner() {
        return OneNode.inner(0, 17, OneNode.payload());
    }

    private static byte[] toAddress(final int destination) {
        return OneNode.fromGuest(destination, 64, 17, OneNode.payload());
    }

    private static byte[] udpLength(final int lengthBytes) {
        final byte[] datagram = udp(5, 6635, new byte[24]);
        datagram[5] = (byte) lengthBytes;
        return ethernet(FABRIC_MAC, REMOTE_MAC, 0x0800, ipv4(0, 0, 64, 17, REMOTE, LOCAL, datagram));
    }

    /** The same bytes but for some: offset, value, offset, value, ... */
    private static byte[] with(final byte[] bytes, final int... changes) {
        final byte[] changed = bytes.clone();
        for (int i = 0; i < changes.length; i += 2) {
            changed[changes[i]] = (byte) changes[i + 1];
        }
        return changed;
    }

    @org.junit.jupiter.api.Test
    void shouldCountMalformedPacketsAsErrorsOfTheirVif() {
        try (OneNode lab = new OneNode()) {
            lab.guest.send(OneNode.fromGuest(with(good(), 0, 0x55)));
            lab.guest.send(OneNode.fromGuest(FAR_GUEST, 1, 17, OneNode.payload()));
            lab.node.settle();
            assertThat(lab.node.counters.vif(TestNode.RED_VIF, VifCounter.RX_ERRORS))
                    .isEqualTo(1);
            assertThat(lab.node.counters.vifDrop(TestNode.RED_VIF)).isEqualTo(2);
        }
    }
}
