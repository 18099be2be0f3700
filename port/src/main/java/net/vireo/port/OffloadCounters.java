// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.offload.Refusal;

/** One queue's part of {@link OffloadCounts}: written by the lcore that owns the queue. */
public final class OffloadCounters {
    private static final int SEGMENTED = 0;
    private static final int BORN = 1;
    private static final int LOST = 2;
    private static final int COMPLETED = 3;
    private static final int BATCHED = 4;
    private static final int BATCHES = 5;
    private static final int UNPACKED_FRAMES = 6;
    private static final int UNPACKED_PACKETS = 7;
    /** A refusal with the code -1 is the cell behind this one. */
    private static final int REFUSALS = 7;

    private static final int CELLS = REFUSALS + Refusal.values().length + 1;

    private final OwnedCounters cells = new OwnedCounters(CELLS);

    /** All zero. */
    public OffloadCounters() {}

    /** A long packet was cut in software. */
    public void segmented(final int segmentCount) {
        cells.add(SEGMENTED, 1);
        cells.add(BORN, segmentCount);
    }

    /** Segments found no buffer, or no room at the device. */
    public void lost(final int segmentCount) {
        cells.add(LOST, segmentCount);
    }

    /** A checksum was completed in software. */
    public void completed() {
        cells.add(COMPLETED, 1);
    }

    /** Tunnel packets left in one frame. */
    public void batched(final int packetCount) {
        cells.add(BATCHED, packetCount);
        cells.add(BATCHES, 1);
    }

    /** A long tunnel packet came in. */
    public void unpackedFrame() {
        cells.add(UNPACKED_FRAMES, 1);
    }

    /** Packets came out of it. */
    public void unpackedPackets(final int packetCount) {
        cells.add(UNPACKED_PACKETS, packetCount);
    }

    /** @param code of a {@link Refusal} */
    public void refused(final long code) {
        cells.add(REFUSALS - (int) code, 1);
    }

    /** The sum over queues, made when somebody reads. Any thread. */
    static OffloadCounts sum(final List<OffloadCounters> all) {
        final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
        for (final Refusal refusal : Refusal.values()) {
            final long count = sum(all, REFUSALS - refusal.code());
            if (count > 0) {
                refusals.put(refusal, count);
            }
        }
        return new OffloadCounts(
                sum(all, SEGMENTED),
                sum(all, BORN),
                sum(all, LOST),
                sum(all, COMPLETED),
                sum(all, BATCHED),
                sum(all, BATCHES),
                sum(all, UNPACKED_FRAMES),
                sum(all, UNPACKED_PACKETS),
                refusals);
    }

    private static long sum(final List<OffloadCounters> all, final int cell) {
        return all.stream().mapToLong(queue -> queue.cells.value(cell)).sum();
    }
}
