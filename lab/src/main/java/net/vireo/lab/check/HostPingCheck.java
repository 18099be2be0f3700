// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.HashMap;
import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.host.Place;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;

/**
 * Ping between two hosts over vhost0: through the same data planes, but outside the tunnel.
 *
 * @param from the host that asks
 * @param to the host that answers
 */
public record HostPingCheck(ComputeNode from, ComputeNode to) implements Check {
    private static final int COUNT = 5;

    @Override
    public String title() {
        return "host ping, " + from.name() + " > " + to.name();
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final PingResult result =
                Pinger.ping(Place.inNamespace(lab.files().space(from.hostSpace())), IpAddress.v4(to.address()), COUNT);
        final Tally seen = lab.fabric().tally().since(before);
        final long there = seen.plain(IpAddress.v4(from.address()), IpAddress.v4(to.address()));
        final long back = seen.plain(IpAddress.v4(to.address()), IpAddress.v4(from.address()));
        final Map<String, Object> figures = new HashMap<>(PingCheck.figures(result));
        figures.put("plainThere", there);
        figures.put("plainBack", back);
        return new Outcome(
                result.complete() && there == COUNT && back == COUNT,
                result.summary(),
                there + " + " + back + " between the hosts, outside any tunnel",
                figures);
    }
}
