// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The first page of a table file as found on disk: nothing in it is believed before it was compared. Each refusal is a
 * sentence for a person. Any thread.
 */
public final class TableHeader {
    private static final int VERSION_OFFSET = 8;

    private final Path path;
    private final TableFormat format;
    private final long fileBytes;
    private final long[] sizes;

    private TableHeader(final Path path, final TableFormat format, final long fileBytes, final long[] sizes) {
        this.path = path;
        this.format = format;
        this.fileBytes = fileBytes;
        this.sizes = sizes;
    }

    /**
     * Reads the header without mapping the file.
     *
     * @throws IOException when the file cannot be read, is no such table or has another format version
     */
    public static TableHeader read(final Path path, final FileChannel channel, final TableFormat format)
            throws IOException {
        final ByteBuffer page = ByteBuffer.allocate(TableFile.HEADER_BYTES).order(ByteOrder.nativeOrder());
        while (page.hasRemaining() && channel.read(page, page.position()) > 0) {
            // until the page is full or the file ends
        }
        if (page.hasRemaining() || page.getLong(0) != format.magic()) {
            throw new IOException(path + " is not a " + format.what() + " file");
        }
        final int version = page.getInt(VERSION_OFFSET);
        if (version != format.version()) {
            throw new IOException(path + " has format version " + version + ", this program reads " + format.version()
                    + "; use the program that wrote it, or remove the file");
        }
        final long[] sizes = new long[format.sizeNames().size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = page.getLong(TableFile.sizeOffset(i));
        }
        return new TableHeader(path, format, channel.size(), sizes);
    }

    /** One of the sizes as the file states it: a claim, to be checked by who uses it. */
    public long size(final int which) {
        return sizes[which];
    }

    /** Refuses a file that was made for other sizes. */
    void requireSizes(final int[] wanted) throws IOException {
        for (int i = 0; i < wanted.length; i++) {
            if (sizes[i] != wanted[i]) {
                throw new IOException(
                        path + " has " + sizes[i] + " " + format.sizeNames().get(i) + ", " + wanted[i]
                                + " are configured; remove the file to start with an empty " + format.what());
            }
        }
    }

    /** Refuses a file that is shorter or longer than its sizes say. */
    public void requireLength(final long wantedBytes) throws IOException {
        if (fileBytes != wantedBytes) {
            throw new IOException(path + " is damaged: " + fileBytes + " bytes long instead of " + wantedBytes);
        }
    }
}
