// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.fuzz.GuardedBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages are Linux's own. */
class NeighbourDiscoveryTest extends ViewTest {
    private static final int ETHERNET = 14;
    private static final int MESSAGE = 40;
    private static final long NET_A = 0x2001_0db8_000a_0000L;

    private static final long ROUTER_MAC = 0x0200_0000_0001L;

    @ParameterizedTest
    @CsvSource({
        "nd-solicitation, 24",
        "nd-advertisement, 24",
        "nd-advertisement-bare, 24",
        "nd-dad, 24",
        "nd-router-solicitation, 8",
        "icmpv6-echo-request, -7",
        "icmpv6-listener-report, -7",
        "ipv6-udp, -7"
    })
    void shouldKnowLinuxMessages(final String name, final int expected) {
        assertThat(NeighbourDiscovery.check(put(name, ETHERNET))).isEqualTo(expected);
    }

    @Test
    void shouldReadSolicitationAndAdvertisement() {
        final long ns = put("nd-solicitation", ETHERNET) + MESSAGE;
        assertThat(NeighbourDiscovery.targetHigh(ns)).isEqualTo(NET_A);
        assertThat(NeighbourDiscovery.targetLow(ns)).isEqualTo(1);
        assertThat(NeighbourDiscovery.sourceLinkAddress(ns, 32)).isEqualTo(0x0200_0000_000aL);
        assertThat(NeighbourDiscovery.targetLinkAddress(ns, 32)).isEqualTo(NeighbourDiscovery.NO_LINK_ADDRESS);
        final long na = put("nd-advertisement", ETHERNET) + MESSAGE;
        assertThat(NeighbourDiscovery.flags(na)).isEqualTo(0xe0);
        assertThat(NeighbourDiscovery.targetLow(na)).isEqualTo(1);
        assertThat(NeighbourDiscovery.targetLinkAddress(na, 32)).isEqualTo(ROUTER_MAC);
        final long bare = put("nd-advertisement-bare", ETHERNET) + MESSAGE;
        assertThat(NeighbourDiscovery.flags(bare)).isEqualTo(0xc0);
        assertThat(NeighbourDiscovery.targetLinkAddress(bare, 24)).isEqualTo(NeighbourDiscovery.NO_LINK_ADDRESS);
    }

    @Test
    void shouldAnswerAsALinuxRouterDoes() {
        final String expected = hex("nd-advertisement");
        final long ns = put("nd-solicitation", ETHERNET);
        final int flags = NeighbourDiscovery.ROUTER | NeighbourDiscovery.OVERRIDE;
        assertThat(NeighbourDiscovery.answer(ns, ROUTER_MAC, flags, ns, 72)).isEqualTo(72);
        assertThat(written(72)).isEqualTo(expected);
        assertThat(NeighbourDiscovery.check(ns)).isEqualTo(24);
    }

    @Test
    void shouldAnswerInAnotherBuffer() {
        final String expected = hex("nd-advertisement");
        final long ns = put("nd-solicitation", ETHERNET);
        try (GuardedBuffer room = new GuardedBuffer(4096)) {
            final long out = room.garbage(72);
            final int flags = NeighbourDiscovery.ROUTER | NeighbourDiscovery.OVERRIDE;
            assertThat(NeighbourDiscovery.answer(ns, ROUTER_MAC, flags, out, 71))
                    .isEqualTo(Malformed.NO_ROOM);
            assertThat(room.last(72)).containsOnly(GuardedBuffer.GARBAGE);
            assertThat(NeighbourDiscovery.answer(ns, ROUTER_MAC, flags, out, 72))
                    .isEqualTo(72);
            assertThat(room.last(72)).isEqualTo(bytes(expected));
        }
    }

    @Test
    void shouldSolicitAsLinuxDoes() {
        final String expected = hex("nd-solicitation");
        final long out = buffer.garbage(72);
        assertThat(NeighbourDiscovery.solicit(out, NET_A, 2, NET_A, 1, 0x0200_0000_000aL))
                .isEqualTo(72);
        assertThat(written(72)).isEqualTo(expected);
    }

    private String hex(final String name) {
        put(name, ETHERNET);
        return written(72);
    }

