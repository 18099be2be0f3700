// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static net.vireo.lab.capture.Octets.u16;

import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Other;
import net.vireo.lab.capture.Sighting.Plain;

/**
 * Reads an Ethernet frame far enough to say whether it is in a tunnel, and whose it is. Deliberately shares no code
 * with the data plane: it is the second opinion that each line of the result table rests on.
 */
public final class FrameReader {
    private static final int ETHERNET_BYTES = 14;
    private static final int TAG_BYTES = 4;
    private static final int ETHERTYPE_TAG = 0x8100;
    /** Offset of an IPv4 header: a later fragment has no UDP header to read. */
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
        if (type != IpReader.ETHERTYPE_IPV4 && type != IpReader.ETHERTYPE_IPV6) {
            return new Other(type);
        }
        final String wrong = IpReader.fault(type, frame, at, captured, wire);
        if (wrong != null) {
            return new Malformed(wrong);
        }
        final IpReader.Header outer = IpReader.read(type, frame, at);
        final boolean first = type == IpReader.ETHERTYPE_IPV4 && (u16(frame, at + 6) & FRAGMENT_OFFSET) == 0;
        final Sighting tunnelled = first ? new TunnelReader(frame, captured, wire, outer).read() : null;
        return tunnelled != null ? tunnelled : new Plain(outer.source(), outer.destination(), outer.protocol());
    }
}
