// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Tunnelled RED = new Tunnelled(0xc0000201, 0xc0000202, 19, 0x78000004, 0x78000003, 1);
    private static final Tunnelled BLUE = new Tunnelled(0xc0000201, 0xc0000202, 34, 0x78000004, 0x78000003, 1);
    private static final Plain HOSTS = new Plain(0xc0000201, 0xc0000202, 1);

    @Test
    void shouldKeepOnlyWhatWasSeenSince() {
        final Tally earlier = new Tally(Map.of(RED, 5L, HOSTS, 2L), 1);
        final Tally later = new Tally(Map.of(RED, 8L, HOSTS, 2L, BLUE, 1L), 4);

        assertThat(later.since(earlier)).isEqualTo(new Tally(Map.of(RED, 3L, BLUE, 1L), 3));
    }

    @Test
    void shouldTellTenantsWithTheSameAddressesApartByLabel() {
        final Tally tally = new Tally(Map.of(RED, 5L, BLUE, 7L), 0);

        assertThat(tally.tunnelled(0x78000004, 0x78000003, Set.of(19))).isEqualTo(5);
        assertThat(tally.tunnelled(0x78000004, 0x78000003, Set.of(34))).isEqualTo(7);
        assertThat(tally.tunnelled(0x78000003, 0x78000004, Set.of(19, 34))).isZero();
    }

    @Test
    void shouldFindGuestsPacketsInTheOpen() {
        final Tally tally = new Tally(Map.of(new Plain(0x0a000001, 0x78000003, 6), 2L, HOSTS, 9L), 0);

        assertThat(tally.plainTouching(0x78000000, 24)).isEqualTo(2);
        assertThat(tally.plainTouching(0, 0)).isEqualTo(11);
        assertThat(tally.plain(0xc0000201, 0xc0000202)).isEqualTo(9);
    }

    @Test
    void shouldFindOneAddressInTunnelsAsSourceOrDestination() {
        final Tally tally = new Tally(Map.of(RED, 5L), 0);

        assertThat(tally.tunnelledTouching(0x78000003, 32)).isEqualTo(5);
        assertThat(tally.tunnelledTouching(0x78000004, 32)).isEqualTo(5);
        assertThat(tally.tunnelledTouching(0x78000005, 32)).isZero();
    }

    @Test
    void shouldCountMalformedFramesOfAllReasons() {
        assertThat(new Tally(Map.of(new Malformed("a"), 1L, new Malformed("b"), 2L, RED, 4L), 0).malformed())
                .isEqualTo(3);
    }
}
