// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.intAt;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.shortAt;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Frames.syn;
import static net.vireo.vrouter.graph.Frames.tcpChecksum;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.vireo.linux.memory.Memory;
import net.vireo.port.offload.Offload;
import net.vireo.port.pool.PacketRef;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.table.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The overlay's smaller MTU: sheet 2.9, RFC 1191, RFC 1812 4.3. The fabric carries 1500 bytes, the tunnel 1468. */
class MtuTest {
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int INNER = 46;

    private final OneNode lab = new OneNode();

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private static byte[] guestPacket(final int ipBytes, final int fragment) {
        return OneNode.fromGuest(ipv4(0, fragment, 64, 17, GUEST, FAR_GUEST, udp(1, 2, new byte[ipBytes - 28])));
    }

    @Test
    void shouldCarryThePacketThatJustFits() {
        assertThat(lab.guestToFabric(guestPacket(1468, DONT_FRAGMENT)))
                .singleElement()
                .satisfies(frame -> assertThat(frame).hasSize(14 + 1500));
    }

    @Test
    void shouldTellTheGuestTheNextHopMtuWhenAPacketDoesNotFit() {
        final byte[] tooBig = guestPacket(1469, DONT_FRAGMENT);
        assertThat(lab.guestToFabric(tooBig)).isEmpty();
        final List<byte[]> answers = lab.guest.receive();
        assertThat(answers).hasSize(1);
        final byte[] icmp = answers.getFirst();
        assertThat(slice(icmp, 0, 14)).isEqualTo(Frames.hex("020000000304", "00005e000100", "0800"));
        assertThat(intAt(icmp, 14 + 12))
                .as("from the address that could not be reached")
                .isEqualTo(FAR_GUEST);
        assertThat(intAt(icmp, 14 + 16)).isEqualTo(GUEST);
        assertThat(shortAt(icmp, 34))
                .as("destination unreachable, fragmentation needed")
                .isEqualTo(0x0304);
        assertThat(shortAt(icmp, 34 + 6)).isEqualTo(1468);
        assertThat(icmp).hasSize(14 + 576);
        assertThat(Frames.checksum(icmp, 14, 20)).isZero();
        assertThat(Frames.checksum(icmp, 34, icmp.length - 34)).isZero();
        assertThat(slice(icmp, 42, 548)).as("the packet as the guest sent it").isEqualTo(slice(tooBig, 14, 548));
        assertThat(lab.node.drops()).containsOnlyKeys(DropReason.MTU_EXCEEDED);
        assertThat(lab.node.counters.lcore(0, LcoreCounter.BORN_ICMP_ERROR)).isEqualTo(1);
    }

    @Test
    void shouldNotAnswerAnIcmpErrorWithAnother() {
        final byte[] error = new byte[1480];
        error[0] = 3;
        assertThat(lab.guestToFabric(OneNode.fromGuest(ipv4(0, DONT_FRAGMENT, 64, 1, GUEST, FAR_GUEST, error))))
                .isEmpty();
        assertThat(lab.guest.receive()).isEmpty();
        assertThat(lab.node.drops()).containsOnlyKeys(DropReason.MTU_EXCEEDED, DropReason.ICMP_ERROR);
    }

    @Test
    void shouldCutThePacketThatMayBeCut() {
        assertThat(lab.guestToFabric(guestPacket(1469, 0))).hasSize(2);
        assertThat(lab.guest.receive()).isEmpty();
        assertThat(lab.node.drops()).isEmpty();
    }

    @Test
    void shouldLowerTheMssOfAGuestsSyn() {
        final byte[] frame = lab.guestToFabric(OneNode.fromGuest(FAR_GUEST, 64, 6, syn(GUEST, FAR_GUEST, 1460)))
                .getFirst();
        final byte[] segment = slice(frame, INNER + 20, 24);
        assertThat(shortAt(segment, 22)).as("1500 - (40 + 20 + 20)").isEqualTo(1420);
        assertThat(tcpChecksum(segment, GUEST, FAR_GUEST)).isZero();
    }

    @Test
    void shouldNeverRaiseAnMss() {
        final byte[] frame = lab.guestToFabric(OneNode.fromGuest(FAR_GUEST, 64, 6, syn(GUEST, FAR_GUEST, 1300)))
                .getFirst();
        assertThat(slice(frame, INNER + 20, 24)).isEqualTo(syn(GUEST, FAR_GUEST, 1300));
    }

    @Test
    void shouldLowerTheMssOfASynTowardsTheGuest() {
        final byte[] frame = lab.fabricToGuest(OneNode.tunnelled(OneNode.inner(0, 6, syn(FAR_GUEST, GUEST, 8960))))
                .getFirst();
        final byte[] segment = slice(frame, 34, 24);
        assertThat(shortAt(segment, 22)).isEqualTo(1420);
        assertThat(tcpChecksum(segment, FAR_GUEST, GUEST)).isZero();
    }

    @Test
    void shouldLeaveMssAloneWhenTheSettingsSaySo() {
        lab.node.tables.settings(new Settings(false, false));
        final byte[] out = lab.guestToFabric(OneNode.fromGuest(FAR_GUEST, 64, 6, syn(GUEST, FAR_GUEST, 1460)))
                .getFirst();
        final byte[] in = lab.fabricToGuest(OneNode.tunnelled(OneNode.inner(0, 6, syn(FAR_GUEST, GUEST, 8960))))
                .getFirst();
        assertThat(shortAt(out, INNER + 42)).isEqualTo(1460);
        assertThat(shortAt(in, 34 + 22)).isEqualTo(8960);
    }

    @Test
    void shouldLeaveSynsInsideOneNodeAlone() {
        lab.guest.send(OneNode.fromGuest(OneNode.NEIGHBOUR, 64, 6, syn(GUEST, OneNode.NEIGHBOUR, 1460)));
        lab.node.settle();
        assertThat(slice(lab.neighbour.receive().getFirst(), 34, 24)).isEqualTo(syn(GUEST, OneNode.NEIGHBOUR, 1460));
    }

    @Test
    void shouldLeaveASynWhoseSegmentsAreStillToBeCutAsItIs() {
        final byte[] segment = Arrays.copyOf(syn(GUEST, FAR_GUEST, 1460), 3000);
        segment[16] = 0x12;
        segment[17] = 0x34;
        final byte[] frame = OneNode.fromGuest(FAR_GUEST, 64, 6, segment);
        final long packet = lab.node.cache.take(frame.length);
        final long[] burst = {PacketRef.resized(packet, PacketRef.offset(packet), frame.length)};
        Memory.copyIn(frame, 0, lab.node.pool.dataAddress(burst[0]), frame.length);
        final long open = Offload.partial(PacketRef.offset(burst[0]) + 34, Offload.TCP_FIELD_OFFSET, 20);
        burst[0] = Offload.attach(lab.node.pool, burst[0], Offload.segments(open, Offload.TCP4, 1000));
        lab.node.graph.run(TestNode.RED_VIF, burst, 1);
        lab.node.settle();
        final byte[] out = lab.fabric.receive().getFirst();
        assertThat(shortAt(out, INNER + 20 + 16)).as("the open checksum").isEqualTo(0x1234);
    }
}
