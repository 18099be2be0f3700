// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.port.DeviceQueues;
import net.vireo.port.Port;
import net.vireo.port.PortCounters;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.offload.Offloads;

/** A port whose device outlives the process, unless the port is closed: then something is done about it first. */
final class LastingPort implements Port {
    private final Port inner;
    private final Runnable beforeClose;

    LastingPort(final Port inner, final Runnable beforeClose) {
        this.inner = inner;
        this.beforeClose = beforeClose;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String kind() {
        return inner.kind();
    }

    @Override
    public int rxQueueCount() {
        return inner.rxQueueCount();
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return inner.rxQueue(index);
    }

    @Override
    public int ownedTxQueues() {
        return inner.ownedTxQueues();
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        return inner.txQueue(lcoreIndex);
    }

    @Override
    public DeviceQueues queues() {
        return inner.queues();
    }

    @Override
    public PortCounters counters() {
        return inner.counters();
    }

    @Override
    public Offloads offloads() {
        return inner.offloads();
    }

    @Override
    public boolean isGone() {
        return inner.isGone();
    }

    @Override
    public int polledRxQueues() {
        return inner.polledRxQueues();
    }

    @Override
    public void onChange(final Runnable listener) {
        inner.onChange(listener);
    }

    @Override
    public void close() {
        try {
            beforeClose.run();
        } finally {
            inner.close();
        }
    }
}
