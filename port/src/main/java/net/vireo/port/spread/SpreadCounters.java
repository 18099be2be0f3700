// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import java.util.List;
import java.util.function.ToLongFunction;
import net.vireo.port.HandoverCounts;
import net.vireo.port.OffloadCounts;
import net.vireo.port.PortCounters;

/**
 * The counters of a port whose packets are spread: the device's, but received is what lcores were given, missed includes what found a
 * full ring, and held what waits in rings. So {@code device's rxPackets = rxPackets + missed in rings + waiting}.
 */
public final class SpreadCounters implements PortCounters {
    private final PortCounters device;
    private final List<SpreadQueue> queues;

    /** @param queues all of the port's */
    public SpreadCounters(final PortCounters device, final List<SpreadQueue> queues) {
        this.device = device;
        this.queues = queues;
    }

    @Override
    public long rxPackets() {
        return sum(SpreadQueue::deliveredCount);
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
                + queues.stream().mapToLong(SpreadQueue::missedCount).sum();
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
                + queues.stream().mapToLong(SpreadQueue::waitingCount).sum();
    }

    @Override
    public HandoverCounts handovers() {
        return device.handovers()
                .plus(new HandoverCounts(
                        sum(SpreadQueue::polledCount),
                        sum(SpreadQueue::deliveredCount),
                        sum(SpreadQueue::missedCount),
                        sum(SpreadQueue::waitingCount)));
    }

    private long sum(final ToLongFunction<SpreadQueue> counter) {
        return queues.stream().mapToLong(counter).sum();
    }

    @Override
    public OffloadCounts offloads() {
        return device.offloads();
    }
}
