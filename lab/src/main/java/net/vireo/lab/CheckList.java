// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.check.Check;
import net.vireo.lab.check.FrozenPlaneCheck;
import net.vireo.lab.check.HostPingCheck;
import net.vireo.lab.check.IperfCheck;
import net.vireo.lab.check.IsolationCheck;
import net.vireo.lab.check.LedgerCheck;
import net.vireo.lab.check.MtuCheck;
import net.vireo.lab.check.PingCheck;
import net.vireo.lab.check.TwinsCheck;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;

/** The checks of each scenario, in the order of the table. */
final class CheckList {
    private CheckList() {}

    static List<Check> of(final Topology topology) {
        if (!topology.equals(Scenarios.TWO_NODES)) {
            throw new IllegalArgumentException("no checks are written for " + topology.name());
        }
        final Guest red0 = topology.guest("g2-vm0");
        final Guest red1 = topology.guest("g2-vm1");
        final Guest red2 = topology.guest("g2-vm2");
        final Guest blue0 = topology.guest("b2-vm0");
        final Guest blue1 = topology.guest("b2-vm1");
        final Guest blue2 = topology.guest("b2-vm2");
        final List<Check> checks = new ArrayList<>(List.of(
                new HostPingCheck(topology.nodes().getFirst(), topology.nodes().getLast()),
                new PingCheck(red0, red1),
                new PingCheck(red0, red2),
                new PingCheck(blue0, blue1),
                new PingCheck(blue2, blue1),
                new IperfCheck(red0, red1, false),
                new IperfCheck(red0, red1, true),
                new IperfCheck(red0, red2, false),
                new IperfCheck(red0, red2, true),
                new TwinsCheck(new TwinsCheck.Pair(red0, red1), new TwinsCheck.Pair(blue0, blue1)),
                new MtuCheck(red0, red1),
                new IsolationCheck(red0, red1, blue2),
                new IsolationCheck(blue0, blue1, red2),
                new FrozenPlaneCheck(red0, red2, red1)));
        topology.nodes().forEach(node -> checks.add(new LedgerCheck(node)));
        return checks;
    }
}
