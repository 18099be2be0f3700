// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import net.vireo.linux.memory.Memory;

/**
 * One lcore's section of the counters. Written by that lcore only, so an increment is a plain read, an add and one
 * whole store. Nothing here allocates. Vif and node indices must be in range; a VRF that has no row is not counted.
 */
public final class LcoreCounters {
    private static final int BYTES = Long.BYTES;
    private static final int ROW_LONGS = CounterLayout.VIF_ROW_BYTES / BYTES;
    private static final int RX_PACKETS = VifCounter.RX_PACKETS.position();
    private static final int TX_PACKETS = VifCounter.TX_PACKETS.position();
    private static final int VIF_DROPS = VifCounter.DROPS.position();

    /** Keeps the memory behind the addresses mapped. */
    private final MemorySegment memory;

    private final long section;
    private final long snapshot;
    private final CounterLayout layout;
    private final long vrfRows;
    private final int vrfs;

    LcoreCounters(final MemorySegment memory, final long section, final long snapshot, final CounterLayout layout) {
        this.memory = memory;
        this.section = Memory.base(section);
        this.snapshot = Memory.base(snapshot);
        this.layout = layout;
        this.vrfRows = this.section + layout.vrf(0);
        this.vrfs = layout.vrfs();
    }

    public void add(final LcoreCounter counter, final long count) {
        addAt(section + (long) counter.position() * BYTES, count);
    }

    /** Sets a counter that is a level. */
    public void level(final LcoreCounter counter, final long value) {
        Memory.putLongOpaque(section + (long) counter.position() * BYTES, value);
    }

    /** A burst came in on a vif. */
    public void received(final int vif, final int packets, final long lengthBytes) {
        final long row = vifRow(vif);
        addAt(row + (long) VifCounter.RX_PACKETS.position() * BYTES, packets);
        addAt(row + (long) VifCounter.RX_BYTES.position() * BYTES, lengthBytes);
        add(LcoreCounter.RECEIVED, packets);
    }

    /** A packet of its parent belongs to a sub-interface; the parent has counted it already. */
    public void receivedBySubInterface(final int vif, final long lengthBytes) {
        final long row = vifRow(vif);
        addAt(row + (long) VifCounter.RX_PACKETS.position() * BYTES, 1);
        addAt(row + (long) VifCounter.RX_BYTES.position() * BYTES, lengthBytes);
        add(LcoreCounter.SUB_INTERFACE_RECEIVED, 1);
    }

    /** A packet leaves by a sub-interface; its parent will count it too. */
    public void transmittedBySubInterface(final int vif, final long lengthBytes) {
        final long row = vifRow(vif);
        addAt(row + (long) VifCounter.TX_PACKETS.position() * BYTES, 1);
        addAt(row + (long) VifCounter.TX_BYTES.position() * BYTES, lengthBytes);
        add(LcoreCounter.SUB_INTERFACE_TRANSMITTED, 1);
    }

    /** A vif's port took a batch. */
    public void transmitted(final int vif, final int packets, final long lengthBytes) {
        final long row = vifRow(vif);
        addAt(row + (long) VifCounter.TX_PACKETS.position() * BYTES, packets);
        addAt(row + (long) VifCounter.TX_BYTES.position() * BYTES, lengthBytes);
        add(LcoreCounter.TRANSMITTED, packets);
    }

    /** Packets for a vif's port were handed to the lcore that sends by it. */
    public void handedOver(final int vif, final int packets, final long lengthBytes) {
        final long row = vifRow(vif);
        addAt(row + (long) VifCounter.TX_PACKETS.position() * BYTES, packets);
        addAt(row + (long) VifCounter.TX_BYTES.position() * BYTES, lengthBytes);
        add(LcoreCounter.HANDED_OVER, packets);
    }

    /** Packets were taken over from other lcores, and a port took some of them; those count them for the vif. */
    public void relayed(final int takenOver, final int transmitted) {
        add(LcoreCounter.TAKEN_OVER, takenOver);
        add(LcoreCounter.TRANSMITTED, transmitted);
        add(LcoreCounter.TRANSMITTED_FOR_OTHERS, transmitted);
    }

    /** A vif's port refused packets; they are drops of that vif. */
    public void refused(final int vif, final int packets, final DropReason reason) {
        addAt(vifRow(vif) + (long) VifCounter.TX_ERRORS.position() * BYTES, packets);
        drop(vif, reason.position(), packets);
    }

    /** A malformed packet came in on a vif; its drop is counted separately. */
    public void malformed(final int vif) {
        addAt(vifRow(vif) + (long) VifCounter.RX_ERRORS.position() * BYTES, 1);
    }

    /**
     * Packets of a vif were dropped.
     *
     * @param reason {@link DropReason#position}
     */
    public void drop(final int vif, final int reason, final int packets) {
        final long offset = (long) reason * BYTES;
        addAt(section + CounterLayout.DROPS + offset, packets);
        addAt(section + layout.vifDrops(vif) + offset, packets);
        addAt(vifRow(vif) + (long) VifCounter.DROPS.position() * BYTES, packets);
    }

    /** A packet of a VRF met this fate; nothing for a VRF without a row. */
    public void vrf(final int vrf, final VrfCounter counter) {
        vrf(vrf, counter, 1);
    }

    /** Packets of a VRF met this fate; nothing for a VRF without a row. */
    public void vrf(final int vrf, final VrfCounter counter, final int packets) {
        if (vrf >= 0 && vrf < vrfs) {
            addAt(vrfRows + (long) vrf * CounterLayout.VRF_ROW_BYTES + (long) counter.position() * BYTES, packets);
        }
    }

