// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static net.vireo.lab.topology.Family.IPV4;
import static net.vireo.lab.topology.Family.IPV6;

import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.check.AddressCheck;
import net.vireo.lab.check.Check;
import net.vireo.lab.check.FlowCheck;
import net.vireo.lab.check.FrameCheck;
import net.vireo.lab.check.FrameCheck.Kind;
import net.vireo.lab.check.FrozenPlaneCheck;
import net.vireo.lab.check.HostPingCheck;
import net.vireo.lab.check.IperfCheck;
import net.vireo.lab.check.IsolationCheck;
import net.vireo.lab.check.LedgerCheck;
import net.vireo.lab.check.MetadataCheck;
import net.vireo.lab.check.MtuCheck;
import net.vireo.lab.check.NameCheck;
import net.vireo.lab.check.PingCheck;
import net.vireo.lab.check.PolicyCheck;
import net.vireo.lab.check.TestLabCheck;
import net.vireo.lab.check.TtlCheck;
import net.vireo.lab.check.TwinsCheck;
import net.vireo.lab.check.UndecidedCheck;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.LabPolicy;
import net.vireo.lab.topology.Topology;

/** The checks of each scenario, in the order of the table. */
final class CheckList {
    private final Topology topology;
    private final List<Check> checks = new ArrayList<>();
    private boolean agents;

    private CheckList(final Topology topology) {
        this.topology = topology;
    }

    /** @param machines whether guests are virtual machines, not namespaces */
    static List<Check> of(final Topology topology, final boolean machines, final Checks depth) {
        if (depth == Checks.NONE) {
            return List.of();
        }
        final boolean quick = depth == Checks.QUICK;
        return machines ? ofMachines(topology, quick) : ofNamespaces(topology, quick);
    }

    private static List<Check> ofNamespaces(final Topology topology, final boolean quick) {
        final CheckList list = new CheckList(topology);
        if (topology.nodes().size() == 1) {
            return list.oneNode(quick);
        }
        list.checks.add(
                new HostPingCheck(topology.nodes().getFirst(), topology.nodes().getLast()));
        list.routed();
        list.bridged();
        if (topology.policy()) {
            list.flows(quick);
        } else if (!quick) {
            list.thorough();
        }
        topology.nodes().forEach(node -> list.checks.add(new LedgerCheck(node)));
        return list.checks;
    }

    /** Those of a lab whose guests are virtual machines: what needs no look into a guest's namespace. */
    private static List<Check> ofMachines(final Topology topology, final boolean quick) {
        final CheckList list = new CheckList(topology);
        if (topology.nodes().size() == 1) {
            return list.oneNode(quick);
        }
        list.checks.add(
                new HostPingCheck(topology.nodes().getFirst(), topology.nodes().getLast()));
        list.routed();
        list.bridgedPings();
        if (topology.policy()) {
            list.flows(true);
        } else if (!quick) {
            list.heavy();
        }
        topology.nodes().forEach(node -> list.checks.add(new LedgerCheck(node)));
        return list.checks;
    }

    /**
     * Those of a lab whose nodes have agents: all of the others, and what guests owe to their agent.
     *
     * @param machines whether guests are virtual machines
     */
    static List<Check> withAgents(final Topology topology, final boolean machines, final Checks depth) {
        if (depth == Checks.NONE) {
            return List.of();
        }
        final boolean quick = depth == Checks.QUICK;
        final CheckList list = new CheckList(topology);
        list.agents = true;
        list.checks.add(new AddressCheck());
        if (topology.nodes().size() == 1) {
            return list.oneNode(quick);
        }
        list.checks.add(
                new HostPingCheck(topology.nodes().getFirst(), topology.nodes().getLast()));
        list.routed();
        list.services();
        if (machines) {
            list.bridgedPings();
        } else {
            list.bridged();
        }
        if (!quick && machines) {
            list.heavy();
        } else if (!quick) {
            list.thorough();
        }
        list.judged();
        topology.nodes().forEach(node -> list.checks.add(new LedgerCheck(node)));
        return list.checks;
    }

    private void services() {
        checks.add(new NameCheck(guest("g2-vm0"), guest("g2-vm1")));
        checks.add(new NameCheck(guest("g2-vm0"), guest("g2-vm2")));
        checks.add(new MetadataCheck(guest("g2-vm0"), guest("b2-vm0")));
        checks.add(new PolicyCheck(guest(LabPolicy.ASKING), guest(LabPolicy.GUARDED)));
    }

    private void judged() {
        final Guest from = guest("g2-vm0");
        final Guest near = guest("g2-vm2");
        conversations(from, near);
        checks.add(new UndecidedCheck(from, near));
    }

    private void conversations(final Guest from, final Guest near) {
        final Guest far = guest("g2-vm1");
        checks.add(new FlowCheck(from, far, IPV4));
        checks.add(new FlowCheck(from, far, IPV6));
        checks.add(new FlowCheck(from, near, IPV4));
        checks.add(new FlowCheck(guest("g3-vm0"), guest("g3-vm1"), IPV4));
    }

