// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.util.Arrays;
import java.util.List;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.linux.Mapping;
import net.vireo.linux.MemFd;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.virtio.DriverQueue;
import net.vireo.virtio.Features;
import net.vireo.virtio.vhost.MemoryRegion;
import net.vireo.virtio.vhost.RefusedException;
import net.vireo.virtio.vhost.RingBase;
import net.vireo.virtio.vhost.RingSetup;
import net.vireo.virtio.vhost.SharedRegion;

/**
 * A guest without a socket: memory of its own, a ring pair in it, and the calls that its front end's messages become.
 * Its memory is full of garbage first. One queue pair; buffers are taken from the memory one after the other.
 */
final class MockGuest implements AutoCloseable {
    static final int RECEIVE = 0;
    static final int TRANSMIT = 1;
    /** Where the guest believes its memory to be. */
    static final long GUEST_BASE = 0x1_4000_0000L;

    private static final int LENGTH_BYTES = 4 << 20;
    private static final int BUFFERS_AT = 1 << 20;

    final long features;
    final int memFd;
    final int kickFd = EventFd.create();
    final int callFd = EventFd.create();
    final DriverQueue[] queues = new DriverQueue[2];

    private final int entries;
    private final Mapping memory;
    private final SharedRegion region;
    private long nextBuffer = BUFFERS_AT;

    MockGuest(final long features, final int entries) {
        this.features = features | Features.VERSION_1;
        this.entries = entries;
        memFd = MemFd.create("guest", false);
        Fds.truncate(memFd, LENGTH_BYTES);
        memory = Mmap.shared(memFd, LENGTH_BYTES, true);
        Memory.fill(memory.address(), LENGTH_BYTES, (byte) 0xa5);
        region = new SharedRegion(new MemoryRegion(GUEST_BASE, LENGTH_BYTES, memory.address(), 0), memFd);
        final long ringBytes = DriverQueue.bytesNeeded(entries, this.features) + 4095 & -4096L;
        for (int i = 0; i < 2; i++) {
            queues[i] = DriverQueue.create(
                    entries, this.features, memory.address() + i * ringBytes, GUEST_BASE + i * ringBytes);
        }
    }

    /** Shares the memory and starts both rings. */
    void connect(final VhostBackEnd device) throws RefusedException {
        device.memory(List.of(region), List.of());
        device.startRing(setup(RECEIVE, true));
        device.startRing(setup(TRANSMIT, true));
    }

    RingSetup setup(final int ring, final boolean enabled) {
        final DriverQueue queue = queues[ring];
        final boolean packed = Features.has(features, Features.RING_PACKED);
        return new RingSetup(
                ring,
                entries,
                packed,
                toGuest(queue.descriptorAddress()),
                toGuest(queue.driverAddress()),
                toGuest(queue.deviceAddress()),
                RingBase.fresh(packed),
                features,
                enabled,
                kickFd,
                callFd);
    }

    SharedRegion region() {
        return region;
    }

    /** Makes a frame available behind a 12-byte header; not published. */
    void transmit(final byte[] header, final byte[] frame) {
        final int lengthBytes = header.length + frame.length;
        final long at = buffer(lengthBytes);
        Memory.copyIn(header, 0, at, header.length);
        Memory.copyIn(frame, 0, at + header.length, frame.length);
        queues[TRANSMIT].add(toGuest(at), lengthBytes, false);
    }

    /** Makes empty buffers available and publishes them. @return their addresses here, by id */
    long[] post(final int count, final int lengthBytes) {
        final long[] addressOfId = new long[entries];
        for (int i = 0; i < count; i++) {
            final long at = buffer(lengthBytes);
            final int id = queues[RECEIVE].add(toGuest(at), lengthBytes, true);
            addressOfId[id] = at;
        }
        queues[RECEIVE].publish();
        return addressOfId;
    }

    /** What the device wrote to its next used buffers, one array for each. */
    byte[][] collect(final long[] addressOfId) {
        final int[] ids = new int[entries];
        final int[] lengths = new int[entries];
        final int count = queues[RECEIVE].collect(ids, lengths);
        final byte[][] all = new byte[count][];
        Arrays.setAll(all, i -> bytes(addressOfId[ids[i]], lengths[i]));
        return all;
    }

    /** Cuts the file off under the device. */
    void truncate(final long lengthBytes) {
        Fds.truncate(memFd, lengthBytes);
    }

    static byte[] bytes(final long address, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        Memory.copyOut(address, bytes, 0, lengthBytes);
        return bytes;
    }

    @Override
    public void close() {
        memory.close();
        Fds.close(memFd);
        Fds.close(kickFd);
        Fds.close(callFd);
    }

    /** Buffers are used in turn: enough for all that a ring can have at once. */
    private long buffer(final int lengthBytes) {
        if (nextBuffer + lengthBytes > LENGTH_BYTES) {
            nextBuffer = BUFFERS_AT;
        }
        final long at = memory.address() + nextBuffer;
        nextBuffer += lengthBytes + 63 & -64;
        return at;
    }

    private long toGuest(final long address) {
        return address - memory.address() + GUEST_BASE;
    }
}
