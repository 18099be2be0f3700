// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import java.util.List;
import net.vireo.port.PortCounters;

/**
 * The counters of an {@link RssPort}: the device's, but received is what lcores were given, missed includes what found a
 * full ring, and held what waits in rings. So {@code device's rxPackets = rxPackets + missed in rings + waiting}.
 */
final class RssCounters implements PortCounters {
    private final PortCounters device;
    private final List<RssQueue> queues;

    RssCounters(final PortCounters device, final List<RssQueue> queues) {
        this.device = device;
        this.queues = queues;
    }

    @Override
    public long rxPackets() {
        return queues.stream().mapToLong(RssQueue::deliveredCount).sum();
    }

    @Override
    public long rxErrors() {
        return device.rxErrors();
    }

    @Override
    public long rxNoBuffers() {
        return device.rxNoBuffers();
    }

    @Override
    public long rxMissed() {
        return device.rxMissed()
                + queues.stream().mapToLong(RssQueue::missedCount).sum();
    }

    @Override
    public long rxSyscalls() {
        return device.rxSyscalls();
    }

    @Override
    public long txPackets() {
        return device.txPackets();
    }

    @Override
    public long txErrors() {
        return device.txErrors();
    }

    @Override
    public long txSyscalls() {
        return device.txSyscalls();
    }

    @Override
    public long heldBuffers() {
        return device.heldBuffers()
                + queues.stream().mapToLong(RssQueue::waitingCount).sum();
    }
}
