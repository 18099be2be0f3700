// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.port.gate.Gate;
import net.vireo.virtio.DriverQueue;
import net.vireo.virtio.Features;
import net.vireo.virtio.vhost.DriverRing;
import net.vireo.virtio.vhost.RingBase;

/**
 * One ring of a virtio-user port: its memory and descriptors for the port's whole life, its queue made anew for every
 * connection. Everything but {@link #runs} with the {@link #gate} held.
 */
final class UserRing implements AutoCloseable {
    final Gate gate = new Gate();
    /** Written by us when the device wants to hear. */
    final int kickFd = EventFd.create();
    /** Written by the device; what the lcore that receives sleeps on. */
    final int callFd = EventFd.create();

    private final int index;
    private final int entries;
    private final UserMemory memory;
    private volatile boolean runs;
    private boolean open;
    private DriverQueue queue;
    private long features;

    UserRing(final int index, final int entries, final UserMemory memory) {
        this.index = index;
        this.entries = entries;
        this.memory = memory;
    }

    /** Whether packets flow. Any thread. */
    boolean runs() {
        return runs;
    }

    /** The ring, or null while nobody is connected. */
    DriverQueue queue() {
        return open ? queue : null;
    }

    /** What the device acknowledged. */
    long features() {
        return features;
    }

    int headerBytes() {
        return Features.headerBytes(features);
    }

    int entries() {
        return entries;
    }

    /** Where the slot of a number is. */
    long slot(final int number) {
        return memory.slots(index) + (long) number * UserMemory.SLOT_BYTES;
    }

    /** Makes an empty ring; the device does not know it yet. */
    DriverRing prepare(final long negotiated) {
        features = negotiated;
        final long at = memory.ring(index);
        queue = DriverQueue.create(entries, negotiated, at, at);
        queue.suppressNotifications();
        return new DriverRing(
                entries,
                queue.descriptorAddress(),
                queue.driverAddress(),
                queue.deviceAddress(),
                RingBase.fresh(Features.has(negotiated, Features.RING_PACKED)),
                kickFd,
                (index & 1) == 0 ? callFd : -1);
    }

    /** The device runs it, or no more. */
    void open(final boolean wanted) {
        open = wanted;
        runs = wanted;
        EventFd.signal(callFd); // whoever sleeps looks at what it is now
    }

    @Override
    public void close() {
        Fds.close(kickFd);
        Fds.close(callFd);
    }
}
