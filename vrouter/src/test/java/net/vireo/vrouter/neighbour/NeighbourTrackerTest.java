// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.linux.netlink.Neighbour;
import org.junit.jupiter.api.Test;

class NeighbourTrackerTest {
    private static final int DESTINATION = 0xc0000202;
    private static final int OTHER = 0xc6336401;
    private static final int GATEWAY = 0xc00002fe;
    private static final int LINK = 7;
    private static final long MAC = 0x5254_00aa_0002L;
    private static final long MOVED_MAC = 0x5254_00aa_0099L;

    private final Map<Integer, Hop> routes = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private final NeighbourTracker tracker = new NeighbourTracker(
            new HostNetwork() {
                @Override
                public Optional<Hop> hopTo(final int destination) {
                    return Optional.ofNullable(routes.get(destination));
                }

                @Override
                public void probe(final Hop hop) {
                    asked.add(Integer.toHexString(hop.address()));
                }
            },
            new Resolutions() {
                @Override
                public void found(final int nexthopId, final int destination, final long mac) {
                    told.add(nexthopId + " found " + Long.toHexString(mac));
                }

                @Override
                public void lost(final int nexthopId, final int destination) {
                    told.add(nexthopId + " lost");
                }
            });

    @Test
    void shouldAskForANeighbourAndTellWhatIsHeard() {
        givenTheDestinationOnTheLink();
        tracker.track(46, DESTINATION, 0);
        assertThat(tracker.tick(0)).isEqualTo(NeighbourTracker.RETRY_MS);
        assertThat(asked).containsExactly("c0000202");
        tracker.changed(neighbour(0, Neighbour.INCOMPLETE), 1);
        assertThat(told).isEmpty();

        tracker.changed(neighbour(MAC, Neighbour.REACHABLE), 5);
        assertThat(told).containsExactly("46 found 525400aa0002");
    }

    @Test
    void shouldUseANeighbourThatTheHostKnowsAlready() {
        givenTheDestinationOnTheLink();
        tracker.reset(List.of(neighbour(MAC, Neighbour.PERMANENT)), 0);
        tracker.track(46, DESTINATION, 0);
        tracker.tick(0);
        assertThat(told).containsExactly("46 found 525400aa0002");
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldResolveTheGatewayOfADestinationBehindOne() {
        routes.put(OTHER, new Hop(LINK, GATEWAY));
        tracker.track(46, OTHER, 0);
        tracker.tick(0);
        assertThat(asked).containsExactly("c00002fe");
        tracker.changed(new Neighbour(LINK, GATEWAY, MAC, Neighbour.REACHABLE, false), 1);
        assertThat(told).containsExactly("46 found 525400aa0002");
    }

    @Test
    void shouldTryAgainUntilThereIsARouteAndAnAnswer() {
        tracker.track(46, DESTINATION, 0);
        assertThat(tracker.tick(0)).isEqualTo(1000);
        assertThat(tracker.tick(999)).isEqualTo(1000);
        assertThat(asked).isEmpty();
        givenTheDestinationOnTheLink();
        assertThat(tracker.tick(1000)).isEqualTo(2000);
        tracker.changed(neighbour(0, Neighbour.FAILED), 1500);
        assertThat(tracker.tick(2000)).isEqualTo(3000);
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldWithdrawANeighbourThatIsLost() {
        givenAResolvedTunnel();
        tracker.changed(neighbour(0, Neighbour.FAILED), 100);
        assertThat(told).containsExactly("46 lost");
        told.clear();
        tracker.changed(neighbour(MAC, Neighbour.REACHABLE), 200);
        assertThat(told).containsExactly("46 found 525400aa0002");
        tracker.changed(new Neighbour(LINK, DESTINATION, MAC, Neighbour.STALE, true), 300);
        assertThat(told).endsWith("46 lost");
        assertThat(tracker.tick(300)).as("asked for at once").isEqualTo(1300);
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldFollowANeighbourThatMoves() {
        givenAResolvedTunnel();
        tracker.changed(neighbour(MOVED_MAC, Neighbour.REACHABLE), 100);
        assertThat(told).containsExactly("46 found 525400aa0099");
    }

    @Test
    void shouldKeepAndRefreshAStaleNeighbour() {
        givenAResolvedTunnel();
        tracker.changed(neighbour(MAC, Neighbour.STALE), 100);
        tracker.tick(100);
        assertThat(asked).containsExactly("c0000202");
        tracker.changed(neighbour(MAC, Neighbour.DELAY), 101);
        tracker.changed(neighbour(MAC, Neighbour.PROBE), 5101);
        tracker.changed(neighbour(MAC, Neighbour.REACHABLE), 5102);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldFollowARouteThatChanges() {
        givenAResolvedTunnel();
        tracker.changed(new Neighbour(LINK, GATEWAY, MOVED_MAC, Neighbour.REACHABLE, false), 10);
        routes.put(DESTINATION, new Hop(LINK, GATEWAY));
        tracker.tick(NeighbourTracker.REFRESH_MS);
        assertThat(told).containsExactly("46 found 525400aa0099");
        routes.clear();
        tracker.tick(2 * NeighbourTracker.REFRESH_MS);
        assertThat(told).endsWith("46 lost");
    }

    @Test
    void shouldWithdrawWhatIsMissingFromTheWholeTable() {
        givenAResolvedTunnel();
        tracker.reset(List.of(), 100);
        assertThat(told).containsExactly("46 lost");
        tracker.tick(100);
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldTellEveryTunnelToTheSameDestination() {
        givenAResolvedTunnel();
        tracker.track(47, DESTINATION, 10);
        assertThat(told).containsExactly("47 found 525400aa0002");
        told.clear();
        tracker.track(46, DESTINATION, 20);
        assertThat(told).as("told again, answered again").containsExactly("46 found 525400aa0002");
        told.clear();
        tracker.changed(neighbour(0, Neighbour.FAILED), 100);
        assertThat(told).containsExactly("46 lost", "47 lost");
    }

    @Test
    void shouldForgetTunnelsThatAreGone() {
        givenAResolvedTunnel();
        tracker.untrack(46);
        tracker.untrack(46);
        tracker.changed(neighbour(0, Neighbour.FAILED), 100);
        assertThat(told).isEmpty();
        assertThat(tracker.tick(100)).isEqualTo(NeighbourTracker.NEVER_MS);

        tracker.track(48, DESTINATION, 200);
        tracker.track(48, OTHER, 300);
        assertThat(tracker.tick(300)).as("one destination only").isEqualTo(1300);
        tracker.untrack(48);
        assertThat(tracker.tick(300)).isEqualTo(NeighbourTracker.NEVER_MS);
    }

    private void givenTheDestinationOnTheLink() {
        routes.put(DESTINATION, new Hop(LINK, DESTINATION));
    }

    private void givenAResolvedTunnel() {
        givenTheDestinationOnTheLink();
        tracker.reset(List.of(neighbour(MAC, Neighbour.REACHABLE)), 0);
        tracker.track(46, DESTINATION, 0);
        tracker.tick(0);
        assertThat(told).containsExactly("46 found 525400aa0002");
        told.clear();
        asked.clear();
    }

    private static Neighbour neighbour(final long mac, final int state) {
        return new Neighbour(LINK, DESTINATION, mac, state, false);
    }
}
