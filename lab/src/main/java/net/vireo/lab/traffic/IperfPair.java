// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.host.Place;
import net.vireo.lab.host.Tool;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.IpAddress;

/**
 * {@code iperf3} from one guest to another: a server for one test, then the client.
 *
 * @param from where the client runs
 * @param to where the server runs
 * @param server the server's address
 */
public record IperfPair(Place from, Place to, IpAddress server) {
    /** Well under every overlay MTU, so that a datagram is one packet. */
    private static final int DATAGRAM_BYTES = 1200;

    private static final int ATTEMPTS = 3;
    private static final long RETRY_MS = 60;
    private static final long SLACK_MS = 5000;

    /** One TCP stream for this many seconds. */
    public IperfResult tcp(final int seconds, final Path log) throws InterruptedException {
        return run(seconds, List.of(), log);
    }

    /** UDP datagrams of {@value #DATAGRAM_BYTES} bytes at a rate, for this many seconds. */
    public IperfResult udp(final int seconds, final int megabitsPerSecond, final Path log) throws InterruptedException {
        return run(seconds, udp(megabitsPerSecond), log);
    }

    /** The same in several streams at once, each at that rate. */
    public IperfResult udp(final int seconds, final int megabitsPerSecond, final int streams, final Path log)
            throws InterruptedException {
        final List<String> options = new ArrayList<>(udp(megabitsPerSecond));
        options.addAll(List.of("-P", String.valueOf(streams)));
        return run(seconds, options, log);
    }

    private static List<String> udp(final int megabitsPerSecond) {
        return List.of("-u", "-b", megabitsPerSecond + "M", "-l", String.valueOf(DATAGRAM_BYTES));
    }

    private IperfResult run(final int seconds, final List<String> options, final Path log) throws InterruptedException {
        final String version = server.family() == Family.IPV4 ? "-4" : "-6";
        final Place.Running listening = to.start(List.of(Tool.IPERF3.command(), "-s", "-1", version), log);
        try {
            final List<String> client = new ArrayList<>(List.of(
                    Tool.IPERF3.command(),
                    version,
                    "-J",
                    "--connect-timeout",
                    "1500",
                    "-c",
                    server.toString(),
                    "-t",
                    String.valueOf(seconds)));
            client.addAll(options);
            IperfResult result = IperfResult.failed("the server did not start");
            for (int attempt = 0; attempt < ATTEMPTS && listening.alive(); attempt++) {
                Thread.sleep(RETRY_MS);
                result = IperfResult.parse(
                        from.runQuietly(client, seconds * 1000L + SLACK_MS).output());
                if (!result.refused()) {
                    return result;
                }
            }
            return result;
        } finally {
            listening.stop();
        }
    }
}
