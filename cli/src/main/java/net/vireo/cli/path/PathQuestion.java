// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

/**
 * What a person wants to know: the way of a packet.
 *
 * @param node where the guest is; {@code null} or empty to look for it on all nodes that run
 * @param from the guest: the name of its vif, {@code vif0/3}, or {@code 3}
 * @param to an IPv4 or IPv6 address
 * @param protocol {@code tcp}, {@code udp} or {@code icmp}
 * @param port destination port; 0 for ICMP
 * @param sourcePort 0 to choose one that nobody uses
 * @param send whether to send a probe too
 * @param deliver whether the probe may reach the guest that it is for
 */
public record PathQuestion(
        String node, String from, String to, String protocol, int port, int sourcePort, boolean send, boolean deliver) {
    /** The command that asks the same. */
    String command() {
        final StringBuilder command = new StringBuilder("vireo trace");
        if (node != null && !node.isEmpty()) {
            command.append(" --node ").append(node);
        }
        command.append(" --from ")
                .append(from)
                .append(" --to ")
                .append(to)
                .append(" --")
                .append(protocol);
        if (!protocol.equals(Protocol.ICMP.text())) {
            command.append(' ').append(port);
        }
        if (sourcePort != 0) {
            command.append(" --source-port ").append(sourcePort);
        }
        return command.append(send ? " --send" : "")
                .append(deliver ? " --deliver" : "")
                .toString();
    }
}
