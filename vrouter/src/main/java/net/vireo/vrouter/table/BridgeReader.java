// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bridge table as tools read it: without native access, without asking the data plane and without disturbing it. An
 * entry is read between two looks at its key, so that a value is that key's. Any thread.
 */
public final class BridgeReader {
    private static final int ATTEMPTS = 3;

    private final ByteBuffer file;
    private final BridgeLayout layout;

    private BridgeReader(final ByteBuffer file, final BridgeLayout layout) {
        this.file = file.order(ByteOrder.nativeOrder());
        this.layout = layout;
    }

    /**
     * Maps a data plane's bridge table for reading.
     *
     * @throws IOException when the file cannot be read, is no bridge table, is of another version, or is damaged
     */
    public static BridgeReader open(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final TableHeader header = TableHeader.read(path, channel, BridgeLayout.FORMAT);
            final BridgeLayout layout = layout(path, header);
            header.requireLength(layout.fileBytes());
            return new BridgeReader(channel.map(FileChannel.MapMode.READ_ONLY, 0, layout.fileBytes()), layout);
        }
    }

    private static BridgeLayout layout(final Path path, final TableHeader header) throws IOException {
        try {
            final BridgeLayout layout = new BridgeLayout(
                    Math.toIntExact(header.size(0)), Math.toIntExact(header.size(1)), Math.toIntExact(header.size(2)));
            Math.toIntExact(layout.fileBytes());
            return layout;
        } catch (final IllegalArgumentException | ArithmeticException e) {
            throw new IOException(path + " is damaged: " + e.getMessage(), e);
        }
    }

    public BridgeLayout layout() {
        return layout;
    }

    /** The first slot in use from a number on, or {@link BridgeTable#NONE}. */
    public int nextUsed(final int from) {
        for (int slot = Math.max(from, 0); slot < layout.slots(); slot++) {
            if (key(slot) != 0) {
                return slot;
            }
        }
        return BridgeTable.NONE;
    }

    /** The {@link BridgeKey} in a slot, 0 when it is free. Any number may be asked. */
    public long key(final int slot) {
        return slot < 0 || slot >= layout.slots() ? 0 : file.getLong((int) layout.slot(slot));
    }

    /** The {@link BridgeValue} of a key in its slot; {@link BridgeTable#MISS} when the slot is no longer that key's. */
    public long value(final int slot, final long key) {
        for (int attempt = 0; attempt < ATTEMPTS && key != 0 && key(slot) == key; attempt++) {
            VarHandle.acquireFence();
            final long value = file.getLong((int) layout.slot(slot) + Long.BYTES);
            VarHandle.acquireFence();
            if (key(slot) == key) {
                return value;
            }
        }
        return BridgeTable.MISS;
    }

    /** Packets of a slot over all lcores. */
    public long packets(final int slot) {
        long sum = 0;
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            sum += file.getLong((int) (layout.counters(lcore) + (long) slot * Long.BYTES));
        }
        return sum;
    }
}
