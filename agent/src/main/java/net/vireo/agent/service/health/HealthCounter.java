// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.health;

import net.vireo.agent.service.CounterName;

/** What became of probes. */
public enum HealthCounter implements CounterName {
    PROBED("A probe was sent."),
    ANSWERED("A probe was answered as it should be."),
    REFUSED("A probe was answered, but not as it should be."),
    TIMED_OUT("A probe was not answered in time."),
    LATE("An answer came to a probe that was given up, or that nobody sent."),
    MALFORMED("The frame held no sound ICMP."),
    FOREIGN("An echo's answer came from another MAC or address than the guest's."),
    NO_ADDRESS("A guest could not be probed: it, or its network's services, have no IPv4 address."),
    WENT_UP("A check found its guest well."),
    WENT_DOWN("A check found its guest ill.");

    private final String sentence;

    HealthCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
