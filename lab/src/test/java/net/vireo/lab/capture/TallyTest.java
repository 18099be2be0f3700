// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.VirtualNetwork.Prefix;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final IpAddress FROM = IpAddress.v4(0x78000004);
    private static final IpAddress TO = IpAddress.v4(0x78000003);
    private static final IpAddress FIRST = IpAddress.v4(0xc0000201);
    private static final IpAddress LAST = IpAddress.v4(0xc0000202);
    private static final Inner PING = new Inner(Inner.NO_MAC, 0x0800, FROM, TO, 1);
    private static final Tunnelled RED = new Tunnelled(Encap.UDP, 0xc0000201, 0xc0000202, 19, PING);
    private static final Tunnelled BLUE = new Tunnelled(Encap.UDP, 0xc0000201, 0xc0000202, 34, PING);
    private static final Plain HOSTS = new Plain(FIRST, LAST, 1);

    @Test
    void shouldKeepOnlyWhatWasSeenSince() {
        final Tally earlier = new Tally(Map.of(RED, 5L, HOSTS, 2L), 1);
        final Tally later = new Tally(Map.of(RED, 8L, HOSTS, 2L, BLUE, 1L), 4);

        assertThat(later.since(earlier)).isEqualTo(new Tally(Map.of(RED, 3L, BLUE, 1L), 3));
    }

    @Test
    void shouldTellTenantsWithTheSameAddressesApartByLabel() {
        final Tally tally = new Tally(Map.of(RED, 5L, BLUE, 7L), 0);

        assertThat(tally.tunnelled(packet -> packet.id() == 19)).isEqualTo(5);
        assertThat(tally.tunnelled(packet -> packet.id() == 34)).isEqualTo(7);
        assertThat(tally.tunnelled(packet -> packet.inner().equals(PING))).isEqualTo(12);
    }

    @Test
    void shouldFindGuestsPacketsInTheOpen() {
        final IpAddress guest6 = new IpAddress(0xfd00_0120_0000_0000L, 4);
        final Tally tally = new Tally(
                Map.of(
                        new Plain(IpAddress.v4(0x0a000001), TO, 6),
                        2L,
                        new Plain(guest6, new IpAddress(1, 1), 6),
                        3L,
                        HOSTS,
                        9L),
                0);

        assertThat(tally.plainTouching(new Prefix(IpAddress.v4(0x78000000), 24)))
                .isEqualTo(2);
        assertThat(tally.plainTouching(new Prefix(IpAddress.v4(0), 0))).isEqualTo(11);
        assertThat(tally.plainTouching(new Prefix(new IpAddress(0xfd00_0120_0000_0000L, 0), 64)))
                .isEqualTo(3);
        assertThat(tally.plain(FIRST, LAST)).isEqualTo(9);
        assertThat(tally.plain(LAST, FIRST)).isZero();
    }

    @Test
    void shouldFindOneAddressInTunnelsAsSourceOrDestination() {
        final Tally tally = new Tally(Map.of(RED, 5L), 0);

        assertThat(tally.tunnelledTouching(TO)).isEqualTo(5);
        assertThat(tally.tunnelledTouching(FROM)).isEqualTo(5);
        assertThat(tally.tunnelledTouching(FIRST)).isZero();
    }

    @Test
    void shouldCountMalformedFramesOfAllReasons() {
        assertThat(new Tally(Map.of(new Malformed("a"), 1L, new Malformed("b"), 2L, RED, 4L), 0).malformed())
                .isEqualTo(3);
    }
}
