// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Arp;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Ipv6Address;
import net.vireo.packet.NeighbourDiscovery;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;

/**
 * Whether a guest speaks for itself only: its Ethernet source, the IPv4 source and the ARP sender must be the vif's own.
 * What the vif does not state is not checked. The unspecified IPv4 source passes here: it is forwarded nowhere, and a
 * guest without an address must be able to ask for one.
 */
final class SourceGuard {
    private static final int IPV4_SOURCE_OFFSET = Ethernet.HEADER_BYTES + 12;
    private static final int IPV4_FRAME_BYTES = Ethernet.HEADER_BYTES + Ipv4.MIN_HEADER_BYTES;
    private static final int ARP_FRAME_BYTES = Ethernet.HEADER_BYTES + Arp.HEADER_BYTES;

    private SourceGuard() {}

    /**
     * A guest's own MAC, or 0 when it is not stated. Contrail gives a guest's vif the router's MAC; the guest's is then in
     * the header that the vif's next hop writes towards it.
     */
    static long macOf(final Vif vif, final Tables tables) {
        if (vif.mac() != Vif.ROUTER_MAC) {
            return vif.mac();
        }
        final Nexthop nexthop = vif.nexthopId() == 0 ? null : tables.nexthop(vif.nexthopId());
        final boolean leadsToGuest = nexthop != null
                && nexthop.type == Nexthop.TYPE_ENCAP
                && nexthop.vifIndex == vif.index()
                && nexthop.resolved;
        return leadsToGuest ? nexthop.rewriteHigh >>> 16 : 0;
    }

    /**
     * @param mac the guest's own, 0 when not stated
     * @param ip the guest's own, 0 when not stated
     * @param lengthBytes of the frame, at least an Ethernet header
     */
    static boolean lies(final long frame, final int lengthBytes, final long mac, final int ip) {
        final long sourceAndType = Ethernet.sourceAndType(frame);
        return mac != 0 && sourceAndType >>> 16 != mac
                || ip != 0 && !speaksFor(frame, lengthBytes, (int) sourceAndType & 0xffff, mac, ip);
    }

    /**
     * The same for IPv6: a guest uses its own address, a link-local one, or none yet.
     *
     * @param lengthBytes of the frame, at least an Ethernet header
     */
    static boolean lies6(final long frame, final int lengthBytes, final VifFeatures own) {
        if ((own.ip6High() | own.ip6Low()) == 0
                || Ethernet.type(frame) != EtherType.IPV6
                || lengthBytes < Ethernet.HEADER_BYTES + Ipv6.HEADER_BYTES) {
            return false;
        }
        final long ip = Memory.base(frame + Ethernet.HEADER_BYTES);
        final long high = Ipv6.sourceHigh(ip);
        final long low = Ipv6.sourceLow(ip);
        return !isOwn(high, low, own) && !Ipv6Address.isUnspecified(high, low)
                || advertisesAnother(ip, lengthBytes - Ethernet.HEADER_BYTES, own);
    }

    /** What the sender is to ARP, the target is to a neighbour advertisement (RFC 4861 4.4): others' must not be claimed. */
    private static boolean advertisesAnother(final long ip, final int lengthBytes, final VifFeatures own) {
        final long nd = Memory.base(ip + Ipv6.HEADER_BYTES);
        return lengthBytes >= Ipv6.HEADER_BYTES + NeighbourDiscovery.NEIGHBOUR_BYTES
                && Ipv6.nextHeader(ip) == IpProtocol.ICMPV6
                && Icmpv6.type(nd) == Icmpv6.NEIGHBOUR_ADVERTISEMENT
                && !isOwn(NeighbourDiscovery.targetHigh(nd), NeighbourDiscovery.targetLow(nd), own);
    }

    private static boolean isOwn(final long high, final long low, final VifFeatures own) {
        return high == own.ip6High() && low == own.ip6Low() || Ipv6Address.isLinkLocal(high);
    }

    private static boolean speaksFor(
            final long frame, final int lengthBytes, final int type, final long mac, final int ip) {
        if (type == EtherType.IPV4) {
            return lengthBytes < IPV4_FRAME_BYTES || isOwn(Memory.getIntBe(frame + IPV4_SOURCE_OFFSET), ip);
        }
        return type != EtherType.ARP || lengthBytes < ARP_FRAME_BYTES || isOwnArp(frame, mac, ip);
    }

    private static boolean isOwnArp(final long frame, final long mac, final int ip) {
        final long arp = frame + Ethernet.HEADER_BYTES;
        return isOwn(Arp.senderAddress(arp), ip) && (mac == 0 || Arp.senderMac(arp) == mac);
    }

    private static boolean isOwn(final int source, final int ip) {
        return source == ip || source == 0;
    }
}
