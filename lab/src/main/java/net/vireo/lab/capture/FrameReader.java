// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Other;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;

/**
 * Reads an Ethernet frame far enough to say whether it is in the tunnel, and whose it is. Deliberately shares no code
 * with the data plane: it is the second opinion that each line of the result table rests on.
 */
public final class FrameReader {
    /** Captured bytes that suffice: Ethernet 14, outer IPv4 with all options 60, UDP 8, MPLS 4, inner IPv4 20. */
    public static final int SNAP_BYTES = 128;

    private static final int ETHERNET_BYTES = 14;
    private static final int TAG_BYTES = 4;
    private static final int IPV4_MINIMUM_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int LABEL_BYTES = 4;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_TAG = 0x8100;
    private static final int PROTOCOL_UDP = 17;
    /** The port of MPLS in UDP (RFC 7510 section 6). */
    private static final int MPLS_IN_UDP = 6635;
    /** Offset and "more fragments" of an IPv4 header: a later fragment has no UDP header to read. */
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private FrameReader() {}

    /**
     * @param frame bytes from the Ethernet header on
     * @param captured how many of them are there
     * @param wire how long the frame was on the wire; never less than {@code captured}
     */
    public static Sighting read(final byte[] frame, final int captured, final int wire) {
        if (captured < ETHERNET_BYTES) {
            return new Malformed("frame shorter than an Ethernet header");
        }
        int at = ETHERNET_BYTES;
        int type = u16(frame, 12);
        if (type == ETHERTYPE_TAG && captured >= ETHERNET_BYTES + TAG_BYTES) {
            type = u16(frame, 16);
            at += TAG_BYTES;
        }
        if (type != ETHERTYPE_IPV4) {
            return new Other(type);
        }
        final String wrong = ipv4Fault(frame, at, captured, wire);
        if (wrong != null) {
            return new Malformed(wrong);
        }
        final int source = i32(frame, at + 12);
        final int destination = i32(frame, at + 16);
        final int protocol = u8(frame, at + 9);
        final int udp = at + headerBytes(frame, at);
        final boolean mplsInUdp = protocol == PROTOCOL_UDP
                && (u16(frame, at + 6) & FRAGMENT_OFFSET) == 0
                && captured >= udp + UDP_BYTES
                && u16(frame, udp + 2) == MPLS_IN_UDP;
        if (!mplsInUdp) {
            return new Plain(source, destination, protocol);
        }
        return tunnelled(frame, captured, wire, source, destination, udp, at + u16(frame, at + 2));
    }

    private static Sighting tunnelled(
            final byte[] frame,
            final int captured,
            final int wire,
            final int source,
            final int destination,
            final int udp,
            final int outerEnd) {
        final int mpls = udp + UDP_BYTES;
        if (udp + u16(frame, udp + 4) != outerEnd) {
            return new Malformed("outer UDP length differs from the outer IPv4 length");
        }
        if (captured < mpls + LABEL_BYTES || outerEnd < mpls + LABEL_BYTES) {
            return new Malformed("no room for an MPLS label");
        }
        final int entry = i32(frame, mpls);
        if ((entry & 0x100) == 0) {
            return new Malformed("MPLS label without the bottom-of-stack bit");
        }
        final int inner = mpls + LABEL_BYTES;
        if (captured <= inner || u8(frame, inner) >>> 4 != 4) {
            return new Malformed("what follows the MPLS label is not IPv4");
        }
        final String wrong = ipv4Fault(frame, inner, captured, wire);
        if (wrong != null) {
            return new Malformed("inner " + wrong);
        }
        if (inner + u16(frame, inner + 2) != outerEnd) {
            return new Malformed("inner IPv4 length differs from the outer one");
        }
        return new Tunnelled(
                source,
                destination,
                entry >>> 12,
                i32(frame, inner + 12),
                i32(frame, inner + 16),
                u8(frame, inner + 9));
    }

    /** What is wrong with the IPv4 header at {@code at}, or null when it can be read. */
    private static String ipv4Fault(final byte[] frame, final int at, final int captured, final int wire) {
        if (captured < at + IPV4_MINIMUM_BYTES) {
            return "IPv4 header cut short";
        }
        final int headerBytes = headerBytes(frame, at);
        if (u8(frame, at) >>> 4 != 4 || headerBytes < IPV4_MINIMUM_BYTES || captured < at + headerBytes) {
            return "IPv4 header with a wrong version or length";
        }
        final int totalBytes = u16(frame, at + 2);
        if (totalBytes < headerBytes || at + totalBytes > wire) {
            return "IPv4 length does not fit the frame";
        }
        return checksum(frame, at, headerBytes) == 0 ? null : "IPv4 header with a wrong checksum";
    }

    /** RFC 1071: the folded ones' complement sum of a header whose checksum is right is 0. */
    private static int checksum(final byte[] frame, final int at, final int lengthBytes) {
        int sum = 0;
        for (int i = 0; i < lengthBytes; i += 2) {
            sum += u16(frame, at + i);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    private static int headerBytes(final byte[] frame, final int at) {
        return (u8(frame, at) & 0x0f) * 4;
    }

    private static int u8(final byte[] frame, final int at) {
        return frame[at] & 0xff;
    }

    private static int u16(final byte[] frame, final int at) {
        return u8(frame, at) << 8 | u8(frame, at + 1);
    }

    private static int i32(final byte[] frame, final int at) {
        return u16(frame, at) << 16 | u16(frame, at + 2);
    }
}
