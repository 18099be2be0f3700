// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.vrouter.counter.CounterLayout;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.table.TableSize;

/**
 * The large pieces of memory that a data plane reserves when it starts, outside of the Java heap. Packet buffers are
 * touched at once; of the rest a page takes memory when something is put in it. Immutable.
 *
 * @param bufferBytes packet buffers of both classes
 * @param flowBytes the flow table with its counters
 * @param bridgeBytes the bridge table
 * @param counterBytes counters of vifs, lcores, nodes and VRFs, with their snapshot
 */
public record ReservedMemory(long bufferBytes, long flowBytes, long bridgeBytes, long counterBytes) {
    private static final int FLOW_BUCKET = 16;
    private static final int MEGABYTE = 1_000_000;

    /**
     * What a data plane with these options will reserve.
     *
     * @throws IllegalArgumentException when a table cannot be as large as the options say
     */
    public static ReservedMemory of(final VrouterConfig config) {
        final int lcores = config.lcoresInAll();
        return new ReservedMemory(
                config.poolSizes().lengthBytes(),
                flows(config).fileBytes(),
                config.limits().bridgeLayout(lcores).fileBytes(),
                new CounterLayout(lcores, config.limits().vifs()).fileBytes());
    }

    /** The flow table's layout: whole buckets, as many as the limit asks for. */
    static FlowLayout flows(final VrouterConfig config) {
        final TableSize size = config.limits().flows();
        final int entries = Math.ceilDiv(size.entries(), FLOW_BUCKET) * FLOW_BUCKET;
        return new FlowLayout(entries, size.overflowEntries(), config.lcoresInAll());
    }

    /** All of it. */
    public long totalBytes() {
        return bufferBytes + flowBytes + bridgeBytes + counterBytes;
    }

    /** For a person. */
    public String text() {
        return "%d MB: packet buffers %d, flow table %d, bridge table %d, counters %d"
                .formatted(
                        megabytes(totalBytes()),
                        megabytes(bufferBytes),
                        megabytes(flowBytes),
                        megabytes(bridgeBytes),
                        megabytes(counterBytes));
    }

    private static long megabytes(final long bytes) {
        return Math.ceilDiv(bytes, MEGABYTE);
    }
}
