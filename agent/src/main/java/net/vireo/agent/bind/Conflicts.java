// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which guests claim an address that is not theirs: told as a problem for five minutes after the last claim. Bounded; the
 * services' thread writes, any thread reads.
 */
final class Conflicts {
    private static final int MOST = 256;
    private static final long KEPT_NS = TimeUnit.MINUTES.toNanos(5);

    private final Map<Claim, Long> lastNs = new LinkedHashMap<>();
    private volatile List<String> problems = List.of();

    private record Claim(String port, String address) {}

    /** A guest's claim. */
    void add(final BoundGuest guest, final String address, final long nowNs) {
        final Claim claim = new Claim(guest.hostName(), address);
        if (lastNs.containsKey(claim) || lastNs.size() < MOST) {
            lastNs.put(claim, nowNs);
        }
        tell();
    }

    /** When a claim is to be let go of, {@link Long#MAX_VALUE} when there is none. */
    long dueNs() {
        return lastNs.values().stream().mapToLong(last -> last + KEPT_NS).min().orElse(Long.MAX_VALUE);
    }

    /** Lets go of claims that were not made again. */
    void expire(final long nowNs) {
        if (lastNs.values().removeIf(last -> nowNs - last >= KEPT_NS)) {
            tell();
        }
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
