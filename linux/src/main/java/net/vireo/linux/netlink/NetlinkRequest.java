// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.vireo.linux.struct.Nlmsghdr;
import net.vireo.linux.struct.Rtattr;

/**
 * Builds one netlink message: the head, a fixed body, attributes. Bytes only; the socket fills in the sequence number.
 * It also carries how the request reads in an error.
 */
final class NetlinkRequest {
    static final int REQUEST = 0x001;
    static final int ACK = 0x004;
    static final int DUMP = 0x300;
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;

    private static final int CAPACITY_BYTES = 1024;
    private static final int BODY = (int) Nlmsghdr.SIZE;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY_BYTES).order(ByteOrder.nativeOrder());
    private final String rendered;

    /**
     * @param type RTM_...
     * @param flags beside REQUEST
     * @param bodyBytes size of the fixed struct behind the head, zeroed
     * @param rendered the request and its arguments, as an error shows them
     */
    NetlinkRequest(final int type, final int flags, final long bodyBytes, final String rendered) {
        this.rendered = rendered;
        bytes.putShort((int) Nlmsghdr.TYPE, (short) type);
        bytes.putShort((int) Nlmsghdr.FLAGS, (short) (flags | REQUEST));
        bytes.position(BODY + (int) bodyBytes);
    }

    /** Sets a byte of the fixed body. */
    NetlinkRequest body8(final long offset, final int value) {
        bytes.put(BODY + (int) offset, (byte) value);
        return this;
    }

    /** Sets two bytes of the fixed body. */
    NetlinkRequest body16(final long offset, final int value) {
        bytes.putShort(BODY + (int) offset, (short) value);
        return this;
    }

    /** Sets four bytes of the fixed body. */
    NetlinkRequest body32(final long offset, final int value) {
        bytes.putInt(BODY + (int) offset, value);
        return this;
    }

    /** An attribute with a number in the machine's order. */
    NetlinkRequest attribute(final int type, final int value) {
        final int start = begin(type);
        bytes.putInt(value);
        return end(start);
    }

    /** An attribute with text and a zero byte. */
    NetlinkRequest attribute(final int type, final String value) {
        final int start = begin(type);
        final byte[] text = value.getBytes(UTF_8);
        // Longer text than any name: cut here, so that the kernel, not this buffer, says that it is too long.
        bytes.put(text, 0, Math.min(text.length, CAPACITY_BYTES / 4)).put((byte) 0);
        return end(start);
    }

    /** An attribute with an IPv4 address. */
    NetlinkRequest ipv4(final int type, final int address) {
        final int start = begin(type);
        bytes.put((byte) (address >>> 24))
                .put((byte) (address >>> 16))
                .put((byte) (address >>> 8))
                .put((byte) address);
        return end(start);
    }

    /** An attribute with an IPv6 address. */
    NetlinkRequest ipv6(final int type, final long high, final long low) {
        final int start = begin(type);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.put((byte) (high >>> shift));
        }
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.put((byte) (low >>> shift));
        }
        return end(start);
    }

    /** An attribute with a MAC address from the low 48 bits. */
    NetlinkRequest mac(final int type, final long address) {
        final int start = begin(type);
        for (int shift = 40; shift >= 0; shift -= 8) {
            bytes.put((byte) (address >>> shift));
        }
        return end(start);
    }

    /**
     * Opens an attribute; what is added until {@link #end} is inside it.
     *
     * @return what {@link #end} needs
     */
    int begin(final int type) {
        final int start = bytes.position();
        bytes.putShort((short) 0).putShort((short) type);
        return start;
    }

    /** Leaves room for a struct inside an open attribute, zeroed. */
    NetlinkRequest skip(final long lengthBytes) {
        bytes.position(bytes.position() + (int) lengthBytes);
        return this;
    }

    /** Closes the attribute that {@link #begin} opened. */
    NetlinkRequest end(final int start) {
        bytes.putShort(start + (int) Rtattr.LENGTH, (short) (bytes.position() - start));
        bytes.position((bytes.position() + 3) & ~3);
        return this;
    }

    /** The finished message. */
    byte[] bytes(final int sequence) {
        bytes.putInt((int) Nlmsghdr.LENGTH, bytes.position());
        bytes.putInt((int) Nlmsghdr.SEQUENCE, sequence);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    String rendered() {
        return rendered;
    }
}
