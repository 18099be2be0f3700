// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;

/** Recognises single-hop BFD control packets (RFC 5881, section 4) of IPv4. */
final class Bfd {
    /** It is none. */
    static final int NONE = -1;

    private static final int CONTROL_PORT = 3784;

    /** The mandatory section of a control packet (RFC 5880, section 4.1). */
    private static final int MIN_BYTES = 24;

    private static final int STATE_OFFSET = 1;
    private static final int STATE_BITS = 0xc0;

    private Bfd() {}

    /** The bits of the state that the sender is in, or {@link #NONE}; of a routed packet. */
    static int state(final Packets packets, final int row) {
        if (packets.has(row, Packets.FLAG_IP6 | Packets.FLAG_BRIDGED)) {
            return NONE;
        }
        final long ip = packets.ip(row);
        final int headerBytes = packets.ipHeaderBytes(row);
        final int controlOffset = headerBytes + Udp.HEADER_BYTES;
        if (Ipv4.protocol(ip) != IpProtocol.UDP
                || Ipv4.isFragment(ip)
                || packets.ipBytes(row) < controlOffset + MIN_BYTES
                || Udp.destinationPort(Memory.base(ip + headerBytes)) != CONTROL_PORT) {
            return NONE;
        }
        return Memory.getByte(ip + controlOffset + STATE_OFFSET) & STATE_BITS;
    }
}
