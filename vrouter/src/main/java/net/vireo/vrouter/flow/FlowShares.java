// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/**
 * Who has how many flows of the table, and how many that wait for a verdict. A guest may have so many that what it has is
 * no more than {@link #PART} times what is left: alone it gets four fifths of the table, two that scan at once get four
 * ninths each, and somebody who has few always finds room. Nothing is reserved, so nothing is wasted, and there is nothing
 * to set (Choudhury and Hahne, "Dynamic queue length thresholds", 1998).
 *
 * <p>Who pays for a flow is the guest that its first packet came from, or, out of a tunnel, went to; it pays for the reverse
 * flow too: whoever is scanned has nothing to pay. Guests are named by the next hop in their flows' keys; those whose
 * numbers are the same in the lowest sixteen bits have one account. One atomic addition for a new flow, one for one that
 * goes; any thread.
 */
public final class FlowShares {
    /** How many times what is left one guest may have. */
    static final int PART = 4;

    private static final int ACCOUNTS = 1 << 16;

    private final AtomicIntegerArray flows;
    private final AtomicIntegerArray waiting;
    private final LongSupplier free;
    private final boolean counts;

    /** @param free slots of the table that are not used */
    FlowShares(final LongSupplier free) {
        this(new AtomicIntegerArray(ACCOUNTS), new AtomicIntegerArray(ACCOUNTS), free, true);
    }

    private FlowShares(
            final AtomicIntegerArray flows,
            final AtomicIntegerArray waiting,
            final LongSupplier free,
            final boolean counts) {
        this.flows = flows;
        this.waiting = waiting;
        this.free = free;
        this.counts = counts;
    }

    /** The same accounts for somebody who tries what would become of a packet: what happens there is not counted. */
    FlowShares rehearsed() {
        return new FlowShares(flows, waiting, free, false);
    }

    /** Whether a guest may have one more flow. Where nobody may, the table says so itself. */
    public boolean hasRoom(final int payer) {
        final long left = free.getAsLong();
        return left <= 0 || flows.getOpaque(account(payer)) < PART * left;
    }

    /** How many flows a guest pays for. */
    public int flows(final int payer) {
        return flows.get(account(payer));
    }

    /** How many of them wait for a verdict. */
    public int waiting(final int payer) {
        return waiting.get(account(payer));
    }

    void made(final int payer, final long state) {
        if (counts) {
            flows.getAndIncrement(account(payer));
            if (FlowState.waits(state)) {
                waiting.getAndIncrement(account(payer));
            }
        }
    }

    void gone(final int payer, final long state) {
        if (counts) {
            flows.getAndDecrement(account(payer));
            if (FlowState.waits(state)) {
                judged(payer);
            }
        }
    }

    void judged(final int payer) {
        if (counts) {
            waiting.getAndDecrement(account(payer));
        }
    }

    private static int account(final int payer) {
        return payer & ACCOUNTS - 1;
    }
}