    /** RFC 4861 7.2.4: to all nodes, not solicited. */
    @Test
    void shouldTellAllNodesWhenSomebodyProbesFromNoAddress() {
        final long p = put("nd-dad", ETHERNET);
        assertThat(NeighbourDiscovery.isDad(p)).isTrue();
        assertThat(NeighbourDiscovery.answer(p, ROUTER_MAC, 0xff, p, 72)).isEqualTo(72);
        assertThat(Ipv6Address.format(Ipv6.destinationHigh(p), Ipv6.destinationLow(p)))
                .isEqualTo("ff02::1");
        assertThat(Ipv6Address.format(Ipv6.sourceHigh(p), Ipv6.sourceLow(p))).isEqualTo("fe80::ff:fe00:a");
        assertThat(NeighbourDiscovery.flags(p + MESSAGE)).isEqualTo(0xa0);
        assertThat(NeighbourDiscovery.check(p)).isEqualTo(24);
    }

    @Test
    void shouldRefuseWhatBreaksARule() {
        assertThat(changed("nd-solicitation", 7, 254)).isEqualTo(Malformed.BAD_HOP_LIMIT);
        assertThat(changed("nd-solicitation", MESSAGE + 1, 1)).isEqualTo(Malformed.BAD_OPERATION);
        assertThat(changed("nd-solicitation", MESSAGE, 137)).isEqualTo(Malformed.BAD_OPERATION);
        assertThat(changed("nd-solicitation", MESSAGE + 3, 0)).isEqualTo(Malformed.BAD_CHECKSUM);
        assertThat(changed("nd-solicitation", MESSAGE + 25, 0)).isEqualTo(Malformed.BAD_LENGTH);
        assertThat(changed("nd-solicitation", MESSAGE + 25, 2)).isEqualTo(Malformed.BAD_LENGTH);
        // A multicast target.
        assertThat(changed("nd-solicitation", MESSAGE + 8, 0xff)).isEqualTo(Malformed.BAD_ADDRESS);
        assertThat(changed("nd-advertisement", MESSAGE + 8, 0xff)).isEqualTo(Malformed.BAD_ADDRESS);
        // Solicited, but to a group.
        assertThat(changed("nd-advertisement", 24, 0xff)).isEqualTo(Malformed.BAD_ADDRESS);
        // From :: with a link-layer address, and to a group that is not the solicited-node one.
        assertThat(changed("nd-dad", MESSAGE + 24, 1)).isEqualTo(Malformed.BAD_ADDRESS);
        assertThat(changed("nd-dad", 36, 0xfe)).isEqualTo(Malformed.BAD_ADDRESS);
        // Too short for its type, and for any.
        assertThat(changed("nd-advertisement-bare", 5, 23)).isEqualTo(Malformed.TRUNCATED);
        assertThat(changed("nd-advertisement-bare", 5, 7)).isEqualTo(Malformed.BAD_OPERATION);
        // Half an option.
        assertThat(changed("nd-solicitation", 5, 25)).isEqualTo(Malformed.BAD_LENGTH);
    }

    /** The check of the message with one byte changed, its checksum made right again unless that is the byte. */
    private int changed(final String name, final int at, final int value) {
        final long p = put(name, ETHERNET);
        Memory.putByte(p + at, (byte) value);
        if (at < MESSAGE + 2 || at > MESSAGE + 3) {
            Icmpv6.fillChecksum(p, p + MESSAGE, Ipv6.payloadLengthBytes(p));
        }
        return NeighbourDiscovery.check(p);
    }

    @Test
    void shouldTakeRouterAdvertisementsFromTheLinkOnly() {
        final String message = "86000000" + "40000708" + "00000000" + "00000000" + "0101020000000001";
        final long p = put("60000000" + "00183aff" + "fe80000000000000" + "0000000000000001" + "ff02000000000000"
                + "0000000000000001" + message);
        Icmpv6.fillChecksum(p, p + MESSAGE, 24);
        assertThat(NeighbourDiscovery.check(p)).isEqualTo(16);
        Memory.putShortBe(p + 8, (short) 0x2001);
        Icmpv6.fillChecksum(p, p + MESSAGE, 24);
        assertThat(NeighbourDiscovery.check(p)).isEqualTo(Malformed.BAD_ADDRESS);
    }
}
