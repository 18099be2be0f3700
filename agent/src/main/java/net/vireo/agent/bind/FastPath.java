// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.flow.FlowSetup;
import net.vireo.agent.flow.HostPorts;
import net.vireo.agent.host.Doors;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.verdict.VerdictCompiler;
import net.vireo.agent.verdict.VerdictNames;
import net.vireo.agent.verdict.VerdictPlan;

/**
 * By what lcores may decide on new flows, made of the database of the moment; nothing where the node leaves all of them to
 * the agent. Asked by one thread; what it made last may be looked at by any.
 */
public final class FastPath implements Function<OperState, VerdictPlan> {
    private final VerdictNames names = new VerdictNames();
    private volatile VerdictPlan last = VerdictPlan.NONE;

    /** Nothing made yet. */
    public FastPath() {}

    @Override
    public VerdictPlan apply(final OperState state) {
        final boolean fast = state.config()
                .node()
                .map(node -> node.flowSetup() == NodeSettings.FlowSetupMode.FAST)
                .orElse(false);
        last = fast ? compile(state) : trapped(state);
        return last;
    }

    /** Whose guests are known are the agent's at once, whatever an earlier agent told the data plane. */
    private static VerdictPlan trapped(final OperState state) {
        final Map<Integer, String> trapped = new HashMap<>();
        state.ports().stream()
                .filter(OperPort::isActive)
                .forEach(port -> trapped.put(port.nexthop(), "flow-setup is trap"));
        return new VerdictPlan(Map.of(), Map.of(), trapped);
    }

    private VerdictPlan compile(final OperState state) {
        final Policies policies = new Policies(state.config());
        final NodeView view = new NodeView(state, policies, Doors.NONE);
        final boolean counted =
                state.config().node().map(node -> node.flows().perVm() > 0).orElse(false);
        return new VerdictCompiler(policies.set(), names, counted).compile(view.guests(), view.routesByVrf());
    }

    /** How the agent judges those that are left to it: what both ways have to agree about. */
    public static FlowSetup trapPath(final OperState state) {
        final Policies policies = new Policies(state.config());
        return new FlowSetup(new NodeView(state, policies, Doors.NONE), policies.set(), HostPorts.UNRESERVED);
    }

    /** What was made last. */
    public VerdictPlan last() {
        return last;
    }

    /** The rules behind verdicts. */
    public VerdictNames names() {
        return names;
    }
}