    private Guest guest(final String name) {
        return topology.guest(name);
    }

    /** Two guests, the first a server, the second its client. */
    private List<Check> oneNode(final boolean quick) {
        final Guest server = topology.guests().getFirst();
        final Guest client = topology.guests().getLast();
        checks.add(new PingCheck(client, server, IPV4));
        checks.add(new PingCheck(client, server, IPV6));
        if (!quick) {
            checks.add(new TestLabCheck(client, server));
        }
        topology.nodes().forEach(node -> checks.add(new LedgerCheck(node)));
        return checks;
    }

    private void routed() {
        checks.add(new PingCheck(guest("g2-vm0"), guest("g2-vm1"), IPV4));
        checks.add(new PingCheck(guest("g2-vm0"), guest("g2-vm1"), IPV6));
        checks.add(new PingCheck(guest("g2-vm0"), guest("g2-vm2"), IPV4));
        checks.add(new PingCheck(guest("g2-vm0"), guest("g2-vm2"), IPV6));
        checks.add(new PingCheck(guest("b2-vm0"), guest("b2-vm1"), IPV4));
        checks.add(new PingCheck(guest("b2-vm0"), guest("b2-vm1"), IPV6));
        checks.add(new PingCheck(guest("b2-vm2"), guest("b2-vm1"), IPV4));
        if (!topology.policy() || agents) {
            // Where there is an agent, the answer to what expires is the agent's; its stand-in gives none.
            checks.add(new TtlCheck(guest("g2-vm0"), guest("g2-vm1"), IPV4));
            checks.add(new TtlCheck(guest("g2-vm0"), guest("g2-vm1"), IPV6));
        }
    }

    private void bridgedPings() {
        final Guest from = guest("g3-vm0");
        final Guest far = guest("g3-vm1");
        final Guest near = guest("g3-vm2");
        checks.add(new PingCheck(from, far, IPV4));
        checks.add(new PingCheck(from, far, IPV6));
        checks.add(new PingCheck(from, near, IPV4));
        checks.add(new PingCheck(from, near, IPV6));
        checks.add(new TtlCheck(from, far, IPV4));
        checks.add(new TtlCheck(from, far, IPV6));
    }

    private void bridged() {
        final Guest from = guest("g3-vm0");
        final Guest far = guest("g3-vm1");
        final Guest near = guest("g3-vm2");
        bridgedPings();
        checks.add(new FrameCheck(from, Kind.UNICAST, List.of(far)));
        checks.add(new FrameCheck(from, Kind.BROADCAST, List.of(far, near)));
        checks.add(new FrameCheck(from, Kind.ARP, List.of(far, near)));
    }

    private void flows(final boolean quick) {
        final Guest from = guest("g2-vm0");
        final Guest far = guest("g2-vm1");
        final Guest near = guest("g2-vm2");
        conversations(from, near);
        if (!quick) {
            checks.add(new IperfCheck(from, far, IPV4, false));
            checks.add(new IperfCheck(from, far, IPV4, true));
            checks.add(new IperfCheck(from, far, IPV6, false));
            checks.add(new IsolationCheck(from, far, guest("b2-vm2")));
        }
        checks.add(new UndecidedCheck(from, near));
    }

    private void heavy() {
        final Guest red0 = guest("g2-vm0");
        final Guest red1 = guest("g2-vm1");
        final Guest red2 = guest("g2-vm2");
        checks.add(new IperfCheck(red0, red1, IPV4, false));
        checks.add(new IperfCheck(red0, red1, IPV4, true));
        checks.add(new IperfCheck(red0, red1, IPV6, false));
        checks.add(new IperfCheck(red0, red2, IPV4, false));
        checks.add(new IperfCheck(red0, red2, IPV4, true));
        checks.add(new MtuCheck(red0, red1, IPV4));
        checks.add(new MtuCheck(red0, red1, IPV6));
        checks.add(new MtuCheck(guest("g3-vm0"), guest("g3-vm1"), IPV4));
        checks.add(new MtuCheck(guest("g3-vm0"), guest("g3-vm1"), IPV6));
    }

    private void thorough() {
        final Guest red0 = guest("g2-vm0");
        final Guest red1 = guest("g2-vm1");
        final Guest red2 = guest("g2-vm2");
        final Guest blue0 = guest("b2-vm0");
        final Guest blue1 = guest("b2-vm1");
        heavy();
        checks.add(new TwinsCheck(new TwinsCheck.Pair(red0, red1), new TwinsCheck.Pair(blue0, blue1)));
        checks.add(new IsolationCheck(red0, red1, guest("b2-vm2")));
        checks.add(new IsolationCheck(blue0, blue1, red2));
        checks.add(new FrozenPlaneCheck(red0, red2, red1));
    }
}
