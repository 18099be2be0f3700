// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.List;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.linux.CpuSet;

/**
 * The rule of the deck's "CPU Pinning": the host gets the first core of each NUMA node with its siblings, the forwarding
 * lcores one thread of each of the next cores of their node, whose siblings are left alone, service lcores the core
 * after them with both threads, guests all the rest. Sets that were given are kept, and what they leave is shared out.
 */
final class CpuPlanner {
    private final CpuTopology topology;
    private final CpuDemand demand;
    private final CpuDemand.Given given;
    private CpuSet free;

    private CpuPlanner(final CpuTopology topology, final CpuDemand demand) {
        this.topology = topology;
        this.demand = demand;
        given = demand.given();
        free = topology.all().minus(given.all());
    }

    /** @throws CommandFailed when there are too few CPUs, with what is needed and what would fit */
    static CpuPlan plan(final CpuTopology topology, final CpuDemand demand) {
        return new CpuPlanner(topology, demand).plan();
    }

    private CpuPlan plan() {
        final CpuSet forwardingCores = topology.withSiblings(given.forwarding().orElse(CpuSet.EMPTY));
        free = free.minus(forwardingCores);
        final CpuSet chosenHost = given.host().orElseGet(this::chooseHost);
        free = free.minus(chosenHost);
        if (given.forwarding().isEmpty() || given.service().isEmpty()) {
            checkRoom();
        }
        final CpuSet forwarding = given.forwarding().orElseGet(this::chooseForwarding);
        final CpuSet siblings =
                topology.withSiblings(forwarding).minus(forwarding).minus(given.all());
        free = free.minus(forwarding).minus(siblings);
        final CpuSet service = given.service().orElseGet(this::chooseService);
        free = free.minus(service);
        final CpuSet guests = given.guests().orElse(free);
        // What guests were not given is left over; an idle CPU is of use to the host.
        final CpuSet host = chosenHost.union(free.minus(guests));
        final CpuSet control = demand.controlWithService() && !service.isEmpty() ? service : host;
        return new CpuPlan(
                topology,
                demand.nicNode(),
                host,
                forwarding,
                siblings,
                service,
                guests,
                control,
                GuestPlacer.place(topology, guests, demand));
    }

    private CpuSet chooseHost() {
        CpuSet host = CpuSet.EMPTY;
        for (final int node : topology.nodes()) {
            host = host.union(together(freeCores(node), demand.hostCores()));
        }
        if (host.isEmpty()) {
            throw new CommandFailed("no whole core is left for the host", "give it CPUs with --host-cpus LIST");
        }
        return host;
    }

    private CpuSet chooseForwarding() {
        final CpuSet cores = together(freeCores(demand.lcoreNode()), lcoreCores());
        if (demand.bothThreads()) {
            return cores.first(demand.lcores());
        }
        return CpuSet.of(
                topology.coresTouching(cores).stream().mapToInt(CpuSet::lowest).toArray());
    }

    private CpuSet chooseService() {
        return together(freeCores(demand.lcoreNode()), demand.serviceCores());
    }

    private List<CpuSet> freeCores(final int node) {
        return topology.wholeCores(free.intersection(topology.node(node)));
    }

    private static CpuSet together(final List<CpuSet> cores, final int count) {
        return cores.stream().limit(count).reduce(CpuSet.EMPTY, CpuSet::union);
    }

    /** How many cores the forwarding lcores that are to be chosen take. */
    private int lcoreCores() {
        if (given.forwarding().isPresent()) {
            return 0;
        }
        final List<CpuSet> cores = freeCores(demand.lcoreNode());
        final int threads =
                demand.bothThreads() && !cores.isEmpty() ? cores.getFirst().count() : 1;
        return Math.ceilDiv(demand.lcores(), threads);
    }

    private void checkRoom() {
        final int lcoreCores = lcoreCores();
        final int serviceCores = given.service().isPresent() ? 0 : demand.serviceCores();
        final int room = freeCores(demand.lcoreNode()).size();
        if (lcoreCores + serviceCores > room) {
            throw new CommandFailed(
                    "too few CPUs: " + wanted(lcoreCores, serviceCores) + " need "
                            + Words.count(lcoreCores + serviceCores, "core") + " of node " + demand.lcoreNode()
                            + ", which has " + room + " besides the host's and those that were given ("
                            + topology + ")",
                    mend(room, serviceCores, lcoreCores + serviceCores));
        }
    }

    private String wanted(final int lcoreCores, final int serviceCores) {
        final String lcores = Words.count(demand.lcores(), "forwarding lcore");
        final String service = Words.count(serviceCores, "core") + " for service lcores";
        if (lcoreCores == 0) {
            return service;
        }
        return serviceCores == 0 ? lcores : lcores + " and " + service;
    }

    private String mend(final int room, final int serviceCores, final int needed) {
        final StringBuilder text = new StringBuilder();
        if (given.forwarding().isEmpty() && room > serviceCores) {
            text.append("'--lcores ").append(room - serviceCores).append("' fits");
        } else if (given.forwarding().isEmpty() && room > 0) {
            text.append("'--lcores ")
                    .append(room)
                    .append(" --service-cores 0' fits: service lcores then run on the host's");
        } else if (given.forwarding().isPresent()) {
            text.append("'--service-cores ").append(room).append("' fits");
        }
        for (final int node : topology.nodes()) {
            if (node != demand.lcoreNode() && freeCores(node).size() >= needed) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append("node ")
                        .append(node)
                        .append(" has room: '--lcore-node ");
                text.append(node).append('\'');
                break;
            }
        }
        return text.isEmpty() ? "Vireo also runs without pinning: leave out --cpus" : text.toString();
    }
}
