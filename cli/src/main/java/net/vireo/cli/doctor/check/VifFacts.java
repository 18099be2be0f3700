// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * One interface.
 *
 * @param title as findings name it: {@code vif0/3 (web)}
 * @param kind what it stands for
 * @param vhostUser whether its guest shares rings with the data plane
 * @param mtuBytes with the Ethernet header; 0 when it states none
 * @param lcores what each did
 */
public record VifFacts(
        String title,
        Kind kind,
        boolean vhostUser,
        int mtuBytes,
        PortFacts port,
        QueueFacts queues,
        List<LcoreTraffic> lcores) {
    /** What an interface stands for. */
    public enum Kind {
        FABRIC,
        GUEST,
        OTHER
    }

    public VifFacts {
        lcores = List.copyOf(lcores);
    }

    /** A counter over all lcores. */
    long sum(final ToLongFunction<LcoreTraffic> counter) {
        return lcores.stream().mapToLong(counter).sum();
    }
}
