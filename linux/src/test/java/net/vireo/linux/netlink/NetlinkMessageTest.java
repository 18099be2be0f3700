// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetlinkMessageTest {
    /** A neighbour as the kernel announces it: 10.0.0.2 is 0a:0b:0c:0d:0e:0f on link 7, reachable. */
    private static final String NEIGHBOUR = "38000000 1c00 0000 2a000000 00000000"
            + "02 00 0000 07000000 0200 00 01"
            + "0800 0100 0a000002"
            + "0a00 0200 0a0b0c0d0e0f 0000"
            + "0800 0400 01000000";

    /** A default route with two next hops, 10.0.0.1 on link 7 and 10.0.1.1 on link 8, source 10.0.0.9. */
    private static final String MULTIPATH = "48000000 1800 0200 2a000000 00000000"
            + "02 00 00 00 fe 03 00 01 00000000"
            + "0800 0700 0a000009"
            + "2400 0900"
            + "1000 00 00 07000000 0800 0500 0a000001"
            + "1000 00 00 08000000 0800 0500 0a000101";

    @Test
    void shouldReadANeighbour() {
        assertThat(neighbours(bytes(NEIGHBOUR)))
                .containsExactly(new Neighbour(7, 0x0a000002, 0x0a0b0c0d0e0fL, Neighbour.REACHABLE, false));
    }

    @Test
    void shouldReadEveryNextHopOfARoute() {
        final List<Route> routes = new ArrayList<>();
        final byte[] datagram = bytes(MULTIPATH);
        NetlinkMessage.parse(datagram, datagram.length).forEach(message -> routes.addAll(RouteMessages.read(message)));
        assertThat(routes)
                .containsExactly(
                        new Route(0, 0, 0x0a000001, 7, 0x0a000009), new Route(0, 0, 0x0a000101, 8, 0x0a000009));
    }

    @Test
    void shouldReadAllMessagesOfADatagram() {
        assertThat(neighbours(bytes(NEIGHBOUR + NEIGHBOUR + NEIGHBOUR))).hasSize(3);
    }

    @Test
    void shouldStopAtAMessageThatClaimsMoreThanCame() {
        final byte[] datagram = bytes(NEIGHBOUR + NEIGHBOUR);
        assertThat(neighbours(datagram, datagram.length - 1)).hasSize(1);
        datagram[56] = 15; // the second one's length: less than its own head
        assertThat(neighbours(datagram)).hasSize(1);
    }

    @Test
    void shouldStopAtAnAttributeThatClaimsMoreThanTheMessageHas() {
        final byte[] datagram = bytes(NEIGHBOUR);
        datagram[36] = 0x7f; // NDA_LLADDR's length
        assertThat(neighbours(datagram)).containsExactly(new Neighbour(7, 0x0a000002, 0, Neighbour.REACHABLE, false));
        datagram[28] = 3; // NDA_DST's length: less than its own head
        assertThat(neighbours(datagram)).containsExactly(new Neighbour(7, 0, 0, Neighbour.REACHABLE, false));
    }

    @Test
    void shouldReadAValueOfAnotherSizeAsZero() {
        final byte[] datagram = bytes(NEIGHBOUR);
        datagram[28] = 6; // NDA_DST's length: two bytes of value
        assertThat(neighbours(datagram))
                .containsExactly(new Neighbour(7, 0, 0x0a0b0c0d0e0fL, Neighbour.REACHABLE, false));
    }

    @Test
    void shouldSurviveDamagedBytes() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            final byte[] datagram = bytes(random.nextBoolean() ? NEIGHBOUR + MULTIPATH : MULTIPATH + NEIGHBOUR);
            for (int damage = random.nextInt(6); damage >= 0; damage--) {
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt(256);
            }
            final int lengthBytes = random.nextInt(datagram.length + 1);
            try {
                for (final NetlinkMessage message : NetlinkMessage.parse(datagram, lengthBytes)) {
                    LinkMessages.read(message);
                    AddressMessages.read(message);
                    NeighbourMessages.read(message);
                    RouteMessages.read(message);
                }
            } catch (final RuntimeException thrown) {
                throw new AssertionError(
                        "seed " + seed + ", " + HexFormat.of().formatHex(datagram, 0, lengthBytes), thrown);
            }
        }
    }

    @Test
    void shouldBuildARequestWithNestedAttributes() {
        final byte[] request =
                LinkMessages.newVeth("a", "b", LinkMessages.SAME_NAMESPACE).bytes(0x2a);
        assertThat(request)
                .isEqualTo(bytes("58000000 1000 0506 2a000000 00000000"
                        + "00 00 0000 00000000 00000000 00000000"
                        + "0600 0300 6100 0000"
                        + "3000 1200"
                        + "0900 0100 7665746800 000000"
                        + "2000 0200"
                        + "1c00 0100 00 00 0000 00000000 00000000 00000000"
                        + "0600 0300 6200 0000"));
    }

    private static List<Neighbour> neighbours(final byte[] datagram) {
        return neighbours(datagram, datagram.length);
    }

    private static List<Neighbour> neighbours(final byte[] datagram, final int lengthBytes) {
        final List<Neighbour> neighbours = new ArrayList<>();
        NetlinkMessage.parse(datagram, lengthBytes)
                .forEach(message -> neighbours.addAll(NeighbourMessages.read(message)));
        return neighbours;
    }

    private static byte[] bytes(final String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
