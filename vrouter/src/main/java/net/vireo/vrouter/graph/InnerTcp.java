// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Tcp;

/** Finds the TCP header of a packet in a row, whether it is routed or bridged, IPv4 or IPv6 without extensions. */
final class InnerTcp {
    private static final int FLAGS_OFFSET = 13;
    private static final int NONE = 0;

    private InnerTcp() {}

    /** Whether the packet begins a connection. */
    static boolean opens(final Packets packets, final int row) {
        final int offset = offset(packets, row);
        return offset != NONE && (Memory.getByte(packets.address(row) + offset + FLAGS_OFFSET) & Tcp.SYN) != 0;
    }

    /** From the packet's first byte to its TCP header; 0 when there is none, or not all of it. */
    static int offset(final Packets packets, final int row) {
        if (packets.has(row, Packets.FLAG_BRIDGED)) {
            return ofFrame(packets.address(row), packets.lengthBytes(row));
        }
        final int ipOffset = (int) (packets.ip(row) - packets.address(row));
        final int transport = transportOffset(
                packets.ip(row), packets.lengthBytes(row) - ipOffset, packets.has(row, Packets.FLAG_IP6));
        return transport == NONE ? NONE : ipOffset + transport;
    }

    private static int ofFrame(final long frame, final int lengthBytes) {
        final int headerBytes = Ethernet.check(frame, lengthBytes);
        if (headerBytes < 0) {
            return NONE;
        }
        final int type = Ethernet.payloadType(frame, headerBytes);
        if (type != EtherType.IPV4 && type != EtherType.IPV6) {
            return NONE;
        }
        final int transport =
                transportOffset(Memory.base(frame + headerBytes), lengthBytes - headerBytes, type == EtherType.IPV6);
        return transport == NONE ? NONE : headerBytes + transport;
    }

    private static int transportOffset(final long ip, final int availableBytes, final boolean ip6) {
        if (ip6) {
            final boolean tcp =
                    availableBytes >= Ipv6.HEADER_BYTES + Tcp.MIN_HEADER_BYTES && Ipv6.nextHeader(ip) == IpProtocol.TCP;
            return tcp ? Ipv6.HEADER_BYTES : NONE;
        }
        final int headerBytes = Ipv4.check(ip, availableBytes);
        final boolean tcp = headerBytes > 0
                && Ipv4.protocol(ip) == IpProtocol.TCP
                && Ipv4.fragmentOffsetBytes(ip) == 0
                && Ipv4.totalLengthBytes(ip) >= headerBytes + Tcp.MIN_HEADER_BYTES;
        return tcp ? headerBytes : NONE;
    }
}
