// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import static net.vireo.lab.topology.Addresses.ipv4;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Tool;
import net.vireo.lab.traffic.IperfResult;

/**
 * {@code iperf3} between two namespaces.
 *
 * @param from the client's namespace
 * @param to the server's namespace
 * @param server the server's address
 * @param log where the server prints
 */
record IperfRun(Path from, Path to, int server, Path log) {
    private static final long START_MS = 150;
    private static final long SLACK_MS = 6000;

    /** TCP as fast as it goes. */
    IperfResult tcp(final int seconds, final int streams) throws InterruptedException {
        return run(seconds, List.of("-P", String.valueOf(streams)));
    }

    /** UDP at a rate. */
    IperfResult udp(final int seconds, final int payloadBytes, final int packetsPerSecond) throws InterruptedException {
        final long bits = 8L * payloadBytes * packetsPerSecond;
        return run(seconds, List.of("-u", "-l", String.valueOf(payloadBytes), "-b", String.valueOf(bits)));
    }

    private IperfResult run(final int seconds, final List<String> options) throws InterruptedException {
        final Process listening =
                Commands.start(Commands.inside(to, List.of(Tool.IPERF3.command(), "-s", "-1", "-4")), log);
        try {
            Thread.sleep(START_MS);
            final List<String> client = new ArrayList<>(List.of(
                    Tool.IPERF3.command(),
                    "-4",
                    "-J",
                    "--connect-timeout",
                    "2000",
                    "-c",
                    ipv4(server),
                    "-t",
                    String.valueOf(seconds)));
            client.addAll(options);
            return IperfResult.parse(Commands.runQuietly(Commands.inside(from, client), seconds * 1000L + SLACK_MS)
                    .output());
        } finally {
            listening.destroyForcibly();
            listening.waitFor();
        }
    }
}
