// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.FlowHash;
import net.vireo.packet.IpProtocol;

/**
 * One number for the flow that a packet belongs to, whatever it is: IPv4 and IPv6 by addresses, protocol and ports
 * (fragments without ports, so that a datagram stays together), other frames by their Ethernet header. For the entropy
 * of tunnels and the choice among equal next hops.
 */
final class PacketHash {
    /** Which fields count (sheet 1.3, ECMP configuration); 0 means all. */
    private static final int PROTOCOL = 0x1;

    private static final int SOURCE = 0x2;
    private static final int SOURCE_PORT = 0x4;
    private static final int DESTINATION = 0x8;
    private static final int DESTINATION_PORT = 0x10;
    private static final int ALL = 0x1f;

    private static final int FRAGMENT_BITS = 0x3fff;
    private static final int IP6_HEADER_BYTES = 40;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private PacketHash() {}

    static int of(final Packets packets, final int row, final long seed) {
        return of(packets, row, ALL, seed);
    }

    /** @param fields bits of the fields that count, 0 for all */
    static int of(final Packets packets, final int row, final int fields, final long seed) {
        final int wanted = fields == 0 ? ALL : fields & ALL;
        if (packets.has(row, Packets.FLAG_BRIDGED)) {
            return ofFrame(packets, row, wanted, seed);
        }
        final long ip = packets.ip(row);
        final int availableBytes = packets.lengthBytes(row) - (int) (ip - packets.address(row));
        return packets.has(row, Packets.FLAG_IP6)
                ? ofIp6(ip, availableBytes, packets.vrf(row), wanted, seed)
                : ofIp4(ip, availableBytes, packets.vrf(row), wanted, seed);
    }

    private static int ofFrame(final Packets packets, final int row, final int wanted, final long seed) {
        final int frontBytes = TreeHeader.bytesInFront(packets, row);
        final long frame = Memory.base(packets.address(row) + frontBytes);
        final int vrf = packets.vrf(row);
        final int availableBytes = packets.lengthBytes(row) - frontBytes - Ethernet.HEADER_BYTES;
        final int type = Ethernet.type(frame);
        if (type == EtherType.IPV4 && availableBytes >= 20) {
            return ofIp4(Memory.base(frame + Ethernet.HEADER_BYTES), availableBytes, vrf, wanted, seed);
        }
        if (type == EtherType.IPV6 && availableBytes >= IP6_HEADER_BYTES) {
            return ofIp6(Memory.base(frame + Ethernet.HEADER_BYTES), availableBytes, vrf, wanted, seed);
        }
        return FlowHash.hash(Ethernet.destination(frame), type, 0, vrf, Ethernet.source(frame) ^ seed);
    }

    private static int ofIp4(
            final long ip, final int availableBytes, final int vrf, final int wanted, final long seed) {
        final long head = Memory.getLongBe(ip);
        final int protocol = Memory.getByte(ip + 9) & 0xff;
        final int headerBytes = Packets.headerBytes(head);
        final boolean hasPorts =
                hasPorts(protocol) && (head & FRAGMENT_BITS) == 0 && availableBytes >= headerBytes + Integer.BYTES;
        final int ports = hasPorts ? Memory.getIntBe(ip + headerBytes) : 0;
        return FlowHash.hash(
                Memory.getLongBe(ip + 12) & addressMask(wanted),
                ports & portMask(wanted),
                (wanted & PROTOCOL) == 0 ? 0 : protocol,
                vrf,
                seed);
    }

    private static int ofIp6(
            final long ip, final int availableBytes, final int vrf, final int wanted, final long seed) {
        final int protocol = Memory.getByte(ip + 6) & 0xff;
        final boolean hasPorts = hasPorts(protocol) && availableBytes >= IP6_HEADER_BYTES + Integer.BYTES;
        final int ports = hasPorts ? Memory.getIntBe(ip + IP6_HEADER_BYTES) : 0;
        final long source = (wanted & SOURCE) == 0 ? 0 : Memory.getLongBe(ip + 8) * MIX ^ Memory.getLongBe(ip + 16);
        final long destination =
                (wanted & DESTINATION) == 0 ? 0 : Memory.getLongBe(ip + 24) * MIX ^ Memory.getLongBe(ip + 32);
        return FlowHash.hash(
                source ^ Long.rotateLeft(destination, 17) * MIX,
                ports & portMask(wanted),
                (wanted & PROTOCOL) == 0 ? 0 : protocol,
                vrf,
                seed);
    }

    private static boolean hasPorts(final int protocol) {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP || protocol == IpProtocol.SCTP;
    }

    private static long addressMask(final int wanted) {
        return ((wanted & SOURCE) == 0 ? 0 : 0xffff_ffff_0000_0000L) | ((wanted & DESTINATION) == 0 ? 0 : 0xffff_ffffL);
    }

    private static int portMask(final int wanted) {
        return ((wanted & SOURCE_PORT) == 0 ? 0 : 0xffff_0000) | ((wanted & DESTINATION_PORT) == 0 ? 0 : 0xffff);
    }
}
