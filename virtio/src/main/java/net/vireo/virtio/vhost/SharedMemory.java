// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The memory of one front end: the present table, the descriptors of its regions, and the requests that change it. */
final class SharedMemory {
    private final BackEndConfig config;
    private final VhostDevice device;
    private final FdCloser closer;

    private MemoryTable table = MemoryTable.EMPTY;

    SharedMemory(final BackEndConfig config, final VhostDevice device, final FdCloser closer) {
        this.config = config;
        this.device = device;
        this.closer = closer;
    }

    MemoryTable table() {
        return table;
    }

    List<MemoryRegion> regions() {
        return table.regions().stream().map(SharedRegion::region).toList();
    }

    /** SET_MEM_TABLE: other memory in place of all that there is. */
    void replace(final ByteBuffer payload, final ReceivedFds fds, final BackEndRings rings, final long features)
            throws RefusedException {
        final int announced = payload.getInt();
        payload.getInt(); // padding
        if (announced < 1 || announced > BackEndConfig.MAX_TABLE_REGIONS) {
            throw new RefusedException(
                    Refusal.MEMORY,
                    "a memory table of %s regions: 1 to %d can be"
                            .formatted(Integer.toUnsignedString(announced), BackEndConfig.MAX_TABLE_REGIONS));
        }
        if (payload.remaining() != announced * MemoryRegion.SIZE) {
            throw new RefusedException(
                    Refusal.FRAMING,
                    "a memory table of %d regions in %d bytes".formatted(announced, payload.remaining()));
        }
        if (fds.count() != announced) {
            throw new RefusedException(
                    Refusal.DESCRIPTORS,
                    "a memory table of %d regions with %d descriptors".formatted(announced, fds.count()));
        }
        MemoryTable wanted = MemoryTable.EMPTY;
        for (int i = 0; i < announced; i++) {
            wanted = wanted.with(new SharedRegion(MemoryRegion.read(payload), fds.fd(i)));
        }
        final List<SharedRegion> dropped = table.regions();
        become(wanted, rings, features);
        fds.takeAll();
        close(dropped);
    }

    /**
     * ADD_MEM_REG. A region that is there already, the same in every number, is no error and changes nothing: QEMU 7.2
     * tells each one again for each queue pair after the first [measured].
     */
    void add(final ByteBuffer payload, final ReceivedFds fds, final BackEndRings rings, final long features)
            throws RefusedException {
        payload.getLong(); // padding
        final MemoryRegion added = MemoryRegion.read(payload);
        if (regions().contains(added)) {
            return;
        }
        if (table.regions().size() >= config.maxMemorySlots()) {
            throw new RefusedException(
                    Refusal.MEMORY, "all %d memory slots are taken".formatted(config.maxMemorySlots()));
        }
        become(table.with(new SharedRegion(added, fds.fd(0))), rings, features);
        fds.takeAll();
    }

    /**
     * REM_MEM_REG. A region that is not there, or no longer, changes nothing either: who adds once for each queue pair
     * removes as often. A descriptor that came along is left to be closed.
     */
    void remove(final ByteBuffer payload, final BackEndRings rings, final long features) throws RefusedException {
        payload.getLong(); // padding
        final SharedRegion dropped = table.find(MemoryRegion.read(payload));
        if (dropped != null) {
            become(table.without(dropped), rings, features);
            close(List.of(dropped));
        }
    }

    /** The end of the connection; no ring runs. */
    void clear() {
        final List<SharedRegion> dropped = new ArrayList<>(table.regions());
        table = MemoryTable.EMPTY;
        if (!dropped.isEmpty()) {
            try {
                device.memory(List.of(), List.of());
            } catch (final RefusedException refused) {
                // An empty table cannot be refused; the device that does it anyway is told so.
                device.refused(refused);
            }
            close(dropped);
        }
    }

    /** Says the present table once more. */
    void record(final SessionRecord.Builder record) {
        final List<SharedRegion> all = table.regions();
        if (all.size() <= BackEndConfig.MAX_TABLE_REGIONS && !all.isEmpty()) {
            final ByteBuffer payload =
                    SessionRecord.Builder.payload(2 * Integer.BYTES + all.size() * MemoryRegion.SIZE);
            payload.putInt(all.size()).putInt(0);
            all.forEach(shared -> shared.region().write(payload));
            record.say(
                    FrontEndRequest.SET_MEM_TABLE,
                    payload,
                    all.stream().mapToInt(SharedRegion::fd).toArray());
            return;
        }
        for (final SharedRegion shared : all) {
            final ByteBuffer payload = SessionRecord.Builder.payload(Long.BYTES + MemoryRegion.SIZE)
                    .putLong(0);
            shared.region().write(payload);
            record.say(FrontEndRequest.ADD_MEM_REG, payload, shared.fd());
        }
    }

    private void become(final MemoryTable wanted, final BackEndRings rings, final long features)
            throws RefusedException {
        device.memory(wanted.regions(), rings.running(wanted, features));
        table = wanted;
    }

    private void close(final List<SharedRegion> dropped) {
        for (final SharedRegion region : dropped) {
            closer.close(region.fd());
        }
    }
}
