// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.EtherType;
import net.vireo.packet.MacAddress;

/**
 * An untagged Ethernet II frame (tags are the data plane's: a tagged guest is a sub-interface).
 *
 * @param payload what follows the header, with the padding of short frames
 */
public record EthernetFrame(long destinationMac, long sourceMac, int type, Bytes payload) {
    /** The header: two MACs and the type. */
    public static final int HEADER_BYTES = 14;

    /** @throws MalformedPacketException too short, a length instead of a type, a source that is a group */
    public static EthernetFrame parse(final Bytes frame) throws MalformedPacketException {
        final WireReader in = frame.reader();
        final long destinationMac = in.u48();
        final long sourceMac = in.u48();
        final int type = in.u16();
        if (type < EtherType.FIRST_TYPE) {
            throw new MalformedPacketException("an 802.3 length where an Ethernet II type should be");
        }
        if (MacAddress.isMulticast(sourceMac)) {
            throw new MalformedPacketException("source MAC is a group: " + MacAddress.format(sourceMac));
        }
        return new EthernetFrame(destinationMac, sourceMac, type, in.rest());
    }

    /** The bytes of the frame, without padding: the far device's driver pads. */
    public Bytes toBytes() {
        return new WireWriter()
                .u48(destinationMac)
                .u48(sourceMac)
                .u16(type)
                .bytes(payload)
                .toBytes();
    }
}
