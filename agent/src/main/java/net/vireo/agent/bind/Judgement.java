// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import net.vireo.agent.flow.FlowChangeNotice;
import net.vireo.agent.flow.FlowSetup;
import net.vireo.agent.flow.HostPorts;
import net.vireo.agent.host.Doors;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.PolicySet;

/** How flows are judged at one time: a state of the database, its policies, and the node as flows see it. */
record Judgement(OperState state, Doors doors, Policies policies, NodeView view, FlowSetup setup) {
    /** @param before what held until now, or null: lists that stay are not compiled again */
    static Judgement of(final OperState state, final Doors doors, final Judgement before) {
        final Policies policies = new Policies(state.config());
        final NodeView view = new NodeView(state, policies, doors);
        final PolicySet set = before == null ? policies.set() : policies.set().after(before.policies.set());
        return new Judgement(state, doors, policies, view, new FlowSetup(view, set, HostPorts.NO_PORTS));
    }

    /** What is different from what held before. */
    FlowChangeNotice since(final Judgement before) {
        return new ViewChange(before, this).notice();
    }
}
