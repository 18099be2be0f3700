// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The drop log as tools read it: a mapped file, while lcores go on writing. What is overwritten in the meantime is left
 * out. Any thread.
 */
public final class DropLogFile {
    private static final int HALF_BITS = 16;
    private static final int HALF = 0xffff;

    private final ByteBuffer file;
    private final DropLogLayout layout;

    DropLogFile(final ByteBuffer file, final DropLogLayout layout) {
        this.file = file.duplicate().order(ByteOrder.nativeOrder());
        this.layout = layout;
    }

    /**
     * Maps a data plane's drop log for reading.
     *
     * @throws IOException when the file cannot be read, is no drop log, is of another version, or is cut short
     */
    public static DropLogFile open(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final long sizeBytes = channel.size();
            if (sizeBytes < DropLogLayout.HEADER_BYTES) {
                throw new IOException(path + " is not a drop log: only " + sizeBytes + " bytes long");
            }
            final ByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, sizeBytes).order(ByteOrder.nativeOrder());
            if (mapped.getLong(0) != DropLogLayout.MAGIC) {
                throw new IOException(path + " is not a drop log");
            }
            final int version = mapped.getInt(DropLogLayout.VERSION_OFFSET);
            if (version != DropLogLayout.VERSION) {
                throw new IOException(path + " has format version " + version + ", this program reads "
                        + DropLogLayout.VERSION + "; use the tools that came with the data plane");
            }
            return new DropLogFile(mapped, checkedLayout(path, mapped, sizeBytes));
        }
    }

    private static DropLogLayout checkedLayout(final Path path, final ByteBuffer mapped, final long sizeBytes)
            throws IOException {
        final DropLogLayout layout;
        try {
            layout = new DropLogLayout(
                    mapped.getInt(DropLogLayout.LCORES_OFFSET), mapped.getInt(DropLogLayout.ENTRIES_OFFSET));
        } catch (final IllegalArgumentException damaged) {
            throw new IOException(path + " is damaged: " + damaged.getMessage(), damaged);
        }
        if (sizeBytes < layout.fileBytes()) {
            throw new IOException(path + " is cut short: " + sizeBytes + " of " + layout.fileBytes() + " bytes");
        }
        return layout;
    }

    /** How many lcores write. */
    public int lcoreCount() {
        return layout.lcores();
    }

    /** The number that tools show for an lcore. */
    public int lcoreNumber(final int lcore) {
        return file.getInt(DropLogLayout.LCORE_NUMBERS_OFFSET + checked(lcore) * Integer.BYTES);
    }

    /** How many drops of each lcore are kept. */
    public int entries() {
        return layout.entries();
    }

    public DropLog.Mode mode() {
        return DropLog.Mode.of(file.getInt(DropLogLayout.MODE_OFFSET));
    }

    /** How many drops an lcore logged since the data plane started. */
    public long count(final int lcore) {
        return file.getLong((int) layout.ring(checked(lcore)));
    }

    /** The drops of an lcore that are still there, oldest first. */
    public List<LoggedDrop> drops(final int lcore) {
        final long last = count(lcore);
        final List<LoggedDrop> drops = new ArrayList<>();
        for (long number = Math.max(1, last - layout.entries() + 1); number <= last; number++) {
            final LoggedDrop drop = drop(lcore, number);
            if (drop != null) {
                drops.add(drop);
            }
        }
        return drops;
    }

    /** Null when the entry is being overwritten, was overwritten, or was cleared. */
    private LoggedDrop drop(final int lcore, final long number) {
        final int entry = (int) layout.entry(lcore, number);
        if (file.getLong(entry + DropLogLayout.SEQUENCE) != number) {
            return null;
        }
        VarHandle.loadLoadFence();
        final long timeNs = file.getLong(entry + DropLogLayout.TIME);
        final long where = file.getLong(entry + DropLogLayout.WHERE);
        final long what = file.getLong(entry + DropLogLayout.WHAT);
        final byte[] head = new byte[Math.min((int) where & HALF, DropLogLayout.HEAD_BYTES)];
        file.get(entry + DropLogLayout.HEAD, head);
        VarHandle.loadLoadFence();
        if (file.getLong(entry + DropLogLayout.SEQUENCE) != number) {
            return null;
        }
        return new LoggedDrop(
                number,
                timeNs + file.getLong(DropLogLayout.CLOCK_OFFSET),
                DropReason.at((int) where >>> HALF_BITS),
                lcoreNumber(lcore),
                (int) (where >>> Integer.SIZE),
                (int) (what >>> Integer.SIZE),
                (int) what,
                head);
    }

    private int checked(final int lcore) {
        if (lcore < 0 || lcore >= layout.lcores()) {
            throw new IndexOutOfBoundsException("lcore " + lcore + " of " + layout.lcores());
        }
        return lcore;
    }
}
