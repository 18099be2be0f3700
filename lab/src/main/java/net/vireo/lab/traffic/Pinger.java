// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.host.Place;
import net.vireo.lab.host.Tool;
import net.vireo.lab.topology.IpAddress;

/** Runs {@code ping} in a guest or on a host. */
public final class Pinger {
    /** The ICMP header in front of ping's payload, in both families. */
    private static final int ICMP_BYTES = 8;

    /** After the last request ping waits no longer than this for its reply, once there was any (iputils, finish()). */
    private static final String INTERVAL_S = "0.2";

    /** Each when the one before was answered, or after a second: three packets of a flow wait for its verdict, no more. */
    private static final String AFTER_ANSWERS = "-A";

    /** How long a resolver asks before it gives up: twice five seconds (resolv.conf(5)). */
    private static final int NAME_LIMIT_S = 10;

    private static final long SLACK_MS = 3000;

    private Pinger() {}

    /** Some echo requests, a fifth of a second apart. */
    public static PingResult ping(final Place place, final IpAddress destination, final int count)
            throws InterruptedException {
        return run(place, count, List.of("-c", String.valueOf(count), "-i", INTERVAL_S, "-W", "1"), destination);
    }

    /** The same, each after the answer to the one before: for flows that somebody has to decide on first. */
    public static PingResult pingFlow(final Place place, final IpAddress destination, final int count)
            throws InterruptedException {
        return run(place, count, List.of(AFTER_ANSWERS, "-c", String.valueOf(count), "-W", "1"), destination);
    }

    /** The same to a name, which the guest's own name servers have to know. */
    public static PingResult pingName(final Place place, final String name, final int count)
            throws InterruptedException {
        final List<String> options = List.of("-4", AFTER_ANSWERS, "-c", String.valueOf(count), "-W", "1");
        return run(place, count + NAME_LIMIT_S, options, name);
    }

    /** Packets of a given length, IP header included, with "don't fragment" set. */
    public static PingResult pingWhole(
            final Place place, final IpAddress destination, final int count, final int packetBytes)
            throws InterruptedException {
        final String payload = String.valueOf(packetBytes - destination.family().headerBytes() - ICMP_BYTES);
        return run(
                place,
                count,
                List.of("-M", "do", "-s", payload, "-c", String.valueOf(count), "-i", INTERVAL_S, "-W", "1"),
                destination);
    }

    /** Echo requests that live for a number of hops. */
    public static PingResult pingHops(final Place place, final IpAddress destination, final int count, final int hops)
            throws InterruptedException {
        return run(
                place,
                count,
                List.of("-t", String.valueOf(hops), "-c", String.valueOf(count), "-i", INTERVAL_S, "-W", "0.5"),
                destination);
    }

    /**
     * Asks until something comes back.
     *
     * @return milliseconds until the first reply, or -1 when none came in time
     */
    public static long untilAnswered(final Place place, final IpAddress destination, final long limitMs)
            throws InterruptedException {
        final long startNs = System.nanoTime();
        while (true) {
            final PingResult once = run(place, 1, List.of("-c", "1", "-W", "1"), destination);
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

    private static PingResult run(
            final Place place, final int count, final List<String> options, final IpAddress destination)
            throws InterruptedException {
        return run(place, count, options, destination.toString());
    }

    private static PingResult run(
            final Place place, final int count, final List<String> options, final String destination)
            throws InterruptedException {
        final List<String> line = new ArrayList<>(List.of(Tool.PING.command(), "-n"));
        line.addAll(options);
        line.add(destination);
        return PingResult.parse(place.run(line, count * 1000L + SLACK_MS).output());
    }
}
