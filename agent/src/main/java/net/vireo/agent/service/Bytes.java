// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A string of bytes that does not change: compared by what it holds. Any thread. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param bytes given away: whoever passes them does not change them any more */
    public static Bytes of(final byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes);
    }

    /** The bytes of a text in UTF-8. */
    public static Bytes ofText(final String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many there are. */
    public int size() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** 0 to 255. */
    public int at(final int index) {
        return bytes[index] & 0xff;
    }

    /** A copy of a part. */
    public Bytes slice(final int from, final int to) {
        return of(Arrays.copyOfRange(bytes, from, to));
    }

    /** These, and others behind them. */
    public Bytes concat(final Bytes more) {
        final byte[] both = Arrays.copyOf(bytes, bytes.length + more.bytes.length);
        System.arraycopy(more.bytes, 0, both, bytes.length, more.bytes.length);
        return of(both);
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** A reader from the first byte on. */
    public WireReader reader() {
        return new WireReader(bytes);
    }

    /** The Internet checksum's sum (RFC 1071) of the first bytes. */
    public long sum(final int count) {
        return InternetSum.of(bytes, 0, count);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
