// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.util.Optional;
import net.vireo.port.RingDescriptors;
import net.vireo.port.RingState;
import net.vireo.port.gate.Gate;
import net.vireo.virtio.DeviceQueue;
import net.vireo.virtio.FaultCounters;
import net.vireo.virtio.Features;
import net.vireo.virtio.MemoryRegions;
import net.vireo.virtio.RingFault;
import net.vireo.virtio.RingLook;
import net.vireo.virtio.RingSetup;

/**
 * One of a guest's rings as this port knows it, whether the guest runs it or not. Everything but {@link #runs} is read
 * and written with the {@link #gate} held: by lcores for a burst, by the control thread for a change.
 */
final class VhostRing {
    static final int NO_FD = -1;

    final Gate gate = new Gate();
    /** Only rings of which we receive: what our lcore sleeps on. */
    final KickWatch watch;

    final FaultCounters faults = new FaultCounters();

    private final int index;
    private final long record;
    private volatile boolean runs;
    private RingSetup setup;
    private DeviceQueue queue;
    private long features;
    private int headerBytes;
    private boolean enabled;
    private boolean alarmed;
    private int callFd = NO_FD;

    /** What {@link #descriptors} tells, to any thread. */
    private volatile RingDescriptors told;

    /** @param record where a packed ring's position is written */
    VhostRing(final int index, final long record) {
        this.index = index;
        this.record = record;
        watch = (index & 1) == 0 ? null : new KickWatch();
    }

    /** Even: the guest receives; odd: it transmits. */
    int index() {
        return index;
    }

    /** Whether it is worth entering. Any thread. */
    boolean runs() {
        return runs;
    }

    /** The guest's ring; null while it runs none. */
    DeviceQueue queue() {
        return queue;
    }

    /** What the guest acknowledged. */
    long features() {
        return features;
    }

    /** Bytes before each frame. */
    int headerBytes() {
        return headerBytes;
    }

    /** Whether packets flow; else what comes is discarded. */
    boolean isEnabled() {
        return enabled;
    }

    /** What to write when the guest wants to hear of something, or {@link #NO_FD}. */
    int callFd() {
        return callFd;
    }

    /** How the sides wake each other; null before anybody said so. Any thread. */
    RingDescriptors descriptors() {
        return told;
    }

    /** @throws IllegalArgumentException for a ring that cannot be: nothing has changed */
    void start(final RingSetup newSetup, final MemoryRegions regions) {
        queue = open(newSetup, regions);
        setup = newSetup;
        features = newSetup.features();
        headerBytes = Features.headerBytes(features);
        alarmed = false;
        runs = true;
    }

    /** Prepares the same ring over other memory, where it stands. @throws IllegalArgumentException as {@link #start} */
    DeviceQueue reopened(final RingSetup newSetup, final MemoryRegions regions) {
        return open(newSetup.withPositions(queue.availPosition(), queue.usedPosition()), regions);
    }

    /** Goes on with what {@link #reopened} gave. */
    void replace(final RingSetup newSetup, final DeviceQueue newQueue) {
        setup = newSetup;
        queue = newQueue;
        if (watch != null) {
            watch.wake(); // the new queue asks for no notifications
        }
    }

    /** Behind each burst: should this process die now, the next one knows where to go on. */
    void recordPosition() {
        if (setup.isPacked()) {
            RingRecords.write(record, queue.usedPosition());
        }
    }

    /** The ring's format, for its stop. */
    boolean isPacked() {
        return setup.isPacked();
    }

    void stop() {
        runs = false;
        queue = null;
        setup = null;
        enabled = false;
        fds(NO_FD, NO_FD);
    }

    /** Whether the ring is broken and nobody was told yet; the caller tells. */
    boolean isNewlyBroken() {
        if (alarmed || queue == null || !queue.isBroken()) {
            return false;
        }
        alarmed = true;
        return true;
    }

    /** What broke the ring, as a sentence; empty while nothing did. Takes the gate. */
    String brokenSentence() {
        gate.enter();
        try {
            return queue == null || !queue.isBroken()
                    ? ""
                    : "ring " + index + ": " + queue.brokenBy().sentence();
        } finally {
            gate.leave();
        }
    }

    /** What stands in it, for people. Takes the gate. A guest that takes its memory away meanwhile has broken the ring. */
    RingState look() {
        final FaultPoint faultPoint = new FaultPoint();
        gate.enter();
        try {
            if (queue == null) {
                return new RingState(false, "", Optional.empty());
            }
            if (queue.brokenBy() == RingFault.MEMORY_GONE) {
                return new RingState(enabled, queue.brokenBy().sentence(), Optional.empty());
            }
            faultPoint.settle();
            final RingLook look = queue.inspect();
            faultPoint.settle();
            return new RingState(enabled, queue.isBroken() ? queue.brokenBy().sentence() : "", Optional.of(look));
        } catch (final InternalError vanished) {
            if (!FaultPoint.isOne(vanished)) {
                throw vanished;
            }
            queue.memoryGone();
            return new RingState(enabled, queue.brokenBy().sentence(), Optional.empty());
        } finally {
            gate.leave();
        }
    }

    /** Whether its memory vanished and nobody was told yet; the caller tells. Takes the gate. */
    boolean isGone() {
        gate.enter();
        try {
            return queue != null && queue.brokenBy() == RingFault.MEMORY_GONE && isNewlyBroken();
        } finally {
            gate.leave();
        }
    }

    void enable(final boolean wanted) {
        enabled = wanted;
    }

    /** On return the former descriptors are not used any more. */
    void fds(final int newKickFd, final int newCallFd) {
        callFd = newCallFd;
        told = new RingDescriptors(index, newKickFd, newCallFd);
        if (watch != null) {
            watch.change(newKickFd);
        }
    }

    void close() {
        if (watch != null) {
            watch.close();
        }
    }

    private DeviceQueue open(final RingSetup from, final MemoryRegions regions) {
        final DeviceQueue opened = DeviceQueue.open(from, regions, faults);
        opened.suppressNotifications();
        return opened;
    }
}
