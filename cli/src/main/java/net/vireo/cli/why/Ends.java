// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.why;

import java.nio.ByteBuffer;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRecord;

/**
 * Whose packet it is, read from its first bytes: what a flow's key says of it. ICMP has no ports here.
 *
 * @param sourceHigh, sourceLow as {@link FlowRecord} has them, the destination's alike
 */
record Ends(
        int family,
        int protocol,
        int sourcePort,
        int destinationPort,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow) {
    private static final int ETHERNET_BYTES = 14;
    private static final int TAG_BYTES = 4;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int PORT_BYTES = 4;
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** @return null when the bytes show no IP packet */
    static Ends of(final byte[] head) {
        final ByteBuffer bytes = ByteBuffer.wrap(head);
        int at = ETHERNET_BYTES;
        while (at + TAG_BYTES <= head.length && isTag(bytes.getShort(at - 2))) {
            at += TAG_BYTES;
        }
        if (at > head.length) {
            return null;
        }
        return switch (bytes.getShort(at - 2) & 0xffff) {
            case 0x0800 -> ipv4(bytes, at);
            case 0x86dd -> ipv6(bytes, at);
            default -> null;
        };
    }

    private static boolean isTag(final short type) {
        return type == (short) 0x8100 || type == (short) 0x88a8;
    }

    private static Ends ipv4(final ByteBuffer bytes, final int at) {
        if (at + IPV4_BYTES > bytes.capacity()) {
            return null;
        }
        final int protocol = bytes.get(at + 9) & 0xff;
        final boolean later = (bytes.getShort(at + 6) & 0x1fff) != 0;
        final int ports = later ? 0 : ports(bytes, protocol, at + (bytes.get(at) & 0xf) * 4);
        return new Ends(
                FlowKeys.IPV4,
                protocol,
                ports >>> 16,
                ports & 0xffff,
                0,
                bytes.getInt(at + 12) & 0xffff_ffffL,
                0,
                bytes.getInt(at + 16) & 0xffff_ffffL);
    }

    private static Ends ipv6(final ByteBuffer bytes, final int at) {
        if (at + IPV6_BYTES > bytes.capacity()) {
            return null;
        }
        final int protocol = bytes.get(at + 6) & 0xff;
        final int ports = ports(bytes, protocol, at + IPV6_BYTES);
        return new Ends(
                FlowKeys.IPV6,
                protocol,
                ports >>> 16,
                ports & 0xffff,
                bytes.getLong(at + 8),
                bytes.getLong(at + 16),
                bytes.getLong(at + 24),
                bytes.getLong(at + 32));
    }

    private static int ports(final ByteBuffer bytes, final int protocol, final int at) {
        final boolean has = (protocol == TCP || protocol == UDP) && at + PORT_BYTES <= bytes.capacity();
        return has ? bytes.getInt(at) : 0;
    }

    /** Whether a flow is this packet's; of protocols without ports, by its addresses. */
    boolean matches(final FlowRecord flow) {
        final boolean portsToo = protocol == TCP || protocol == UDP;
        return flow.family() == family
                && flow.protocol() == protocol
                && flow.sourceHigh() == sourceHigh
                && flow.sourceLow() == sourceLow
                && flow.destinationHigh() == destinationHigh
                && flow.destinationLow() == destinationLow
                && (!portsToo || flow.sourcePort() == sourcePort && flow.destinationPort() == destinationPort);
    }
}
