// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.nio.file.Path;

/**
 * Where a lab's files are: below the run directory, which both sides of the lab's private mounts see.
 *
 * @param root the run directory: {@code nodes/NAME/} as for any node, {@code lab/} for what is the lab's own
 */
public record LabFiles(Path root) {

    /** The lab's own directory. */
    public Path lab() {
        return root.resolve("lab");
    }

    /** Locked by the outer process as long as it lives; holds its process id and that of its janitor. */
    public Path lock() {
        return lab().resolve("lock");
    }

    /** Process id, as seen from outside, of the lab's first process. */
    public Path initPid() {
        return lab().resolve("init.pid");
    }

    /** There when the lab stays: its checks are done and nothing else is to happen. */
    public Path kept() {
        return lab().resolve("kept");
    }

    /** The socket on which a lab that stays is asked to plant faults and to lift them. */
    public Path shelf() {
        return root.resolve("shelf");
    }

    /** What the web console of a lab that stays prints. */
    public Path consoleLog() {
        return lab().resolve("web.log");
    }

    /** The directory of the files that keep the network namespaces. */
    public Path spaces() {
        return lab().resolve("netns");
    }

    /** The file on which a network namespace is mounted (inside the lab's mounts only). */
    public Path space(final String name) {
        return spaces().resolve(name);
    }

    /** What the lab wrote for {@code vireo apply}. */
    public Path yaml(final String node) {
        return lab().resolve(node + ".yaml");
    }

    /** Run directory of a node, the one its data plane and the tools use. */
    public Path node(final String node) {
        return root.resolve("nodes").resolve(node);
    }

    /** What a node's data plane prints. */
    public Path log(final String node) {
        return node(node).resolve("vrouter.log");
    }

    /** What the one who permits a node's flows prints. */
    public Path deciderLog(final String node) {
        return node(node).resolve("permit.log");
    }

    /** The directory of the files that a node's agent reads. */
    public Path agentConfig(final String node) {
        return lab().resolve("agents").resolve(node);
    }

    /** What a node's agent prints. */
    public Path agentLog(final String node) {
        return node(node).resolve("agent.log");
    }

    /** Which name servers a guest was told; there once it has an address by DHCP. */
    public Path resolver(final String guest) {
        return lab().resolve("guests").resolve(guest + ".resolv.conf");
    }

    /** What a guest's DHCP client calls. */
    public Path dhcpScript(final String guest) {
        return lab().resolve("guests").resolve(guest + ".udhcpc");
    }

    /** Process id of a node's data plane, as seen inside the lab. */
    public Path vrouterPid(final String node) {
        return node(node).resolve("vrouter.pid");
    }
}
