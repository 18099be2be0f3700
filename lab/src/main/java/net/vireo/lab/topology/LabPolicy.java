// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import java.util.List;

/**
 * Who may talk with whom in a lab with agents. Every guest is in the group {@code open}, which allows all, but one: {@code
 * b2-vm2} is in the group {@code web}, which is asked for one port only. Each node has the same groups.
 */
public final class LabPolicy {
    /** The one guest that is behind a policy that separates. */
    public static final String GUARDED = "b2-vm2";

    /** A guest of the same network on the other node, which asks it. */
    public static final String ASKING = "b2-vm0";

    /** The TCP port of {@link #GUARDED} that is open. */
    public static final int OPEN_PORT = 80;

    /** One that is not. */
    public static final int CLOSED_PORT = 8080;

    private static final String GROUP = "web";

    private LabPolicy() {}

    /** The name of the group that a guest is in. */
    public static String groupOf(final Guest guest) {
        return guest.name().equals(GUARDED) ? GROUP : "open";
    }

    /**
     * The file of the groups.
     *
     * @param morePorts TCP ports that the group {@code web} opens too
     */
    public static String text(final List<Integer> morePorts) {
        final StringBuilder yaml = new StringBuilder("""
                kind: SecurityGroup
                apiVersion: vireo.net/v1
                name: open
                rules:
                  - {direction: ingress, remote: {prefix: 0.0.0.0/0}}
                  - {direction: egress, remote: {prefix: 0.0.0.0/0}}
                  - {direction: ingress, ethertype: IPv6, remote: {prefix: "::/0"}}
                  - {direction: egress, ethertype: IPv6, remote: {prefix: "::/0"}}
                ---
                kind: SecurityGroup
                apiVersion: vireo.net/v1
                name: web
                rules:
                  - {direction: egress, remote: {prefix: 0.0.0.0/0}}
                  - {direction: egress, ethertype: IPv6, remote: {prefix: "::/0"}}
                  - {direction: ingress, protocol: icmp, remote: {prefix: 120.0.0.0/24}}
                """);
        yaml.append(rule(OPEN_PORT));
        morePorts.forEach(port -> yaml.append(rule(port)));
        return yaml.toString();
    }

    /** What opens a TCP port, one line. */
    private static String rule(final int port) {
        return "  - {direction: ingress, protocol: tcp, ports: " + port + ", remote: {prefix: 120.0.0.0/24}}\n";
    }
}
