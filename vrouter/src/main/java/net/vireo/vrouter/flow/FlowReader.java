// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.vireo.vrouter.table.TableHeader;

/**
 * The flow table as tools and listings read it: without native access, without asking the data plane and without
 * disturbing it. A flow is read between two looks at its slot, so that it is never half of one flow and half of the
 * next; flows read one after another need not have lived at the same time. Any thread.
 */
public final class FlowReader {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final int ATTEMPTS = 3;
    private static final int BYTE = 0xff;
    private static final int SHORT = 0xffff;

    private final ByteBuffer file;
    private final FlowLayout layout;

    FlowReader(final ByteBuffer file, final FlowLayout layout) {
        this.file = file.order(ByteOrder.nativeOrder());
        this.layout = layout;
    }

    /**
     * Maps a data plane's flow table for reading.
     *
     * @throws IOException when the file cannot be read, is no flow table, is of another version, or is damaged
     */
    public static FlowReader open(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final TableHeader header = TableHeader.read(path, channel, FlowLayout.FORMAT);
            final FlowLayout layout = layout(path, header);
            header.requireLength(layout.fileBytes());
            return new FlowReader(channel.map(FileChannel.MapMode.READ_ONLY, 0, layout.fileBytes()), layout);
        }
    }

    private static FlowLayout layout(final Path path, final TableHeader header) throws IOException {
        try {
            return new FlowLayout(
                    Math.toIntExact(header.size(0)), Math.toIntExact(header.size(1)), Math.toIntExact(header.size(2)));
        } catch (final IllegalArgumentException | ArithmeticException e) {
            throw new IOException(path + " is damaged: " + e.getMessage(), e);
        }
    }

    public FlowLayout layout() {
        return layout;
    }

    /** The first index from a number on at which there is a flow, or {@link FlowTable#NONE}. */
    public int nextLive(final int from) {
        int index = Math.max(from, 0);
        while (index < layout.slots() && !live(index)) {
            final boolean emptyBucket =
                    index < layout.entries() && index % FlowLayout.BUCKET_SLOTS == 0 && (word(index) & SHORT) == 0;
            index += emptyBucket ? FlowLayout.BUCKET_SLOTS : 1;
        }
        return index < layout.slots() ? index : FlowTable.NONE;
    }

    /** Whether there is a flow; any number may be asked. */
    public boolean live(final int index) {
        if (index < 0 || index >= layout.slots()) {
            return false;
        }
        return index < layout.entries()
                ? (word(index) >>> index % FlowLayout.BUCKET_SLOTS & 1) != 0
                : (acquire(layout.links() + (long) (index - layout.entries()) * Long.BYTES) & FlowLinks.LIVE) != 0;
    }

    /** The flow at an index, or null when there is none or it changes owners faster than it can be read. */
    public FlowRecord flow(final int index) {
        for (int attempt = 0; attempt < ATTEMPTS && live(index); attempt++) {
            final int slot = slot(index);
            final long before = acquire(slot + FlowSlots.KIND);
            final FlowRecord record = read(index, slot, before);
            VarHandle.acquireFence();
            if (live(index) && acquire(slot + FlowSlots.KIND) == before) {
                return record;
            }
        }
        return null;
    }

    /** Whether the flow at an index waits for its verdict; false where there is none. */
    public boolean isOnHold(final int index) {
        return live(index) && FlowState.action(acquire(slot(index) + FlowSlots.STATE)) == FlowState.HOLD;
    }

    private FlowRecord read(final int index, final int slot, final long kind) {
        final int family = (int) (kind >>> 8) & BYTE;
        final long ends = file.getLong(slot + FlowSlots.ENDS);
        final int second = second(index);
        final long[] addresses = new long[4];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = file.getLong(
                    i == 0 ? slot + FlowSlots.ADDRESSES : second + FlowSlots.MORE_ADDRESSES + (i - 1) * Long.BYTES);
        }
        final boolean ipv4 = family == FlowKeys.IPV4;
        return new FlowRecord(
                index,
                (int) (kind >>> FlowSlots.GENERATION_SHIFT) & BYTE,
                family,
                (int) kind & BYTE,
                (int) (ends >>> Integer.SIZE),
                (int) (ends >>> Short.SIZE) & SHORT,
                (int) ends & SHORT,
                ipv4 ? 0 : addresses[0],
                ipv4 ? addresses[0] >>> Integer.SIZE : addresses[1],
                ipv4 ? 0 : addresses[2],
                ipv4 ? addresses[0] & 0xffff_ffffL : addresses[3],
                acquire(slot + FlowSlots.STATE),
                file.getLong(second + FlowSlots.REVERSE),
                file.getLong(slot + FlowSlots.SOURCE_NEXTHOP),
                file.getLong(second + FlowSlots.ECMP),
                file.getInt(second + FlowSlots.SOURCE_INFO),
                file.getInt(slot + FlowSlots.LAST_SEEN),
                file.getInt(second + FlowSlots.MADE),
                file.getInt(second + FlowSlots.VERDICT),
                sum(index, slot + FlowSlots.PACKETS, 0),
                sum(index, slot + FlowSlots.BYTES, Long.BYTES));
    }

    private long sum(final int index, final int inSlot, final int field) {
        long sum = acquire(inSlot);
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            sum += acquire(layout.counters(lcore) + (long) index * FlowLayout.COUNTER_BYTES + field);
        }
        return sum;
    }

    private long word(final int index) {
        return acquire(FlowLayout.buckets() + (long) index / FlowLayout.BUCKET_SLOTS * FlowLayout.BUCKET_BYTES);
    }

    private int slot(final int index) {
        return (int) (layout.slotsStart() + (long) index * FlowLayout.LINE_BYTES);
    }

    /** What the offsets of the second line's fields are added to. */
    private int second(final int index) {
        return (int) (layout.secondLines() + (index - 1L) * FlowLayout.LINE_BYTES);
    }

    private long acquire(final long offset) {
        return (long) LONG.getAcquire(file, (int) offset);
    }
}
