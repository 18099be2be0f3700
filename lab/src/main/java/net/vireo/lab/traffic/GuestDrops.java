// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.util.List;
import net.vireo.lab.host.Place;

/**
 * What a guest's own kernel threw away: frames that found its link's queue full, and datagrams that found their
 * socket's buffer full because the program was not given the CPU in time. Lost, but not by the network.
 *
 * @param linkDrops frames, both directions, of the guest's links
 * @param socketDrops UDP datagrams
 */
public record GuestDrops(long linkDrops, long socketDrops) {
    private static final long READ_LIMIT_MS = 5000;
    private static final int RECEIVE_DROPS = 3;
    private static final int TRANSMIT_DROPS = 11;

    /** The counts of a guest since it was made. */
    public static GuestDrops of(final Place place) throws InterruptedException {
        return parse(lines(place, "/proc/net/dev"), lines(place, "/proc/net/snmp"));
    }

    private static List<String> lines(final Place place, final String file) throws InterruptedException {
        return place.runQuietly(List.of("cat", file), READ_LIMIT_MS)
                .output()
                .lines()
                .toList();
    }

    /** What was dropped after {@code earlier}. */
    public long since(final GuestDrops earlier) {
        return linkDrops + socketDrops - earlier.linkDrops - earlier.socketDrops;
    }

    /** @param devices as /proc/net/dev: two lines of heads, then "name:" and 16 counters, receive first */
    static GuestDrops parse(final List<String> devices, final List<String> protocols) {
        long linkDrops = 0;
        for (final String line : devices) {
            final int colon = line.indexOf(':');
            final String[] counters = line.substring(colon + 1).strip().split("\\s+", -1);
            if (colon > 0 && counters.length > TRANSMIT_DROPS) {
                linkDrops += Long.parseLong(counters[RECEIVE_DROPS]) + Long.parseLong(counters[TRANSMIT_DROPS]);
            }
        }
        return new GuestDrops(linkDrops, value(protocols, "Udp:", "RcvbufErrors"));
    }

    /** A value of /proc/net/snmp, where a line of names stands over a line of values. */
    private static long value(final List<String> lines, final String protocol, final String name) {
        final List<String[]> pair = lines.stream()
                .filter(line -> line.startsWith(protocol))
                .map(line -> line.split("\\s+", -1))
                .toList();
        if (pair.size() == 2) {
            for (int i = 1; i < Math.min(pair.getFirst().length, pair.getLast().length); i++) {
                if (pair.getFirst()[i].equals(name)) {
                    return Long.parseLong(pair.getLast()[i]);
                }
            }
        }
        return 0;
    }
}
