// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent gets, byte by byte (fact sheet vrouter-dataplane 2.3, 5.4). */
class TrapTest {
    private static final int TO_AGENT = 30;
    private static final int SERVED = 0x78000001;
    private static final byte[] OUTER = hex("00005e000100 00005e000100 0800");

    private final OneNode lab = new OneNode();
    private final Peer agent =
            lab.node.attach(TestNode.vif(Vif.AGENT_INDEX, Vif.TYPE_AGENT, Vif.NO_VRF, ROUTER_MAC, 0));

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasons")
    void shouldSayWhyAndWhatFor(
            final String reason,
            final Consumer<OneNode> prepare,
            final byte[] frame,
            final String header,
            final int most) {
        prepare.accept(lab);
        lab.guest.send(frame);
        lab.node.settle();
        final byte[] trapped = agent.receive().getFirst();
        assertThat(slice(trapped, 0, 14)).isEqualTo(OUTER);
        assertThat(slice(trapped, 14, 30)).as(reason).isEqualTo(hex(header));
        // Routing may have lowered the TTL of what lies behind; its Ethernet header is the sender's.
        assertThat(slice(trapped, 44, 14)).isEqualTo(slice(frame, 0, 14));
        assertThat(trapped.length - 44).isEqualTo(Math.min(frame.length, most));
        assertThat(lab.node.counters.lcore(0, LcoreCounter.TRAPPED)).isOne();
        assertThat(lab.node.drops()).isEmpty();
    }

    static Stream<Arguments> reasons() {
        final byte[] big = new byte[400];
        final byte[] bfd = new byte[24];
        bfd[0] = 0x20;
        bfd[1] = (byte) 0xc8;
        return Stream.of(
                reason(
                        "nexthop: 4, its id; all of it",
                        lab -> serve(lab, Nexthop.TYPE_ENCAP),
                        OneNode.fromGuest(SERVED, 64, 17, udp(1000, 53, big)),
                        "0003 0001 0004 0000001e 00000000 00000000 00000000 00000000 00 000000",
                        1500),
                reason(
                        "resolve: 5, its id; 190 bytes",
                        lab -> serve(lab, Nexthop.TYPE_RESOLVE),
                        OneNode.fromGuest(SERVED, 64, 17, udp(1000, 53, big)),
                        "0003 0001 0005 0000001e 00000000 00000000 00000000 00000000 00 000000",
                        190),
                reason(
                        "BFD: 20, the sender's state; all of it",
                        lab -> serve(lab, Nexthop.TYPE_ENCAP),
                        OneNode.fromGuest(SERVED, 255, 17, udp(49152, 3784, bfd)),
                        "0003 0001 0014 000000c0 00000000 00000000 00000000 00000000 00 000000",
                        1500),
                reason(
                        "a BFD packet cut short is none",
                        lab -> serve(lab, Nexthop.TYPE_ENCAP),
                        OneNode.fromGuest(SERVED, 255, 17, udp(49152, 3784, new byte[23])),
                        "0003 0001 0004 0000001e 00000000 00000000 00000000 00000000 00 000000",
                        1500),
                reason(
                        "layer 3 protocols: 7 for DHCP; all of it",
                        lab -> lab.node.tables.putVif(served()),
                        ethernet(Frames.BROADCAST, GUEST_MAC, 0x0800, ipv4(0, 0, 64, 17, 0, -1, udp(68, 67, big))),
                        "0003 0001 0007 00000003 00000000 00000000 00000000 00000000 00 000000",
                        1500),
                reason(
                        "zero TTL: 12, the next hop's id; 190 bytes",
                        lab -> {},
                        OneNode.fromGuest(FAR_GUEST, 1, 17, udp(1000, 2000, big)),
                        "0003 0001 000c 00000014 00000000 00000000 00000000 00000000 00 000000",
                        190),
                reason(
                        "too big: 11, what fits in the tunnel, no flow; 190 bytes",
                        lab -> {},
                        OneNode.fromGuest(ipv4(0, 0x4000, 64, 17, GUEST, FAR_GUEST, udp(1000, 2000, new byte[1472]))),
                        // 1500 less IPv4 20, UDP 8, MPLS 4
                        "0003 0001 000b 000005bc ffffffff 00000000 00000000 00000000 00 000000",
                        190));
    }

    @Test
    void shouldAnswerInTheAgentsPlaceWhileNobodyListens() {
        lab.node.lcore.addTransmit(Vif.AGENT_INDEX, new Deaf());
        serve(lab, Nexthop.TYPE_ENCAP);
        lab.guest.send(OneNode.fromGuest(SERVED, 64, 17, udp(1000, 53, new byte[9])));
        lab.node.settle();
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.TRAP_NO_IF, 1L));
        lab.guest.send(OneNode.fromGuest(FAR_GUEST, 1, 17, udp(1000, 2000, new byte[9])));
        lab.node.settle();
        // ICMP time exceeded
        assertThat(lab.guest.receive().getFirst()[14 + 20]).isEqualTo((byte) 11);
    }

    @Test
    void shouldCountByNameWhatAnAgentThatDoesNotReadCannotTake() {
        serve(lab, Nexthop.TYPE_ENCAP);
        for (int i = 0; i < TestNode.RING + 10; i++) {
            lab.guest.send(OneNode.fromGuest(SERVED, 64, 17, udp(1000, 53, new byte[9])));
            lab.node.settle();
        }
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.PKT0_FULL, 10L));
        assertThat(DropReason.PKT0_FULL.upstream()).isEqualTo(DropReason.INTERFACE_DROP);
        assertThat(agent.receive()).hasSize(TestNode.RING);
        lab.guest.send(OneNode.fromGuest(SERVED, 64, 17, udp(1000, 53, new byte[9])));
        lab.node.settle();
        assertThat(agent.receive()).hasSize(1);
    }

    /** A queue of an agent that is not there. */
    private static final class Deaf implements TxQueue {
        @Override
        public int transmit(final PoolCache cache, final long[] packets, final int count) {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return false;
        }
    }

    private static Arguments reason(
            final String name,
            final Consumer<OneNode> prepare,
            final byte[] frame,
            final String header,
            final int most) {
        return Arguments.of(name, prepare, frame, header, most);
    }

    private static void serve(final OneNode lab, final int type) {
        lab.node.tables.putNexthop(
                new Nexthop(TO_AGENT, type, 2, Nexthop.FLAG_VALID, TestNode.RED, Vif.AGENT_INDEX, 0, 0, new byte[14]));
        lab.node.route(TestNode.RED, SERVED, 32, TO_AGENT, 0);
    }

    private static Vif served() {
        return new Vif(
                TestNode.RED_VIF,
                Vif.TYPE_VIRTUAL,
                Vif.TRANSPORT_ETH,
                "v3",
                TestNode.RED,
                Vif.NO_VRF,
                Vif.FLAG_DHCP,
                GUEST_MAC,
                GUEST,
                1514,
                0,
                -1,
                Vif.NONE);
    }
}
