// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;

/**
 * The transmit hash of Linux bonding's policy layer3+4 (Documentation/networking/bonding, xmit_hash_policy), over the
 * outer headers: ports of whole TCP and UDP datagrams, addresses of all IP, for the rest the last bytes of the MAC
 * addresses and the type. So the fragments of a datagram, and all GRE between two nodes, take one link.
 *
 * <p>As Linux does on this machine, addresses and ports are read in the machine's byte order: with more than two members
 * the choice depends on it. Any thread, allocates nothing; at most 13 accesses to memory.
 */
final class BondHash {
    private static final int PORTS_BYTES = 4;

    private BondHash() {}

    /**
     * @param frame masked address of the Ethernet header
     * @return 0 or more; the member is this modulo the number of members that are up
     */
    static int of(final long frame, final int lengthBytes) {
        final int headerBytes = Ethernet.check(frame, lengthBytes);
        if (headerBytes < 0) {
            return 0;
        }
        final long p = Memory.base(frame + headerBytes);
        final int ipBytes = lengthBytes - headerBytes;
        final int type = Ethernet.payloadType(frame, headerBytes);
        if (type == EtherType.IPV4) {
            final int ipHeaderBytes = Ipv4.check(p, ipBytes);
            return ipHeaderBytes < 0 ? layer2(frame, type) : ofIpv4(p, ipHeaderBytes);
        }
        final boolean ipv6 = type == EtherType.IPV6 && Ipv6.check(p, ipBytes) >= 0;
        return ipv6 ? ofIpv6(p) : layer2(frame, type);
    }

    private static int ofIpv4(final long p, final int headerBytes) {
        final boolean ports = hasPorts(Ipv4.protocol(p))
                && !Ipv4.isFragment(p)
                && Ipv4.totalLengthBytes(p) - headerBytes >= PORTS_BYTES;
        return folded(Memory.getInt(p + 12) ^ Memory.getInt(p + 16) ^ (ports ? Memory.getInt(p + headerBytes) : 0));
    }

    private static int ofIpv6(final long p) {
        final long head = Ipv6.head(p);
        final boolean ports = hasPorts(Ipv6.nextHeaderOf(head)) && Ipv6.payloadLengthBytesOf(head) >= PORTS_BYTES;
        // Each address is first the exclusive or of its four words.
        final long words =
                Memory.getLong(p + 8) ^ Memory.getLong(p + 16) ^ Memory.getLong(p + 24) ^ Memory.getLong(p + 32);
        final int addresses = (int) (words ^ words >>> 32);
        return folded(addresses ^ (ports ? Memory.getInt(p + Ipv6.HEADER_BYTES) : 0));
    }

    /** The lowest bit goes, because ports are often even. */
    private static int folded(final int hash) {
        final int half = hash ^ hash >>> 16;
        return (half ^ half >>> 8) >>> 1;
    }

    private static int layer2(final long frame, final int type) {
        return Memory.getByte(frame + 5) & 0xff ^ Memory.getByte(frame + 11) & 0xff ^ type;
    }

    private static boolean hasPorts(final int protocol) {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }
}
