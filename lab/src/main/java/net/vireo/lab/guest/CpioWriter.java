// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes an archive that Linux unpacks as its initramfs: cpio in the "newc" form (the kernel's documentation,
 * {@code early-userspace/buffer-format}). Everything in it is root's and has no time, so that the same contents give
 * the same bytes. Folders above a file come by themselves. One thread.
 */
final class CpioWriter implements AutoCloseable {
    private static final int DIRECTORY = 0040000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final int FOLDER_MODE = 0755;
    private static final int LINK_MODE = 0777;
    private static final int ALIGNMENT = 4;
    private static final String MAGIC = "070701";
    private static final String TRAILER = "TRAILER!!!";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final byte[] NOTHING = {};

    private final OutputStream out;
    private final Set<String> names = new TreeSet<>();
    private int inode = 1;
    private long written;

    /** @param out closed with this */
    CpioWriter(final OutputStream out) {
        this.out = out;
    }

    /** A folder, and those above it. Again for the same one: nothing. */
    void directory(final String path) throws IOException {
        final String name = name(path);
        if (!name.isEmpty() && !names.contains(name)) {
            parents(name);
            entry(name, DIRECTORY | FOLDER_MODE, 0, 0, NOTHING);
        }
    }

    /** @param mode its permissions, as in 0755 */
    void file(final String path, final int mode, final byte[] content) throws IOException {
        parents(name(path));
        entry(name(path), REGULAR | mode, 0, 0, content);
    }

    /** A symbolic link. */
    void link(final String path, final String target) throws IOException {
        parents(name(path));
        entry(name(path), LINK | LINK_MODE, 0, 0, target.getBytes(StandardCharsets.UTF_8));
    }

    /** A character device. */
    void device(final String path, final int mode, final int major, final int minor) throws IOException {
        parents(name(path));
        entry(name(path), CHARACTER_DEVICE | mode, major, minor, NOTHING);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            header(TRAILER, 0, 0, 0, 0, 0);
        }
    }

    /** Names in an archive are relative: the kernel unpacks it at its root. */
    private static String name(final String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        return path.substring(start);
    }

    private void parents(final String name) throws IOException {
        final int slash = name.lastIndexOf('/');
        if (slash > 0) {
            directory(name.substring(0, slash));
        }
    }

    private void entry(final String name, final int mode, final int major, final int minor, final byte[] content)
            throws IOException {
        if (!names.add(name)) {
            throw new IOException("the archive has " + name + " already");
        }
        header(name, inode++, mode, content.length, major, minor);
        out.write(content);
        written += content.length;
        pad();
    }

    private void header(
            final String name, final int number, final int mode, final int length, final int major, final int minor)
            throws IOException {
        final byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        final int links = (mode & DIRECTORY) == DIRECTORY ? 2 : 1;
        final StringBuilder header = new StringBuilder(MAGIC);
        // inode, mode, user, group, links, time, length, device (major, minor), node (major, minor), name, checksum
        final int[] fields = {number, mode, 0, 0, links, 0, length, 0, 0, major, minor, nameBytes.length + 1, 0};
        for (final int field : fields) {
            header.append(HEX.toHexDigits(field));
        }
        final byte[] headerBytes = header.toString().getBytes(StandardCharsets.US_ASCII);
        out.write(headerBytes);
        out.write(nameBytes);
        out.write(0);
        written += headerBytes.length + nameBytes.length + 1L;
        pad();
    }

    private void pad() throws IOException {
        while (written % ALIGNMENT != 0) {
            out.write(0);
            written++;
        }
    }
}
