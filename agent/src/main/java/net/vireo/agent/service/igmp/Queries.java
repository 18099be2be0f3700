// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.igmp;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.EthernetFrame;
import net.vireo.agent.service.Guest;
import net.vireo.agent.service.InternetSum;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Checksum;
import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv6Address;

/** General queries: "who listens to what?" (RFC 3376 4.1, RFC 3810 5.1), with the router alert that hosts demand. */
final class Queries {
    /** How long hosts may take to answer: ten seconds, in the units of each protocol. */
    private static final int RESPONSE_TENTHS = 100;

    private static final int RESPONSE_MS = 10_000;
    private static final int ROBUSTNESS = 2;
    private static final int INTERVAL_S = 125;
    private static final int ALL_SYSTEMS = 0xe0000001;
    private static final long ALL_SYSTEMS_MAC = 0x01005e000001L;
    private static final int ROUTER_ALERT_4 = 0x94040000;
    private static final long ROUTER_ALERT_6 = 0x0502_0000_0100L;
    private static final Ipv6Address ALL_NODES =
            new Ipv6Address(Ipv6Address.LINK_GROUP_HIGH, Ipv6Address.ALL_NODES_LOW);

    private Queries() {}

    /** From the gateway, or from 0.0.0.0 as a switch asks (RFC 4541 2.1.1). */
    static Bytes igmp(final Guest guest) {
        final WireWriter query =
                new WireWriter().u8(0x11).u8(RESPONSE_TENTHS).u16(0).u32(0);
        query.u8(ROBUSTNESS).u8(INTERVAL_S).u16(0);
        query.putU16(2, Checksum.finish(query.sum()));
        final WireWriter ip =
                new WireWriter().u8(0x46).u8(0xc0).u16(24 + query.size()).u16(0).u16(0);
        ip.u8(1)
                .u8(IpProtocol.IGMP)
                .u16(0)
                .u32(guest.serviceAddress4())
                .u32(ALL_SYSTEMS)
                .u32(ROUTER_ALERT_4);
        ip.putU16(10, Checksum.finish(ip.sum()));
        return new EthernetFrame(
                        ALL_SYSTEMS_MAC,
                        guest.routerMac(),
                        EtherType.IPV4,
                        ip.bytes(query.toBytes()).toBytes())
                .toBytes();
    }

    static Bytes mld(final Guest guest) {
        final Ipv6Address source = guest.serviceAddress6();
        final WireWriter query = new WireWriter()
                .u8(130)
                .u8(0)
                .u16(0)
                .u16(RESPONSE_MS)
                .u16(0)
                .u64(0)
                .u64(0);
        query.u8(ROBUSTNESS).u8(INTERVAL_S).u16(0);
        final long pseudo = InternetSum.pseudo6(source, ALL_NODES, IpProtocol.ICMPV6, query.size());
        query.putU16(2, Checksum.finish(pseudo + query.sum()));
        final WireWriter ip = new WireWriter()
                .u32(6L << 28)
                .u16(8 + query.size())
                .u8(IpProtocol.HOP_BY_HOP)
                .u8(1);
        ip.ipv6(source).ipv6(ALL_NODES);
        ip.u8(IpProtocol.ICMPV6).u8(0).u48(ROUTER_ALERT_6);
        return new EthernetFrame(
                        Ipv6Address.multicastMac(ALL_NODES.low()),
                        guest.routerMac(),
                        EtherType.IPV6,
                        ip.bytes(query.toBytes()).toBytes())
                .toBytes();
    }
}
