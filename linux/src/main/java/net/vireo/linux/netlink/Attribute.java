// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** One attribute of a netlink message. A value shorter than what is asked for reads as zero. */
final class Attribute {
    /** Without the two flag bits, nested and network order. */
    private static final int TYPE_MASK = 0x3fff;

    private static final int MAC_BYTES = 6;

    private final int type;
    private final ByteBuffer value;

    Attribute(final int rawType, final ByteBuffer value) {
        this.type = rawType & TYPE_MASK;
        this.value = value.order(ByteOrder.nativeOrder());
    }

    int type() {
        return type;
    }

    /** A number of one byte. */
    int int8() {
        return value.limit() >= 1 ? value.get(0) & 0xff : 0;
    }

    /** A number in the machine's order. */
    int int32() {
        return value.limit() >= Integer.BYTES ? value.getInt(0) : 0;
    }

    /** One of several numbers of 64 bits in the machine's order. */
    long int64(final int index) {
        return value.limit() >= (index + 1) * Long.BYTES ? value.getLong(index * Long.BYTES) : 0;
    }

    /** An IPv4 address; 0 when the value is not four bytes long. */
    int ipv4() {
        return value.limit() == Integer.BYTES
                ? value.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0)
                : 0;
    }

    /** A MAC address in the low 48 bits; 0 when the value is not six bytes long. */
    long mac() {
        long mac = 0;
        for (int i = 0; value.limit() == MAC_BYTES && i < MAC_BYTES; i++) {
            mac = mac << 8 | value.get(i) & 0xff;
        }
        return mac;
    }

    /** Text up to its zero byte. */
    String text() {
        final byte[] bytes = new byte[value.limit()];
        value.get(0, bytes);
        int lengthBytes = 0;
        while (lengthBytes < bytes.length && bytes[lengthBytes] != 0) {
            lengthBytes++;
        }
        return new String(bytes, 0, lengthBytes, UTF_8);
    }

    /** The attributes inside. */
    List<Attribute> nested() {
        return NetlinkMessage.attributes(value, 0, value.limit());
    }

    /** The bytes themselves, in the machine's order. */
    ByteBuffer value() {
        return value;
    }
}
