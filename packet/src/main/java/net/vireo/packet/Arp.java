// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * ARP for IPv4 over Ethernet (RFC 826).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      hardware type = 1        |    protocol type = 0x0800     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | hw length = 6 | pr length = 4 |           operation           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  sender hardware address                      |
 * +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                               |   sender protocol address     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  sender protocol (continued)  |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                  target hardware address                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   target protocol address                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the ARP header. Call {@link #check} before any reader. Any thread; only
 * {@link #describe} allocates.
 */
public final class Arp {
    public static final int HEADER_BYTES = 28;
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final long ETHERNET_IPV4 = 0x0001_0800_0604L;

    private Arp() {}

    /**
     * @return 28, or {@link Malformed#TRUNCATED}, {@link Malformed#BAD_ADDRESS_KIND}, {@link Malformed#BAD_OPERATION}
     */
    public static int check(final long p, final int lengthBytes) {
        if (lengthBytes < HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        final long head = Memory.getLongBe(p);
        if (head >>> 16 != ETHERNET_IPV4) {
            return Malformed.BAD_ADDRESS_KIND;
        }
        final int operation = (int) head & 0xffff;
        return operation == REQUEST || operation == REPLY ? HEADER_BYTES : Malformed.BAD_OPERATION;
    }

    public static int operation(final long p) {
        return Memory.getShortBe(p + 6) & 0xffff;
    }

    public static long senderMac(final long p) {
        return Memory.getLongBe(p + 8) >>> 16;
    }

    public static int senderAddress(final long p) {
        return Memory.getIntBe(p + 14);
    }

    public static long targetMac(final long p) {
        return Memory.getLongBe(p + 18) >>> 16;
    }

    public static int targetAddress(final long p) {
        return Memory.getIntBe(p + 24);
    }

    /** Sender and target address are the same: an announcement (RFC 5227 calls it so; "gratuitous ARP"). */
    public static boolean isGratuitous(final long p) {
        return senderAddress(p) == targetAddress(p);
    }

    /** Writes all 28 bytes. */
    public static void emit(
            final long p,
            final int operation,
            final long senderMac,
            final int senderAddress,
            final long targetMac,
            final int targetAddress) {
        Memory.putLongBe(p, ETHERNET_IPV4 << 16 | (operation & 0xffff));
        Memory.putLongBe(p + 8, senderMac << 16 | senderAddress >>> 16);
        Memory.putLongBe(p + 16, (long) senderAddress << 48 | (targetMac & 0xffff_ffff_ffffL));
        Memory.putIntBe(p + 24, targetAddress);
    }

    /** One line as tcpdump prints it; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final int checked = check(p, lengthBytes);
        if (checked < 0) {
            return "ARP " + Malformed.text(checked) + ", length " + lengthBytes;
        }
        final String sender = Ipv4Address.format(senderAddress(p));
        if (operation(p) == REPLY) {
            return "ARP, Reply " + sender + " is-at " + MacAddress.format(senderMac(p)) + ", length " + HEADER_BYTES;
        }
        final String target = Ipv4Address.format(targetAddress(p));
        return "ARP, Request who-has " + target + " tell " + sender + ", length " + HEADER_BYTES;
    }
}
