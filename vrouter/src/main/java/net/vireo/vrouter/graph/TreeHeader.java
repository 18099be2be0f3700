// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;

/**
 * What stands between the label and the Ethernet header of a frame on an edge-replicated tree (sheet 2.6): a zero control
 * word, then IPv4, UDP and VXLAN, whose VNI tells the last node what the frame belongs to.
 */
final class TreeHeader {
    static final int CONTROL_WORD_BYTES = 4;
    static final int VXLAN_BYTES = 8;

    /** IPv4, UDP, VXLAN. */
    static final int BLOCK_BYTES = Ipv4.MIN_HEADER_BYTES + Udp.HEADER_BYTES + VXLAN_BYTES;

    static final long VXLAN_FLAGS = 0x0800_0000L;

    /** A control word, then the first half word of the IPv4 header: no MAC address that anybody has. */
    private static final long VERSION_IHL_TOS = 0x4500;

    private static final int TTL = 64;

    private TreeHeader() {}

    /** In front of a frame that enters the tree; its VNI is what the bridge entry says. */
    static DropReason push(final Packets packets, final int row, final Nexthop tunnel) {
        if (!packets.hasLabel(row)) {
            return DropReason.INVALID_LABEL;
        }
        if (packets.headroomBytes(row) < BLOCK_BYTES + CONTROL_WORD_BYTES) {
            return DropReason.PUSH;
        }
        final int vni = packets.label(row);
        final int totalBytes = BLOCK_BYTES + packets.lengthBytes(row);
        packets.move(row, -BLOCK_BYTES, totalBytes);
        final long ip = packets.address(row);
        final long addresses = (long) tunnel.tunnelSource << 32 | tunnel.tunnelDestination & 0xffff_ffffL;
        Ipv4.emit(ip, 0, totalBytes, 0, 0, TTL, IpProtocol.UDP, addresses);
        final long udp = Memory.base(ip + Ipv4.MIN_HEADER_BYTES);
        Udp.emit(udp, UdpPort.VXLAN, UdpPort.VXLAN, totalBytes - Ipv4.MIN_HEADER_BYTES);
        Memory.putLongBe(udp + Udp.HEADER_BYTES, VXLAN_FLAGS << 32 | (long) vni << 8);
        return pushControlWord(packets, row);
    }

    /** What stands in front of the Ethernet header: its length differs from packet to packet of one flow. */
    static int bytesInFront(final Packets packets, final int row) {
        final int frontBytes = CONTROL_WORD_BYTES + BLOCK_BYTES;
        final boolean tree = packets.lengthBytes(row) >= frontBytes + Ethernet.HEADER_BYTES
                && Memory.getLongBe(packets.address(row)) >>> 16 == VERSION_IHL_TOS;
        return tree ? frontBytes : 0;
    }

    static DropReason pushControlWord(final Packets packets, final int row) {
        if (packets.headroomBytes(row) < CONTROL_WORD_BYTES) {
            return DropReason.PUSH;
        }
        packets.move(row, -CONTROL_WORD_BYTES, packets.lengthBytes(row) + CONTROL_WORD_BYTES);
        Memory.putIntBe(packets.address(row), 0);
        return null;
    }
}
