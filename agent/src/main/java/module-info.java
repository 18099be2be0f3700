// SPDX-License-Identifier: Apache-2.0

/** The agent of a node: flows, policy, and the services that guests need. */
module net.vireo.agent {
    requires net.vireo.cli;
    requires net.vireo.vrouter;
}
