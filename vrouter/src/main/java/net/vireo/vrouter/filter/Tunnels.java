// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.UdpPort;

/** Finds what is in a tunnel: MPLS over UDP or GRE, VXLAN. */
final class Tunnels {
    /** No tunnel, or nothing sound in it. */
    static final int NONE = -1;

    private static final int UDP_BYTES = 8;
    private static final int GRE_BYTES = 4;
    private static final int VXLAN_BYTES = 8;
    private static final int LABEL_BYTES = 4;
    private static final int MPLS = 0x8847;
    private static final int BOTTOM = 0x100;
    private static final int IP_BYTES = 20;
    private static final int VERSION_4 = 4;
    private static final int VERSION_6 = 6;

    private Tunnels() {}

    /**
     * Where the packet in a tunnel begins.
     *
     * @param p the outer IPv4 header
     * @return bytes from there to the inner frame or packet, or {@link #NONE}
     */
    static int offset(final long p, final int lengthBytes) {
        final long base = Memory.base(p);
        final int ip = Ipv4.check(base, lengthBytes);
        if (ip < 0 || Ipv4.isFragment(base)) {
            return NONE;
        }
        if (Ipv4.protocol(base) == IpProtocol.UDP && lengthBytes >= ip + UDP_BYTES) {
            final int port = Memory.getShortBe(base + ip + 2) & 0xffff;
            if (port == UdpPort.VXLAN) {
                return ip + UDP_BYTES + VXLAN_BYTES;
            }
            return UdpPort.isMpls(port) ? labels(base, ip + UDP_BYTES, lengthBytes) : NONE;
        }
        if (Ipv4.protocol(base) == IpProtocol.GRE && lengthBytes >= ip + GRE_BYTES) {
            return Memory.getIntBe(base + ip) == MPLS ? labels(base, ip + GRE_BYTES, lengthBytes) : NONE;
        }
        return NONE;
    }

    private static int labels(final long base, final int from, final int lengthBytes) {
        for (int at = from; at + LABEL_BYTES <= lengthBytes; at += LABEL_BYTES) {
            if ((Memory.getIntBe(base + at) & BOTTOM) != 0) {
                return at + LABEL_BYTES;
            }
        }
        return NONE;
    }

    /** The Ethernet type of a packet without an Ethernet header, or {@link #NONE} when it is a frame. */
    static int type(final long p, final int lengthBytes) {
        if (lengthBytes < IP_BYTES) {
            return NONE;
        }
        return switch (Memory.getByte(Memory.base(p)) >> 4 & 0xf) {
            case VERSION_4 -> Ipv4.check(Memory.base(p), lengthBytes) < 0 ? NONE : EtherType.IPV4;
            case VERSION_6 -> EtherType.IPV6;
            default -> NONE;
        };
    }

    /** Length of the Ethernet header, with tags, or less than 0. */
    static int ethernet(final long p, final int lengthBytes) {
        return Ethernet.check(Memory.base(p), lengthBytes);
    }
}
