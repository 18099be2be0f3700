// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import net.vireo.cli.path.PathDetail;
import net.vireo.cli.path.PathQuestion;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What {@code vireo trace --from} takes. */
final class PathOptions {
    @Option(
            names = "--from",
            paramLabel = "GUEST",
            description = "predict: the guest that sends, a vif's name or index")
    private String from;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "predict: the IPv4 or IPv6 address that it sends to")
    private String to;

    @ArgGroup(exclusive = true)
    private Packet packet = new Packet();

    @Option(
            names = "--source-port",
            paramLabel = "PORT",
            description = "predict: from this port; default: one that nobody uses")
    private int sourcePort;

    @Option(
            names = "--send",
            description = "send a probe too, which ends before the guest that it is for, and show both ways")
    private boolean send;

    @Option(names = "--deliver", description = "with --send: let the guest have the probe")
    private boolean deliver;

    @ArgGroup(exclusive = true)
    private Detail detail = new Detail();

    /** What is sent. */
    static final class Packet {
        @Option(names = "--tcp", paramLabel = "PORT", description = "predict: TCP to this port")
        private Integer tcp;

        @Option(names = "--udp", paramLabel = "PORT", description = "predict: UDP to this port")
        private Integer udp;

        @Option(names = "--icmp", description = "predict: an echo request; the default")
        private boolean icmp;

        private Packet() {}
    }

    /** How much is printed. */
    static final class Detail {
        @Option(names = "--minimal", description = "print how it ends only")
        private boolean minimal;

        @Option(names = "--summary", description = "print each node, with the way through its graph; the default")
        private boolean summary;

        @Option(names = "--detailed", description = "print each step, with what it found")
        private boolean detailed;

        private Detail() {}
    }

    /** Made by picocli. */
    PathOptions() {}

    /** Whether the command line asks for a path. */
    boolean isAsked() {
        return from != null || to != null || send || deliver || packet.tcp != null || packet.udp != null || packet.icmp;
    }

    /** Whether it is clear which. */
    boolean isWhole() {
        return from != null && to != null;
    }

    PathQuestion question(final String node) {
        final String protocol = packet.tcp != null ? "tcp" : packet.udp != null ? "udp" : "icmp";
        final int port = packet.tcp != null ? packet.tcp : packet.udp != null ? packet.udp : 0;
        return new PathQuestion(node, from, to, protocol, port, sourcePort, send, deliver);
    }

    PathDetail detail() {
        if (detail.minimal) {
            return PathDetail.MINIMAL;
        }
        return detail.detailed && !detail.summary ? PathDetail.DETAILED : PathDetail.SUMMARY;
    }
}
