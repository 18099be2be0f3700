// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Writes a compressed tar archive of small files (POSIX 1003.1 ustar). For one thread. */
final class TarGz implements AutoCloseable {
    private static final int BLOCK_BYTES = 512;
    private static final int NAME_BYTES = 100;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_BYTES = 8;

    private final OutputStream out;
    private final long seconds;

    /** @param epochSeconds the time that all files get */
    TarGz(final OutputStream file, final long epochSeconds) throws IOException {
        this.out = new GZIPOutputStream(file);
        this.seconds = epochSeconds;
    }

    /** @param name relative, at most 100 bytes of ASCII */
    void add(final String name, final byte[] content) throws IOException {
        final byte[] header = new byte[BLOCK_BYTES];
        if (name.length() > NAME_BYTES) {
            throw new IOException("the name " + name + " is too long for the archive");
        }
        text(header, 0, name);
        octal(header, 100, 8, 0600);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, content.length);
        octal(header, 136, 12, seconds);
        header[156] = '0';
        text(header, 257, "ustar\00000");
        Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES, (byte) ' ');
        int sum = 0;
        for (final byte b : header) {
            sum += b & 0xff;
        }
        octal(header, CHECKSUM_AT, CHECKSUM_BYTES - 1, sum);
        out.write(header);
        out.write(content);
        out.write(new byte[Math.floorMod(-content.length, BLOCK_BYTES)]);
    }

    private static void text(final byte[] header, final int at, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** Octal digits that fill a field but for its last byte, which stays 0. */
    private static void octal(final byte[] header, final int at, final int width, final long value) {
        final String digits = Long.toOctalString(value);
        text(header, at, "0".repeat(Math.max(0, width - 1 - digits.length())) + digits);
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK_BYTES]);
        out.close();
    }
}
