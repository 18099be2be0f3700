// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv6Prefix;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.Ipv6Address;

/** Router advertisements (RFC 4861 4.2, 6.2.3) with prefixes, MTU, name servers and search list (RFC 8106). */
final class RouterAdvertisement {
    /** Between advertisements that nobody asked for. */
    static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(30);

    /** Neighbour discovery's proof that no router was passed. */
    static final int HOP_LIMIT = 255;

    private static final Ipv6Address ALL_NODES =
            new Ipv6Address(Ipv6Address.LINK_GROUP_HIGH, Ipv6Address.ALL_NODES_LOW);
    private static final int ROUTER_LIFETIME_S = 1800;

    /** Three intervals (RFC 8106 5.1): two advertisements may be lost. */
    private static final int DNS_LIFETIME_S = 90;

    private static final int MANAGED = 0x80;
    private static final int OTHER = 0x40;
    private static final int ON_LINK = 0x80;
    private static final int AUTONOMOUS = 0x40;
    private static final int AUTONOMOUS_LENGTH = 64;
    private static final long FOREVER_S = 0xffff_ffffL;
    private static final int MIN_MTU_BYTES = 1280;

    private RouterAdvertisement() {}

    /** To all nodes on the guest's link: there is one. */
    static Bytes toAll(final NdGuest guest, final boolean routing) {
        return to(guest, ALL_NODES, Ipv6Address.multicastMac(ALL_NODES.low()), routing);
    }

    /** To one that asked. */
    static Bytes to(final NdGuest guest, final Ipv6Address destination) {
        return to(guest, destination, guest.mac(), true);
    }

    private static Bytes to(
            final NdGuest guest, final Ipv6Address destination, final long destinationMac, final boolean routing) {
        final boolean managed = guest.managedAddresses();
        final WireWriter out = new WireWriter()
                .u8(64)
                .u8(managed ? MANAGED | OTHER : 0)
                .u16(routing && guest.gateway6().isPresent() ? ROUTER_LIFETIME_S : 0)
                .u32(0)
                .u32(0);
        NdOptions.writeLink(out, NdOptions.SOURCE_LINK, guest.routerMac());
        if (guest.mtuBytes() >= MIN_MTU_BYTES) {
            NdOptions.writeMtu(out, guest.mtuBytes());
        }
        guest.ipv6().stream()
                .map(prefix -> new Ipv6Prefix(prefix.network(), prefix.length()))
                .distinct()
                .forEach(prefix -> writePrefix(out, prefix, guest.autonomousAddresses()));
        writeDns(out, guest);
        return new Icmp6Packet(
                        destinationMac,
                        guest.routerMac(),
                        guest.serviceAddress6(),
                        destination,
                        HOP_LIMIT,
                        Icmpv6.ROUTER_ADVERTISEMENT,
                        0,
                        out.toBytes())
                .toFrame();
    }

    private static void writePrefix(final WireWriter out, final Ipv6Prefix prefix, final boolean autonomous) {
        // An address is 64 bits of prefix and 64 of its own; with others a guest would refuse the A flag (RFC 4862
        // 5.5.3 d).
        final int flags = ON_LINK | (autonomous && prefix.length() == AUTONOMOUS_LENGTH ? AUTONOMOUS : 0);
        out.u8(NdOptions.PREFIX).u8(4).u8(prefix.length()).u8(flags);
        out.u32(FOREVER_S).u32(FOREVER_S).u32(0).ipv6(prefix.address());
    }

    private static void writeDns(final WireWriter out, final NdGuest guest) {
        if (!guest.dnsServers6().isEmpty()) {
            final WireWriter servers = new WireWriter().u16(0).u32(DNS_LIFETIME_S);
            guest.dnsServers6().forEach(servers::ipv6);
            NdOptions.write(out, NdOptions.RDNSS, servers.toBytes());
        }
        if (!guest.domainName().isEmpty()) {
            final WireWriter list = new WireWriter().u16(0).u32(DNS_LIFETIME_S);
            for (final String label : guest.domainName().split("\\.", -1)) {
                final byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
                if (bytes.length < 1 || bytes.length > 63) {
                    return; // no name of DNS: nothing that a guest could search
                }
                list.u8(bytes.length).bytes(Bytes.of(bytes));
            }
            NdOptions.write(out, NdOptions.DNSSL, list.u8(0).toBytes());
        }
    }
}
