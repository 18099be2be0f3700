// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import static net.vireo.lab.topology.Addresses.ipv4;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Tool;

/** Runs {@code ping} in a namespace. */
public final class Pinger {
    /** ICMP and IPv4 headers in front of ping's payload. */
    public static final int HEADER_BYTES = 28;

    private static final String INTERVAL_S = "0.1";
    private static final long SLACK_MS = 3000;

    private Pinger() {}

    /** Some echo requests, a tenth of a second apart; waits a second for the last reply. */
    public static PingResult ping(final Path space, final int destination, final int count)
            throws InterruptedException {
        return run(space, count, List.of("-c", String.valueOf(count), "-i", INTERVAL_S, "-W", "1"), destination);
    }

    /** Packets of a given IPv4 length with "don't fragment" set. */
    public static PingResult pingWhole(final Path space, final int destination, final int count, final int packetBytes)
            throws InterruptedException {
        final String payload = String.valueOf(packetBytes - HEADER_BYTES);
        return run(
                space,
                count,
                List.of("-M", "do", "-s", payload, "-c", String.valueOf(count), "-i", INTERVAL_S, "-W", "1"),
                destination);
    }

    /**
     * Asks until something comes back.
     *
     * @return milliseconds until the first reply, or -1 when none came in time
     */
    public static long untilAnswered(final Path space, final int destination, final long limitMs)
            throws InterruptedException {
        final long startNs = System.nanoTime();
        while (true) {
            final PingResult once = run(space, 1, List.of("-c", "1", "-W", "0.3"), destination);
            final long tookMs = (System.nanoTime() - startNs) / 1_000_000;
            if (once.complete()) {
                return tookMs;
            }
            if (tookMs > limitMs) {
                return -1;
            }
            Thread.sleep(20);
        }
    }

    private static PingResult run(final Path space, final int count, final List<String> options, final int destination)
            throws InterruptedException {
        final List<String> line = new ArrayList<>(List.of(Tool.PING.command(), "-n"));
        line.addAll(options);
        line.add(ipv4(destination));
        return PingResult.parse(Commands.run(Commands.inside(space, line), count * 1000L + SLACK_MS)
                .output());
    }
}
