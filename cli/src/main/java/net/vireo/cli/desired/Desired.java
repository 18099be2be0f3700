// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.Ids;
import net.vireo.cli.tables.NodeState;

/**
 * What a node's tables should hold for a file, with ids, and what these ids are called. The tables are built the way
 * Contrail's agent builds them (sheet vrouter-dataplane 1.5, 2.2, 2.4, 2.6).
 */
public final class Desired {
    private final Plan plan;

    private Desired(final NodeFile file, final Plan plan) {
        this.plan = plan;
        plan.names().vrfs().put(0, "fabric");
        file.networks().forEach(network -> plan.names().vrfs().put(network.vrf(), network.name()));
        final Tunnels tunnels = new Tunnels(file, plan);
        final GuestPlan guests = new GuestPlan(plan);
        OwnVifs.add(file, plan);
        file.interfaces().forEach(guests::add);
        final RoutePlan routes = new RoutePlan(plan, tunnels, guests);
        file.routes().forEach(routes::route);
        file.macs().forEach(routes::mac);
        final NetworkPlan networks = new NetworkPlan(file, plan, tunnels, guests);
        file.networks().forEach(networks::add);
        final ServicePlan services = new ServicePlan(plan, tunnels, guests);
        file.mirrors().forEach(services::mirror);
        file.classes().forEach(services::forwardingClass);
        file.qosMaps().forEach(services::qosMap);
    }

    /**
     * Builds the tables twice: the first time only to learn what there will be, so that the ids that it had before are
     * kept for it.
     *
     * @param known what the ids were called after the last run
     * @param actual what the data plane has
     */
    public static Desired of(final NodeFile file, final NodeNames known, final NodeState actual) {
        final Plan sketch = new Desired(file, new Plan(file.name(), new Ids(known, actual))).plan;
        return new Desired(file, new Plan(file.name(), new Ids(known, actual, sketch.keys())));
    }

    /** The tables as they should be. */
    public NodeState state() {
        return plan.state();
    }

    /** What the ids in {@link #state} are called. */
    public NodeNames names() {
        return plan.names();
    }
}
