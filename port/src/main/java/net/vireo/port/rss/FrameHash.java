// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Toeplitz;
import net.vireo.packet.Udp;

/**
 * The hash that a network card forms over a frame's outer headers. Tunnels are not looked into: an MPLS-over-UDP packet
 * is hashed with its outer ports, of which the source carries the inner flow's entropy, a GRE packet by its two
 * addresses, so that all GRE between two nodes has one hash. VLAN tags are skipped. IPv6 with an extension header of any
 * kind is hashed by its addresses, as are fragments. What is not IP, or is not well formed, has no hash.
 *
 * <p>Any thread, allocates nothing; at most 15 accesses to memory.
 */
public final class FrameHash {
    /** What a frame that has no hash gets: it goes to queue 0, as with cards. */
    public static final long UNHASHED = -1;

    private static final int PORTS_BYTES = 4;
    private static final long UNSIGNED = 0xffff_ffffL;

    private final Toeplitz toeplitz;
    private final int fields;

    /** Of all fields, under Microsoft's key. */
    public static FrameHash standard() {
        return new FrameHash(new Toeplitz(RssControl.microsoftKey()), RssFields.ALL);
    }

    /** @param fields a sum of {@link RssFields} */
    FrameHash(final Toeplitz toeplitz, final int fields) {
        this.toeplitz = toeplitz;
        this.fields = fields;
    }

    /**
     * @param frame masked address of the Ethernet header
     * @return 32 unsigned bits, or {@link #UNHASHED}
     */
    public long of(final long frame, final int lengthBytes) {
        final int headerBytes = Ethernet.check(frame, lengthBytes);
        if (headerBytes < 0) {
            return UNHASHED;
        }
        final long p = Memory.base(frame + headerBytes);
        return switch (Ethernet.payloadType(frame, headerBytes)) {
            case EtherType.IPV4 -> ofIpv4(p, lengthBytes - headerBytes);
            case EtherType.IPV6 -> ofIpv6(p, lengthBytes - headerBytes);
            default -> UNHASHED;
        };
    }

    /**
     * The same of an IP packet without a frame around it.
     *
     * @param p masked address of its header
     */
    public long ofPacket(final long p, final int lengthBytes) {
        if (lengthBytes < 1) {
            return UNHASHED;
        }
        return switch (Memory.getByte(p) >>> 4 & 0xf) {
            case 4 -> ofIpv4(p, lengthBytes);
            case 6 -> ofIpv6(p, lengthBytes);
            default -> UNHASHED;
        };
    }

    private long ofIpv4(final long p, final int lengthBytes) {
        final int headerBytes = Ipv4.check(p, lengthBytes);
        if (headerBytes < 0) {
            return UNHASHED;
        }
        final long head = Ipv4.head(p);
        final int payloadBytes = (int) (head >>> 32 & 0xffff) - headerBytes;
        final int protocol = Ipv4.life(p) >>> 16 & 0xff;
        if (withPorts(protocol, RssFields.TCP4, RssFields.UDP4)
                && payloadBytes >= PORTS_BYTES
                && !Ipv4.isFragmentOf(head)) {
            return toeplitz.hash(Ipv4.addresses(p), Udp.ports(p + headerBytes)) & UNSIGNED;
        }
        return (fields & RssFields.IPV4) == 0 ? UNHASHED : toeplitz.hash(Ipv4.addresses(p)) & UNSIGNED;
    }

    private long ofIpv6(final long p, final int lengthBytes) {
        if (lengthBytes < Ipv6.HEADER_BYTES) {
            return UNHASHED;
        }
        final long head = Ipv6.head(p);
        if (Ipv6.checkHead(head, lengthBytes) < 0) {
            return UNHASHED;
        }
        final long sourceHigh = Ipv6.sourceHigh(p);
        final long sourceLow = Ipv6.sourceLow(p);
        final long destinationHigh = Ipv6.destinationHigh(p);
        final long destinationLow = Ipv6.destinationLow(p);
        if (withPorts(Ipv6.nextHeaderOf(head), RssFields.TCP6, RssFields.UDP6)
                && Ipv6.payloadLengthBytesOf(head) >= PORTS_BYTES) {
            final int ports = Udp.ports(p + Ipv6.HEADER_BYTES);
            return toeplitz.hash(sourceHigh, sourceLow, destinationHigh, destinationLow, ports) & UNSIGNED;
        }
        return (fields & RssFields.IPV6) == 0
                ? UNHASHED
                : toeplitz.hash(sourceHigh, sourceLow, destinationHigh, destinationLow) & UNSIGNED;
    }

    private boolean withPorts(final int protocol, final int tcp, final int udp) {
        return protocol == IpProtocol.UDP && (fields & udp) != 0 || protocol == IpProtocol.TCP && (fields & tcp) != 0;
    }
}
