// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.hex;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.shortAt;
import static net.vireo.vrouter.graph.Frames.slice;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guest's packet on its way into a tunnel: sheet vrouter-dataplane 2.8, RFC 7510, RFC 6040. */
class GuestToFabricTest {
    private static final int OUTER_IP = 14;
    private static final int OUTER_UDP = 34;
    private static final int LABEL = 42;
    private static final int INNER = 46;

    private final OneNode lab = new OneNode();

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private byte[] sent(final byte[] frame) {
        final List<byte[]> frames = lab.guestToFabric(frame);
        assertThat(frames).as("drops: %s", lab.node.drops()).hasSize(1);
        return frames.getFirst();
    }

    @Test
    void shouldPutLiteralBytesInFront() {
        final byte[] frame = sent(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
        assertThat(slice(frame, 0, 18)).isEqualTo(hex("02000000f002", "02000000f001", "0800", "4500", "0041"));
        assertThat(slice(frame, OUTER_IP + 6, 4))
                .as("no DF, offset 0, TTL 64, UDP")
                .isEqualTo(hex("0000", "40", "11"));
        assertThat(slice(frame, OUTER_IP + 12, 8)).isEqualTo(hex("0a000001", "0a000002"));
        assertThat(slice(frame, OUTER_UDP + 2, 6))
                .as("to 6635, 45 bytes, no checksum")
                .isEqualTo(hex("19eb", "002d", "0000"));
        assertThat(slice(frame, LABEL, 4)).as("label 18, bottom, TTL 63").isEqualTo(hex("0001213f"));
    }

    @Test
    void shouldGiveTheOuterHeaderARightChecksum() {
        final byte[] frame = sent(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
        assertThat(Frames.checksum(frame, OUTER_IP, 20)).isZero();
    }

    @Test
    void shouldChangeNothingInsideButTtlAndItsChecksum() {
        final byte[] frame = sent(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
        assertThat(slice(frame, INNER, frame.length - INNER))
                .isEqualTo(ipv4(0, 0, 63, 17, GUEST, FAR_GUEST, OneNode.payload()));
    }

    @Test
    void shouldTakeSourcePortsFromTheDynamicRangeThatFollowTheFlow() {
        final Set<Integer> ports = new HashSet<>();
        for (int flow = 0; flow < 64; flow++) {
            final byte[] packet = OneNode.fromGuest(FAR_GUEST, 64, 17, udp(1000 + flow, 2000, new byte[8]));
            final int port = shortAt(sent(packet), OUTER_UDP);
            assertThat(port).isBetween(49152, 65535);
            assertThat(shortAt(sent(packet), OUTER_UDP))
                    .as("same flow, same port")
                    .isEqualTo(port);
            ports.add(port);
        }
        assertThat(ports).as("64 flows spread").hasSizeGreaterThan(60);
    }

    @Test
    void shouldKeepAllFragmentsOfADatagramOnOneWay() {
        final byte[] first =
                sent(OneNode.fromGuest(ipv4(0, 0x2000, 64, 17, GUEST, FAR_GUEST, udp(1, 2, new byte[16]))));
        final byte[] later = sent(OneNode.fromGuest(ipv4(0, 0x0003, 64, 17, GUEST, FAR_GUEST, new byte[24])));
        assertThat(shortAt(later, OUTER_UDP)).isEqualTo(shortAt(first, OUTER_UDP));
    }

    @Test
    void shouldGiveEachOuterHeaderItsOwnIdentification() {
        final byte[] packet = OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload());
        assertThat(shortAt(sent(packet), OUTER_IP + 4)).isNotEqualTo(shortAt(sent(packet), OUTER_IP + 4));
    }

    @Test
    void shouldCopyEcnButNotDscp() {
        final byte[] frame = sent(OneNode.fromGuest(ipv4(0xba, 0, 64, 17, GUEST, FAR_GUEST, OneNode.payload())));
        assertThat(frame[OUTER_IP + 1]).isEqualTo((byte) 0x02);
        assertThat(Frames.checksum(frame, OUTER_IP, 20)).isZero();
    }

    @Test
    void shouldCutOffEthernetPadding() {
        final byte[] ip = ipv4(0, 0, 64, 17, GUEST, FAR_GUEST, udp(1, 2, new byte[1]));
        final byte[] padded = java.util.Arrays.copyOf(ip, 46);
        assertThat(sent(OneNode.fromGuest(padded))).hasSize(INNER + ip.length);
    }

    @Test
    void shouldCarryOptionsInside() {
        final byte[] plain = ipv4(0, 0, 64, 17, GUEST, FAR_GUEST, OneNode.payload());
        final byte[] options = new byte[plain.length + 4];
        System.arraycopy(plain, 0, options, 0, 20);
        System.arraycopy(hex("01010101"), 0, options, 20, 4);
        System.arraycopy(plain, 20, options, 24, plain.length - 20);
        options[0] = 0x46;
        options[3] = (byte) options.length;
        Frames.withChecksum(options);
        final byte[] frame = sent(OneNode.fromGuest(options));
        assertThat(slice(frame, INNER + 20, 4)).isEqualTo(hex("01010101"));
        assertThat(Frames.checksum(frame, INNER, 24)).isZero();
    }

    @Test
    void shouldSwitchBetweenGuestsOfOneNodeWithoutATunnel() {
        lab.guest.send(OneNode.fromGuest(OneNode.NEIGHBOUR, 64, 17, OneNode.payload()));
        lab.node.settle();
        assertThat(lab.fabric.receive()).isEmpty();
        assertThat(lab.neighbour.receive())
                .singleElement()
                .isEqualTo(ethernet(
                        OneNode.NEIGHBOUR_MAC,
                        ROUTER_MAC,
                        0x0800,
                        ipv4(0, 0, 63, 17, GUEST, OneNode.NEIGHBOUR, OneNode.payload())));
    }

    @Test
    void shouldCountOnBothVifs() {
        final byte[] packet = OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload());
        final byte[] out = sent(packet);
        assertThat(lab.node.counters.vif(TestNode.RED_VIF, VifCounter.RX_PACKETS))
                .isEqualTo(1);
        assertThat(lab.node.counters.vif(TestNode.RED_VIF, VifCounter.RX_BYTES)).isEqualTo(packet.length);
        assertThat(lab.node.counters.vif(Vif.FABRIC_INDEX, VifCounter.TX_PACKETS))
                .isEqualTo(1);
        assertThat(lab.node.counters.vif(Vif.FABRIC_INDEX, VifCounter.TX_BYTES)).isEqualTo(out.length);
    }

    @Test
    void shouldLowerEveryTtlWithARightChecksum() {
        for (int ttl = 2; ttl < 256; ttl++) {
            for (int destination = 0; destination < 4; destination++) {
                lab.node.route(TestNode.RED, 0x78010000 + 21845 * destination, 32, TestNode.TUNNEL_NEXTHOP, 18);
                final byte[] frame =
                        sent(OneNode.fromGuest(0x78010000 + 21845 * destination, ttl, 17, OneNode.payload()));
                assertThat(frame[INNER + 8] & 0xff).isEqualTo(ttl - 1);
                assertThat(frame[LABEL + 3] & 0xff).isEqualTo(ttl - 1);
                assertThat(Frames.checksum(frame, INNER, 20)).as("TTL %d", ttl).isZero();
            }
        }
    }
}
