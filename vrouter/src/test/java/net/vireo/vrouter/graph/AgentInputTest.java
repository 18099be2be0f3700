// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the agent may ask for, byte by byte as the fact sheet (vrouter-dataplane 5.4) lays its header out. */
class AgentInputTest {
    private static final String OUTER = "00005e000100 00005e000100 0800";
    private static final int OUTSIDER = 0x01020304;

    private final OneNode lab = new OneNode();
    private final Peer agent =
            lab.node.attach(TestNode.vif(Vif.AGENT_INDEX, Vif.TYPE_AGENT, Vif.NO_VRF, ROUTER_MAC, 0));

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    @Test
    void shouldSendAsItIsOnTheInterfaceThatIsNamed() {
        final byte[] offer =
                ethernet(GUEST_MAC, ROUTER_MAC, 0x0800, ipv4(0, 0, 16, 17, OUTSIDER, GUEST, udp(67, 68, new byte[9])));
        ask("0003 0001 0000 00000000 00000000 00000000 00000000 00000000 00 000000", offer);
        assertThat(lab.guest.receive()).containsExactly(offer);
        assertThat(lab.node.drops()).isEmpty();
    }

    @Test
    void shouldSendOnTheFabricToo() {
        final byte[] request =
                ethernet(Frames.BROADCAST, FABRIC_MAC, 0x0806, Frames.arp(1, FABRIC_MAC, LOCAL, 0, REMOTE));
        ask("0000 0000 0000 00000000 00000000 00000000 00000000 00000000 00 000000", request);
        assertThat(lab.fabric.receive()).containsExactly(request);
    }

    @Test
    void shouldRouteInTheVrfThatIsNamedAsIfAGuestHadSentIt() {
        // Not the guest's own address: what a guest may not do, the agent may do for it.
        ask("0003 0001 0001 00000000 00000000 00000000 00000000 00000000 00 000000", routed(OUTSIDER, FAR_GUEST, 64));
        final byte[] sent = lab.fabric.receive().getFirst();
        assertThat(sent).hasSize(14 + 20 + 8 + 4 + 20 + 13);
        assertThat(intAt(sent, 42)).isEqualTo(OneNode.LABEL_THERE << 12 | 0x100 | 63);
        assertThat(intAt(sent, 46 + 12)).isEqualTo(OUTSIDER);
        assertThat(sent[14 + 8]).as("outer TTL").isEqualTo((byte) 64);
        assertThat(lab.node.drops()).isEmpty();
    }

    @Test
    void shouldLetADiagnosticPacketsOwnTtlCountInTheFabric() {
        ask("0003 0001 0001 00000001 00000001 00000000 00000000 00000000 00 000000", routed(GUEST, FAR_GUEST, 5));
        assertThat(lab.fabric.receive().getFirst()[14 + 8]).isEqualTo((byte) 4);
        ask("0003 0001 0001 00000001 00000002 00000000 00000000 00000000 00 000000", routed(GUEST, FAR_GUEST, 5));
        assertThat(lab.fabric.receive().getFirst()[14 + 8]).isEqualTo((byte) 64);
    }

    @Test
    void shouldBridgeInTheVrfThatIsNamed() {
        lab.node.tables.putNexthop(new Nexthop(
                50,
                Nexthop.TYPE_ENCAP,
                Nexthop.FAMILY_BRIDGE,
                1,
                TestNode.RED,
                TestNode.RED_NEIGHBOUR_VIF,
                0,
                0,
                new byte[14]));
        lab.node.tables.putBridge(BridgeKey.of(OneNode.NEIGHBOUR_MAC, TestNode.RED), BridgeValue.of(50, 0, 0));
        final byte[] frame = ethernet(OneNode.NEIGHBOUR_MAC, 0x02ffffffffffL, 0x88b5, new byte[46]);
        ask("0003 0001 0001 00000000 00000000 00000000 00000000 00000000 00 000000", frame);
        assertThat(lab.neighbour.receive()).containsExactly(frame);
    }

