// SPDX-License-Identifier: Apache-2.0

/** The agent of a node: flows, policy, and the services that guests need. */
module net.vireo.agent {
    requires net.vireo.cli;
    requires net.vireo.linux;
    requires net.vireo.packet;
    requires net.vireo.vrouter;
    requires jdk.httpserver;
    requires tools.jackson.core;

    provides net.vireo.cli.run.AgentService with
            net.vireo.agent.AgentProcess;
}
