// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import net.vireo.port.RxQueue;
import net.vireo.port.pool.PoolCache;

/** What other lcores hand to one for sending: to be taken in order, and sent by the queue that is this lcore's. */
final class Relay implements RxQueue {
    private final Inbox inbox;
    private final Doorbell bell;

    Relay(final Inbox inbox, final Doorbell bell) {
        this.inbox = inbox;
        this.bell = bell;
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        return inbox.take(packets, 0, capacity);
    }

    @Override
    public int readinessFd() {
        return bell.fd();
    }
}
