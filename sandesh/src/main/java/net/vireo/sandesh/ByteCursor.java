// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Reads big-endian values from bytes that nobody vouches for: every read is checked against the end. */
final class ByteCursor {
    private final byte[] bytes;
    private int at;

    ByteCursor(final byte[] bytes) {
        this.bytes = bytes;
    }

    int offset() {
        return at;
    }

    int remaining() {
        return bytes.length - at;
    }

    /** Whether only zeros are left. */
    boolean isZeroToTheEnd() {
        for (int i = at; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    int u8() {
        require(1);
        return bytes[at++] & 0xff;
    }

    /** A signed value of 1, 2, 4 or 8 bytes. */
    long signed(final int sizeBytes) {
        require(sizeBytes);
        long value = bytes[at];
        for (int i = 1; i < sizeBytes; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        at += sizeBytes;
        return value;
    }

    byte[] bytes(final int count) {
        require(count);
        final byte[] copy = new byte[count];
        System.arraycopy(bytes, at, copy, 0, count);
        at += count;
        return copy;
    }

    void skip(final long count) {
        require(count);
        at += (int) count;
    }

    /**
     * A count of elements, checked against what is left: an honest one never promises more than there are bytes for.
     *
     * @param minimumSizeBytes the least that one element takes
     */
    int count(final int minimumSizeBytes) {
        final int start = at;
        final long count = signed(4) & 0xffff_ffffL;
        if (count * minimumSizeBytes > remaining()) {
            throw new SandeshException("a count of " + count + " where " + remaining() + " bytes are left", start);
        }
        return (int) count;
    }

    private void require(final long count) {
        if (count < 0 || count > bytes.length - at) {
            throw new SandeshException("ends too early: " + count + " bytes wanted, " + remaining() + " left", at);
        }
    }
}
