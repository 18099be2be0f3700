// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

/** The same of an agent that has the control socket alone: it can be anybody's data plane, and on no file of ours. */
class AgentFlowsBySocketSystemTest extends AgentFlowsSystemTest {
    @Override
    String table() {
        return "socket";
    }

    @Override
    String tableText() {
        return "control socket";
    }
}
