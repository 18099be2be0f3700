// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.service.Timers;

/**
 * Which guests claim an address that is not theirs: told as a problem for five minutes after the last claim. Bounded, for all
 * and for each port, so that none hides another's; the services' thread writes, any thread reads.
 */
final class Conflicts {
    private static final int MOST = 256;
    private static final int MOST_OF_ONE = 8;
    private static final long KEPT_NS = TimeUnit.MINUTES.toNanos(5);

    private final Map<Claim, Long> lastNs = new LinkedHashMap<>();
    private long dueNs = Timers.NEVER_NS;
    private volatile List<String> problems = List.of();

    private record Claim(String port, String address) {}

    /** A guest's claim. */
    void add(final BoundGuest guest, final String address, final long nowNs) {
        final Claim claim = new Claim(guest.hostName(), address);
        if (lastNs.replace(claim, nowNs) == null && lastNs.size() < MOST && countOf(claim.port) < MOST_OF_ONE) {
            lastNs.put(claim, nowNs);
            dueNs = Math.min(dueNs, nowNs + KEPT_NS);
            tell();
        }
    }

    private long countOf(final String port) {
        return lastNs.keySet().stream().filter(claim -> claim.port.equals(port)).count();
    }

    /** When {@link #expire} may have something to do, {@link Timers#NEVER_NS} for never. */
    long dueNs() {
        return dueNs;
    }

    /** Lets go of claims that were not made again. */
    void expire(final long nowNs) {
        if (nowNs < dueNs) {
            return;
        }
        if (lastNs.values().removeIf(last -> nowNs - last >= KEPT_NS)) {
            tell();
        }
        dueNs = lastNs.values().stream().mapToLong(last -> last + KEPT_NS).min().orElse(Timers.NEVER_NS);
    }

    private void tell() {
        problems = lastNs.keySet().stream()
                .map(claim -> "port " + claim.port + " claims " + claim.address
                        + ", which is not its own: two guests have the same address, or one lies")
                .toList();
    }

    /** A sentence for each claim. */
    List<String> problems() {
        return problems;
    }
}
