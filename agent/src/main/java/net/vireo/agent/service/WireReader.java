// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.util.Arrays;
import net.vireo.packet.Ipv6Address;

/**
 * Reads network order values out of a range of bytes, from its beginning to its end and never past it. One thread.
 */
public final class WireReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    /** All of the bytes; they are not copied. */
    public WireReader(final byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private WireReader(final byte[] bytes, final int from, final int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Bytes that were not read yet. */
    public int remaining() {
        return end - at;
    }

    /** How far into the array the next byte is. */
    public int position() {
        return at;
    }

    public int u8() throws MalformedPacketException {
        need(1);
        return bytes[at++] & 0xff;
    }

    public int u16() throws MalformedPacketException {
        need(2);
        final int value = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
        at += 2;
        return value;
    }

    /** Four bytes as they stand: an address, or a number that may be negative. */
    public int i32() throws MalformedPacketException {
        return u16() << 16 | u16();
    }

    public long u32() throws MalformedPacketException {
        return i32() & 0xffff_ffffL;
    }

    /** Six bytes: a MAC. */
    public long u48() throws MalformedPacketException {
        return (long) u16() << 32 | u32();
    }

    public long i64() throws MalformedPacketException {
        return u32() << 32 | u32();
    }

    public Ipv6Address ipv6() throws MalformedPacketException {
        final long high = i64();
        return new Ipv6Address(high, i64());
    }

    /** A copy of the next bytes. */
    public Bytes bytes(final int count) throws MalformedPacketException {
        need(count);
        at += count;
        return Bytes.of(Arrays.copyOfRange(bytes, at - count, at));
    }

    /** A copy of all that is left. */
    public Bytes rest() {
        final int from = at;
        at = end;
        return Bytes.of(Arrays.copyOfRange(bytes, from, end));
    }

    public void skip(final int count) throws MalformedPacketException {
        need(count);
        at += count;
    }

    /** A reader of the next bytes only; this one goes on behind them. */
    public WireReader slice(final int count) throws MalformedPacketException {
        need(count);
        at += count;
        return new WireReader(bytes, at - count, at);
    }

    private void need(final int count) throws MalformedPacketException {
        if (count < 0 || count > end - at) {
            throw new MalformedPacketException(
                    "ends after " + (end - at) + " bytes where " + count + " more should be");
        }
    }
}