    /** A node worked on a burst. */
    public void node(final int node, final int packets) {
        final long row = section + CounterLayout.node(node);
        addAt(row, 1);
        addAt(row + BYTES, packets);
    }

    /** A node worked on a burst while the clock was watched; {@link #node} counts it too. */
    public void nodeTime(final int node, final int packets, final long timeNs) {
        final long row = section + CounterLayout.node(node);
        addAt(row + (long) NodeCounter.TIMED_CALLS.position() * BYTES, 1);
        addAt(row + (long) NodeCounter.TIMED_PACKETS.position() * BYTES, packets);
        addAt(row + (long) NodeCounter.TIMED_NS.position() * BYTES, timeNs);
    }

    /**
     * Copies the lcore, drop and node rows and those of vifs {@code 0 .. vifs - 1} to the snapshot area, then
     * publishes the sequence number. Called at the end of a cycle.
     */
    public void snapshot(final long sequence, final int vifs) {
        if (vifs > layout.vifs()) {
            throw new IndexOutOfBoundsException("vifs " + vifs + " in " + memory);
        }
        Memory.copy(section, snapshot + CounterLayout.SNAPSHOT_BODY, CounterLayout.vif(vifs));
        Memory.putLong(snapshot + CounterLayout.SNAPSHOT_VIFS, vifs);
        Memory.putLongRelease(snapshot + CounterLayout.SNAPSHOT_SEQUENCE, sequence);
    }

    /** Starts a vif's counters from zero, because another vif took its index. The ledger still adds up. */
    public void clearVif(final int vif) {
        add(LcoreCounter.CLEARED_VIF_RECEIVED, vifValue(vif, VifCounter.RX_PACKETS));
        add(LcoreCounter.CLEARED_VIF_TRANSMITTED, vifValue(vif, VifCounter.TX_PACKETS));
        add(LcoreCounter.CLEARED_VIF_DROPS, vifValue(vif, VifCounter.DROPS));
        Memory.fill(vifRow(vif), CounterLayout.VIF_ROW_BYTES, (byte) 0);
        Memory.fill(section + layout.vifDrops(vif), CounterLayout.DROP_ROW_BYTES, (byte) 0);
    }

    /**
     * Makes the books of a killed process balance, before the first cycle of its successor. What it had inside is lost
     * under a name of its own; a burst that it had counted for the vif and not yet for the lcore, or the reverse, is
     * counted for both.
     */
    void takeOver() {
        // Copied at once: this runs once in a process, interpreted, with packets waiting.
        final long[] rows = new long[layout.vifs() * ROW_LONGS];
        copy(CounterLayout.vif(0), rows);
        long received = value(LcoreCounter.CLEARED_VIF_RECEIVED);
        long transmitted = value(LcoreCounter.CLEARED_VIF_TRANSMITTED);
        long vifDrops = 0;
        for (int row = 0; row < rows.length; row += ROW_LONGS) {
            received += rows[row + RX_PACKETS];
            transmitted += rows[row + TX_PACKETS];
            vifDrops += rows[row + VIF_DROPS];
        }
        final long[] reasons = new long[DropReason.values().length];
        copy(CounterLayout.DROPS, reasons);
        final long drops = LongStream.of(reasons).sum();
        level(LcoreCounter.RECEIVED, received - value(LcoreCounter.SUB_INTERFACE_RECEIVED));
        level(
                LcoreCounter.TRANSMITTED,
                transmitted
                        - value(LcoreCounter.SUB_INTERFACE_TRANSMITTED)
                        - value(LcoreCounter.HANDED_OVER)
                        + value(LcoreCounter.TRANSMITTED_FOR_OTHERS));
        level(LcoreCounter.CLEARED_VIF_DROPS, drops - vifDrops);
        level(LcoreCounter.HELD, 0);
        level(LcoreCounter.POOL_CACHED, 0);
        long inside = -drops;
        for (final LcoreCounter counter : LcoreCounter.values()) {
            inside += switch (counter.side()) {
                case IN, BIRTH -> value(counter);
                case OUT, CONSUMPTION, HELD -> -value(counter);
                case NONE -> 0;
            };
        }
        add(LcoreCounter.LOST_IN_RESTART, inside);
    }

    /** Packets that a killed process had in rings to lcores that send: this one counts them as taken over, and lost. */
    void lostBetweenLcores(final long count) {
        add(LcoreCounter.TAKEN_OVER, count);
        add(LcoreCounter.LOST_IN_RESTART, count);
    }

    /** On their way to other lcores as this one's counters have it; negative when it took over more than it handed over. */
    long handedOverBalance() {
        return value(LcoreCounter.HANDED_OVER) - value(LcoreCounter.TAKEN_OVER);
    }

    /** Copies counters that lie behind each other in this section. */
    private void copy(final long offset, final long... to) {
        final long from = section - memory.address() + offset;
        MemorySegment.copy(memory, ValueLayout.JAVA_LONG_UNALIGNED, from, to, 0, to.length);
    }

    private long value(final LcoreCounter counter) {
        return Memory.getLong(section + (long) counter.position() * BYTES);
    }

    private long vifValue(final int vif, final VifCounter counter) {
        return Memory.getLong(vifRow(vif) + (long) counter.position() * BYTES);
    }

    private long vifRow(final int vif) {
        return section + CounterLayout.vif(vif);
    }

    private static void addAt(final long address, final long count) {
        Memory.putLongOpaque(address, Memory.getLong(address) + count);
    }
}
