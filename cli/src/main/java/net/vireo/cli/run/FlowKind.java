// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.Locale;
import java.util.Map;
import net.vireo.vrouter.flow.AgingPolicy;

/** Kinds of flows that may be idle for different times, as {@code --flow-idle} names them. */
enum FlowKind {
    TCP,
    OPENING,
    UDP,
    ICMP,
    OTHER,
    HOLD;

    private static final int MS_PER_SECOND = 1000;

    /** More wraps in milliseconds. */
    private static final int MOST_SECONDS = 1_000_000;

    /**
     * The usual policy with these times instead.
     *
     * @param seconds by kind
     * @throws IllegalArgumentException when a time makes no sense
     */
    static AgingPolicy policy(final Map<FlowKind, Integer> seconds) {
        final AgingPolicy usual = AgingPolicy.DEFAULT;
        return new AgingPolicy(
                TCP.ms(seconds, usual.tcpEstablishedMs()),
                OPENING.ms(seconds, usual.tcpTransitoryMs()),
                UDP.ms(seconds, usual.udpMs()),
                ICMP.ms(seconds, usual.icmpMs()),
                OTHER.ms(seconds, usual.otherMs()),
                HOLD.ms(seconds, usual.holdMs()));
    }

    private int ms(final Map<FlowKind, Integer> seconds, final int usualMs) {
        final Integer wanted = seconds.get(this);
        if (wanted == null) {
            return usualMs;
        }
        if (wanted < 1 || wanted > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    "--flow-idle " + name().toLowerCase(Locale.ROOT) + "=" + wanted + ", must be 1 .. " + MOST_SECONDS);
        }
        return wanted * MS_PER_SECOND;
    }
}
