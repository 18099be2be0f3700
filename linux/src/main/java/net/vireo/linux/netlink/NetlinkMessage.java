// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.struct.Nlmsghdr;
import net.vireo.linux.struct.Rtattr;

/**
 * One received netlink message. Lengths are checked against what was received: a message or attribute that claims more
 * ends the list, a body that is too short reads as zero.
 */
final class NetlinkMessage {
    static final int ERROR = 2;
    static final int DONE = 3;
    static final int OVERRUN = 4;
    /** Flag: what is listed changed while it was being listed. */
    static final int DUMP_INTERRUPTED = 0x10;
    /** Flag of an error or a done message: attributes explain it. */
    static final int HAS_EXPLANATION = 0x200;

    private static final int HEAD_BYTES = (int) Nlmsghdr.SIZE;

    private final int type;
    private final int flags;
    private final int sequence;
    private final ByteBuffer body;

    private NetlinkMessage(final ByteBuffer bytes, final int start, final int lengthBytes) {
        type = bytes.getShort(start + (int) Nlmsghdr.TYPE) & 0xffff;
        flags = bytes.getShort(start + (int) Nlmsghdr.FLAGS) & 0xffff;
        sequence = bytes.getInt(start + (int) Nlmsghdr.SEQUENCE);
        body = bytes.slice(start + HEAD_BYTES, lengthBytes - HEAD_BYTES).order(ByteOrder.nativeOrder());
    }

    /** The messages of one datagram, as far as they are whole. */
    static List<NetlinkMessage> parse(final byte[] datagram, final int lengthBytes) {
        final ByteBuffer bytes = ByteBuffer.wrap(datagram, 0, lengthBytes).order(ByteOrder.nativeOrder());
        final List<NetlinkMessage> messages = new ArrayList<>();
        int start = 0;
        while (lengthBytes - start >= HEAD_BYTES) {
            final int claimed = bytes.getInt(start + (int) Nlmsghdr.LENGTH);
            if (claimed < HEAD_BYTES || claimed > lengthBytes - start) {
                break;
            }
            messages.add(new NetlinkMessage(bytes, start, claimed));
            start += (claimed + 3) & ~3;
        }
        return messages;
    }

    int type() {
        return type;
    }

    int sequence() {
        return sequence;
    }

    boolean has(final int flag) {
        return (flags & flag) != 0;
    }

    int body8(final long offset) {
        return offset + 1 <= body.limit() ? body.get((int) offset) & 0xff : 0;
    }

    int body16(final long offset) {
        return offset + Short.BYTES <= body.limit() ? body.getShort((int) offset) & 0xffff : 0;
    }

    int body32(final long offset) {
        return offset + Integer.BYTES <= body.limit() ? body.getInt((int) offset) : 0;
    }

    /** The attributes behind a fixed body of this size. */
    List<Attribute> attributes(final long bodyBytes) {
        return attributes(body, (int) bodyBytes, body.limit());
    }

    /** The attributes of a range, as far as they are whole. */
    static List<Attribute> attributes(final ByteBuffer bytes, final int from, final int to) {
        final List<Attribute> attributes = new ArrayList<>();
        final int head = (int) Rtattr.SIZE;
        int start = from;
        while (to - start >= head) {
            final int claimed = bytes.getShort(start + (int) Rtattr.LENGTH) & 0xffff;
            if (claimed < head || claimed > to - start) {
                break;
            }
            final int type = bytes.getShort(start + (int) Rtattr.TYPE) & 0xffff;
            attributes.add(new Attribute(type, bytes.slice(start + head, claimed - head)));
            start += (claimed + 3) & ~3;
        }
        return attributes;
    }
}