    @Test
    void shouldTakeTheAgentsOwnInterfaceWhereTheNamedOneIsMissingOrTheFabric() {
        for (final String vif : List.of("0000", "000f", "ffff")) {
            ask(vif + "0001 0001 00000000 00000000 00000000 00000000 00000000 00 000000", routed(GUEST, FAR_GUEST, 64));
            assertThat(lab.fabric.receive()).as(vif).hasSize(1);
        }
        assertThat(lab.node.drops()).isEmpty();
    }

    @Test
    void shouldNotHandTheAgentItsOwnDhcpAndIgmp() {
        lab.node.tables.putVif(new Vif(
                TestNode.RED_VIF,
                Vif.TYPE_VIRTUAL,
                Vif.TRANSPORT_ETH,
                "v3",
                TestNode.RED,
                Vif.NO_VRF,
                Vif.FLAG_DHCP | Vif.FLAG_IGMP,
                GUEST_MAC,
                GUEST,
                1514,
                0,
                -1,
                Vif.NONE));
        final byte[] query =
                ethernet(0x01005e000001L, ROUTER_MAC, 0x0800, ipv4(0, 0, 1, 2, OUTSIDER, 0xe0000001, new byte[8]));
        ask("0003 0001 0001 00000000 00000000 00000000 00000000 00000000 00 000000", query);
        assertThat(agent.receive()).isEmpty();
        assertThat(lab.node.drops()).isEqualTo(Map.of(DropReason.BROADCAST_FROM_GUEST, 1L));
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() {
        final byte[] frame = routed(GUEST, FAR_GUEST, 64);
        ask("0003 0001 0002 00000000 00000000 00000000 00000000 00000000 00 000000", frame);
        ask("0003 0001 ffff 00000000 00000000 00000000 00000000 00000000 00 000000", frame);
        ask("0007 0001 0000 00000000 00000000 00000000 00000000 00000000 00 000000", frame);
        ask("0002 0001 0000 00000000 00000000 00000000 00000000 00000000 00 000000", frame);
        ask("0003 ffff 0001 00000000 00000000 00000000 00000000 00000000 00 000000", frame);
        ask("0003 0001 0001 00000000 00000000 00000000 00000000 00000000 00 000000", new byte[13]);
        agent.send(hex(OUTER));
        lab.node.settle();
        assertThat(lab.node.drops())
                .isEqualTo(Map.of(
                        DropReason.INVALID_PACKET, 2L,
                        DropReason.INVALID_IF, 1L,
                        DropReason.PKT_LOOP, 1L,
                        DropReason.DISCARD, 1L,
                        DropReason.PULL, 2L));
    }

    @Test
    void shouldSurviveAnAgentThatHasGoneMad() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            final byte[] frame = routed(random.nextInt(), random.nextBoolean() ? FAR_GUEST : random.nextInt(), 64);
            final byte[] header = new byte[30];
            random.nextBytes(header);
            header[0] = 0;
            header[1] = (byte) random.nextInt(8);
            header[4] = 0;
            header[5] = (byte) random.nextInt(3);
            final byte[] whole = concat(hex(OUTER), header, frame);
            for (int i = random.nextInt(4); i > 0; i--) {
                whole[44 + random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            agent.send(Arrays.copyOf(
                    whole, random.nextInt(4) == 0 ? 14 + random.nextInt(whole.length - 13) : whole.length));
            lab.node.settle();
            for (final Peer peer : List.of(agent, lab.fabric, lab.guest, lab.neighbour, lab.host)) {
                peer.receive();
            }
            assertThat(lab.node.drops(DropReason.MISC)).as("seed %d", seed).isZero();
        }
    }

    private void ask(final String header, final byte[] frame) {
        agent.send(concat(hex(OUTER), hex(header), frame));
        lab.node.settle();
    }

    private static byte[] routed(final int source, final int destination, final int ttl) {
        return ethernet(ROUTER_MAC, GUEST_MAC, 0x0800, ipv4(0, 0, ttl, 17, source, destination, OneNode.payload()));
    }

    private static byte[] concat(final byte[]... parts) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
