// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * The three headers in front of a payload: netlink, generic netlink, one attribute (sheet vrouter-wire, section 1). All
 * numbers little endian, which is the order of the only hosts we run on.
 *
 * @param type of the message; 0 or 0x20 from the original tools, echoed in the reply
 * @param flags {@link #REQUEST}, {@link #MULTI} or 0
 * @param sequence counts the requests of a connection, echoed in the reply
 * @param pid always 0
 * @param command of generic netlink: {@link #COMMAND}
 * @param version of generic netlink, 0
 * @param reserved 0
 */
public record NetlinkHeader(int type, int flags, int sequence, int pid, int command, int version, int reserved) {
    /** All three headers. */
    public static final int LENGTH_BYTES = 24;

    /** Flag of a request. */
    public static final int REQUEST = 0x1;

    /** Flag of every message of a reply but the last. */
    public static final int MULTI = 0x2;

    /** The one command: a sandesh request. */
    public static final int COMMAND = 1;

    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int ATTRIBUTE_TYPE = 1;

    /** The header of a request. */
    public static NetlinkHeader request(final int type, final int sequence) {
        return new NetlinkHeader(type, REQUEST, sequence, 0, COMMAND, 0, 0);
    }

    /** The header of a reply to this one. */
    public NetlinkHeader reply(final boolean moreFollows) {
        return new NetlinkHeader(type, moreFollows ? MULTI : 0, sequence, 0, command, version, reserved);
    }

    /** Whether more messages of the same reply follow. */
    public boolean isMulti() {
        return (flags & MULTI) != 0;
    }

    /**
     * The whole message. The attribute's length counts its own header in a request and, as the original router does it,
     * only the payload in a reply.
     *
     * @throws IllegalArgumentException when the payload does not fit the 16 bits of the attribute's length
     */
    public byte[] message(final byte[] payload) {
        final int attributeLength = payload.length + ((flags & REQUEST) != 0 ? ATTRIBUTE_HEADER_BYTES : 0);
        if (attributeLength > 0xffff) {
            throw new IllegalArgumentException("a payload of " + payload.length + " bytes does not fit one message");
        }
        final byte[] message = new byte[LENGTH_BYTES + payload.length];
        little(message, 0, message.length, 4);
        little(message, 4, type, 2);
        little(message, 6, flags, 2);
        little(message, 8, sequence, 4);
        little(message, 12, pid, 4);
        little(message, 16, command, 1);
        little(message, 17, version, 1);
        little(message, 18, reserved, 2);
        little(message, 20, attributeLength, 2);
        little(message, 22, ATTRIBUTE_TYPE, 2);
        System.arraycopy(payload, 0, message, LENGTH_BYTES, payload.length);
        return message;
    }

    /** Reads the headers in the first 24 bytes; the lengths in them are the business of {@link NetlinkFrames}. */
    static NetlinkHeader parse(final byte[] message) {
        return new NetlinkHeader(
                little(message, 4, 2),
                little(message, 6, 2),
                little(message, 8, 4),
                little(message, 12, 4),
                little(message, 16, 1),
                little(message, 17, 1),
                little(message, 18, 2));
    }

    static int little(final byte[] bytes, final int from, final int sizeBytes) {
        int value = 0;
        for (int i = sizeBytes - 1; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        return value;
    }

    private static void little(final byte[] bytes, final int from, final int value, final int sizeBytes) {
        for (int i = 0; i < sizeBytes; i++) {
            bytes[from + i] = (byte) (value >>> Byte.SIZE * i);
        }
    }
}
