// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.health;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import net.vireo.packet.Ipv4Address;

/**
 * One check, as it is configured.
 *
 * @param id the configuration's name of it at this interface
 * @param vif the guest's interface
 * @param kind how it probes
 * @param target of {@link Kind#HTTP}: what to get, such as {@code http://10.0.0.10:8080/health}; of {@link Kind#PING}: the
 *     address, empty for the guest's first
 * @param delayNs between probes
 * @param timeoutNs after which a probe counts as failed; not longer than the delay, so that one is under way at a time
 * @param retries so many failures in a row and one more make it down
 */
public record HealthCheck(String id, int vif, Kind kind, String target, long delayNs, long timeoutNs, int retries) {
    /** How a check probes. */
    public enum Kind {
        /** ICMP echo to an IPv4 address of the guest's. */
        PING,
        /** A GET that is answered with a status of 200 to 399. */
        HTTP,
        /** A BFD session: no probes, its own word counts at once. */
        BFD
    }

    private static final long MIN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    public HealthCheck {
        if (kind != Kind.BFD && (timeoutNs < MIN_NS || delayNs < timeoutNs)) {
            throw new IllegalArgumentException("health check " + id + ": a timeout of " + timeoutNs / 1_000_000
                    + " ms and a delay of " + delayNs / 1_000_000
                    + " ms; the timeout is 100 ms or more, and not longer than the delay");
        }
        if (retries < 0) {
            throw new IllegalArgumentException("health check " + id + ": " + retries + " retries; it is 0 or more");
        }
        if (kind == Kind.HTTP && !target.startsWith("http://")) {
            throw new IllegalArgumentException(
                    "health check " + id + ": target \"" + target + "\"; it starts with http://");
        }
    }

    /** The address that it pings, empty for the guest's first. */
    OptionalInt address() {
        return kind == Kind.PING && !target.isEmpty() ? OptionalInt.of(Ipv4Address.parse(target)) : OptionalInt.empty();
    }
}
