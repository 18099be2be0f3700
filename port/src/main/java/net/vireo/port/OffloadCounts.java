// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Map;
import net.vireo.port.offload.Refusal;

/**
 * What a port did about offloads since it was opened. For information: one packet handed over is one packet taken,
 * whatever became of it.
 *
 * @param segmentedPackets long packets that were cut in software, because the device does not cut them
 * @param segmentsBorn packets that they became
 * @param segmentsLost of these, the ones that the device or an empty pool refused
 * @param checksumsCompleted packets whose open checksum was completed in software
 * @param batchedPackets tunnel packets that left inside a longer one
 * @param batchFrames the longer ones
 * @param unpackedFrames long tunnel packets that came in
 * @param unpackedPackets packets that came out of them
 * @param refusals frames whose offload header could not be true, by reason; they are in {@code rxErrors} too
 */
public record OffloadCounts(
        long segmentedPackets,
        long segmentsBorn,
        long segmentsLost,
        long checksumsCompleted,
        long batchedPackets,
        long batchFrames,
        long unpackedFrames,
        long unpackedPackets,
        Map<Refusal, Long> refusals) {
    /** Of a port that knows no offloads. */
    public static final OffloadCounts NONE = new OffloadCounts(0, 0, 0, 0, 0, 0, 0, 0, Map.of());

    public OffloadCounts {
        refusals = Map.copyOf(refusals);
    }
}
