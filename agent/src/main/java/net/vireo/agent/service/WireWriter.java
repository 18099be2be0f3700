// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.util.Arrays;
import net.vireo.packet.Ipv6Address;

/** Writes network order values to an array that grows. One thread. */
public final class WireWriter {
    private static final int FIRST_BYTES = 128;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    public WireWriter u8(final int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public WireWriter u16(final int value) {
        return u8(value >>> 8).u8(value);
    }

    public WireWriter u32(final long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public WireWriter u48(final long value) {
        return u16((int) (value >>> 32)).u32(value);
    }

    public WireWriter u64(final long value) {
        return u32(value >>> 32).u32(value);
    }

    public WireWriter ipv6(final Ipv6Address address) {
        return u64(address.high()).u64(address.low());
    }

    public WireWriter bytes(final Bytes more) {
        return bytes(more.toArray());
    }

    private WireWriter bytes(final byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    /** Bytes of a fixed field: what is missing is zero, what is too much is left out. */
    public WireWriter field(final Bytes value, final int count) {
        return bytes(Arrays.copyOf(value.toArray(), count));
    }

    public WireWriter zeros(final int count) {
        room(count);
        Arrays.fill(bytes, size, size + count, (byte) 0);
        size += count;
        return this;
    }

    /** Changes two bytes that were written before. */
    public void putU16(final int at, final int value) {
        if (at < 0 || at > size - 2) {
            throw new IndexOutOfBoundsException("bytes " + at + " and " + (at + 1) + " of " + size);
        }
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    /** Sum of what was written, for the Internet checksum (RFC 1071). */
    public long sum() {
        return InternetSum.of(bytes, 0, size);
    }

    /** A copy of what was written. */
    public Bytes toBytes() {
        return Bytes.of(Arrays.copyOf(bytes, size));
    }

    private void room(final int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
        }
    }
}
