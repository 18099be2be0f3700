// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.List;
import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.host.DataPlane;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;

/**
 * The control: with a node's data plane stopped in its tracks its guests reach nobody, beside them or elsewhere; when it
 * goes on they do again. So it is the data plane that carried everything the other lines measured.
 *
 * @param from a guest on the node that is stopped
 * @param beside a guest on the same node
 * @param elsewhere a guest on another node
 */
public record FrozenPlaneCheck(Guest from, Guest beside, Guest elsewhere) implements Check {
    private static final int COUNT = 2;
    private static final long BACK_LIMIT_MS = 5000;

    @Override
    public String title() {
        return "with the data plane of " + from.node() + " stopped, nothing passes";
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final DataPlane plane = lab.planes().get(from.node());
        final PingResult near;
        final PingResult far;
        final long escaped;
        final boolean frozenBefore = plane.frozen();
        plane.freeze();
        try {
            final Tally before = lab.fabric().tally();
            near = Pinger.ping(lab.place(from), beside.address(Family.IPV4), COUNT);
            far = Pinger.ping(lab.place(from), elsewhere.address(Family.IPV4), COUNT);
            final Tally seen = lab.fabric().tally().since(before);
            escaped = List.of(beside, elsewhere).stream()
                    .mapToLong(guest -> seen.tunnelledTouching(guest.address(Family.IPV4)))
                    .sum();
        } finally {
            if (!frozenBefore) {
                plane.resume();
            }
        }
        final long backMs = Pinger.untilAnswered(lab.place(from), elsewhere.address(Family.IPV4), BACK_LIMIT_MS);
        final PingResult after = Pinger.ping(lab.place(from), elsewhere.address(Family.IPV4), COUNT);
        return new Outcome(
                near.silent() && far.silent() && escaped == 0 && backMs >= 0 && after.complete(),
                "stopped: " + near.summary() + ", " + far.summary() + "; resumed: " + after.summary(),
                escaped + " packets on the fabric while stopped",
                Map.of(
                        "receivedWhileStopped",
                        near.received() + far.received(),
                        "fabricPacketsWhileStopped",
                        escaped,
                        "receivedAfter",
                        after.received(),
                        "backMs",
                        backMs));
    }
}
