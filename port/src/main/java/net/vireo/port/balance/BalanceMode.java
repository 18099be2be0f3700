// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

/**
 * The load balancing of a data plane as it is now: it can be changed while packets pass. Each lcore takes up a change with
 * its next burst; packets of a flow may overtake each other at that moment.
 */
public final class BalanceMode {
    private final LoadBalance initial;
    private volatile LoadBalance now;

    /** As the data plane was started. */
    public BalanceMode(final LoadBalance initial) {
        this.initial = initial;
        now = initial;
    }

    /** How it was at the start. */
    public LoadBalance initial() {
        return initial;
    }

    /** How it is. Any thread. */
    public LoadBalance now() {
        return now;
    }

    /** Changes it. Control thread. */
    public void change(final LoadBalance mode) {
        now = mode;
    }
}
