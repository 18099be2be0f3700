// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Ipv6Prefix;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.Udp6Packet;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv6Address;
import net.vireo.packet.UdpPort;

/**
 * The server of RFC 8415 for guests whose addresses are known: a message in, at most one answer out. Keeps nothing. One
 * thread.
 */
public final class Dhcp6Server {
    /** All servers and relay agents (RFC 8415 7.1). */
    private static final Ipv6Address ALL_SERVERS = Ipv6Address.parse("ff02::1:2");

    private static final int DUID_LL_ETHERNET = 3 << 16 | 1;
    private static final int MAX_DUID_BYTES = 130;

    /** What fits the shortest packet that every link takes (RFC 8200 5): we send no fragments. */
    private static final int MAX_REPLY_BYTES = 1280 - 40 - 8;

    private static final Bytes MAX_PREFERENCE = Bytes.of((byte) 0xff);

    private final Counters<Dhcp6Counter> counters = new Counters<>(Dhcp6Counter.class);

    /** What became of messages. */
    public Counters<Dhcp6Counter> counters() {
        return counters;
    }

    /**
     * @param guest whose interface the frame came from
     * @param frame an Ethernet frame with a datagram to port 547
     * @return the frame to send to that interface, if any
     */
    public Optional<Bytes> receive(final Dhcp6Guest guest, final Bytes frame) {
        final Udp6Packet packet;
        try {
            packet = Udp6Packet.parse(frame);
        } catch (final MalformedPacketException malformed) {
            return ignored(Dhcp6Counter.MALFORMED_FRAME);
        }
        try {
            return receive(guest, packet, Dhcp6Message.parse(packet.payload()));
        } catch (final MalformedPacketException malformed) {
            return ignored(Dhcp6Counter.MALFORMED_MESSAGE);
        }
    }

    private Optional<Bytes> receive(final Dhcp6Guest guest, final Udp6Packet packet, final Dhcp6Message message)
            throws MalformedPacketException {
        if (packet.sourceMac() != guest.mac()) {
            return ignored(Dhcp6Counter.FOREIGN_MAC);
        }
        if (!guest.owns(packet.source())) {
            return ignored(Dhcp6Counter.FOREIGN_ADDRESS);
        }
        if (!guest.dhcp6Enabled()) {
            return ignored(Dhcp6Counter.DISABLED);
        }
        // We never send the option that invites to unicast, so RFC 8415 18.4 has it discarded.
        if (!packet.destination().equals(ALL_SERVERS)) {
            return ignored(Dhcp6Counter.UNICAST);
        }
        final Dhcp6Counter type = counter(message.type());
        if (type == Dhcp6Counter.NOT_A_REQUEST) {
            return ignored(type);
        }
        if (!isValid(message)) {
            return ignored(Dhcp6Counter.INVALID);
        }
        if (message.find(Dhcp6Code.SERVER_ID)
                .filter(id -> !id.equals(duid(guest)))
                .isPresent()) {
            return ignored(Dhcp6Counter.OTHER_SERVER);
        }
        counters.increment(type);
        return answer(guest, message).map(reply -> frame(guest, packet, reply));
    }

    private static Dhcp6Counter counter(final int type) {
        return switch (type) {
            case Dhcp6Type.SOLICIT -> Dhcp6Counter.SOLICIT;
            case Dhcp6Type.REQUEST -> Dhcp6Counter.REQUEST;
            case Dhcp6Type.CONFIRM -> Dhcp6Counter.CONFIRM;
            case Dhcp6Type.RENEW -> Dhcp6Counter.RENEW;
            case Dhcp6Type.REBIND -> Dhcp6Counter.REBIND;
            case Dhcp6Type.RELEASE -> Dhcp6Counter.RELEASE;
            case Dhcp6Type.DECLINE -> Dhcp6Counter.DECLINE;
            case Dhcp6Type.INFORMATION_REQUEST -> Dhcp6Counter.INFORMATION_REQUEST;
            default -> Dhcp6Counter.NOT_A_REQUEST;
        };
    }

    /** RFC 8415 16: who must name itself, and who must or must not name a server. */
    private static boolean isValid(final Dhcp6Message message) {
        final Optional<Bytes> client = message.find(Dhcp6Code.CLIENT_ID);
        if (client.filter(id -> id.size() < 3 || id.size() > MAX_DUID_BYTES).isPresent()) {
            return false;
        }
        final boolean server = message.has(Dhcp6Code.SERVER_ID);
        return switch (message.type()) {
            case Dhcp6Type.SOLICIT, Dhcp6Type.CONFIRM, Dhcp6Type.REBIND -> client.isPresent() && !server;
            case Dhcp6Type.INFORMATION_REQUEST ->
                !message.has(Dhcp6Code.IA_NA) && !message.has(Dhcp6Code.IA_TA) && !message.has(Dhcp6Code.IA_PD);
            default -> client.isPresent() && server;
        };
    }

    private Optional<Dhcp6Message> answer(final Dhcp6Guest guest, final Dhcp6Message message)
            throws MalformedPacketException {
        final List<IdentityAssociation> wanted = IdentityAssociation.of(message);
        final List<Dhcp6Message.Option> options = new ArrayList<>();
        message.find(Dhcp6Code.CLIENT_ID)
                .ifPresent(id -> options.add(new Dhcp6Message.Option(Dhcp6Code.CLIENT_ID, id)));
        options.add(new Dhcp6Message.Option(Dhcp6Code.SERVER_ID, duid(guest)));
        int type = Dhcp6Type.REPLY;
        switch (message.type()) {
            case Dhcp6Type.SOLICIT -> {
                wanted.forEach(association -> options.add(grant(guest, association)));
                if (message.has(Dhcp6Code.RAPID_COMMIT)) {
                    options.add(new Dhcp6Message.Option(Dhcp6Code.RAPID_COMMIT, Bytes.EMPTY));
                } else {
                    type = Dhcp6Type.ADVERTISE;
                    options.add(new Dhcp6Message.Option(Dhcp6Code.PREFERENCE, MAX_PREFERENCE));
                }
            }
            case Dhcp6Type.REQUEST, Dhcp6Type.RENEW, Dhcp6Type.REBIND ->
                wanted.forEach(association -> options.add(grant(guest, association)));
            case Dhcp6Type.CONFIRM -> {
                final Optional<Dhcp6Message.Option> status = confirm(guest, wanted);
                if (status.isEmpty()) {
                    counters.increment(Dhcp6Counter.NOTHING_TO_CONFIRM);
                    return Optional.empty();
                }
                options.add(status.get());
            }
            case Dhcp6Type.RELEASE, Dhcp6Type.DECLINE -> {
                options.add(status(Dhcp6Code.STATUS_SUCCESS, ""));
                wanted.stream()
                        .filter(association -> association.addresses().stream().noneMatch(guest::owns))
                        .forEach(association -> options.add(
                                association.refused(Dhcp6Code.STATUS_NO_BINDING, "not an address of this interface")));
            }
            default -> {
                // An information request asks for what all get.
            }
        }
        addInformation(guest, options);
        final Dhcp6Message reply = new Dhcp6Message(type, message.transaction(), options);
        if (reply.toBytes().size() > MAX_REPLY_BYTES) {
            counters.increment(Dhcp6Counter.TOO_LONG);
            return Optional.empty();
        }
        counters.increment(type == Dhcp6Type.REPLY ? Dhcp6Counter.REPLY : Dhcp6Counter.ADVERTISE);
        return Optional.of(reply);
    }

    private static Dhcp6Message.Option grant(final Dhcp6Guest guest, final IdentityAssociation association) {
        if (association.code() == Dhcp6Code.IA_PD) {
            return association.refused(Dhcp6Code.STATUS_NO_PREFIX, "no prefixes are delegated");
        }
        final List<Ipv6Address> addresses =
                guest.ipv6().stream().map(Ipv6Prefix::address).toList();
        if (association.code() == Dhcp6Code.IA_TA || addresses.isEmpty()) {
            return association.refused(Dhcp6Code.STATUS_NO_ADDRESSES, "the interface has no such address");
        }
        return association.granted(
                addresses,
                guest.configurationComplete() ? IdentityAssociation.Lease.FOREVER : IdentityAssociation.Lease.SHORT);
    }

    /** RFC 8415 18.3.3: whether all addresses fit the link; no answer when there is none to judge. */
    private static Optional<Dhcp6Message.Option> confirm(
            final Dhcp6Guest guest, final List<IdentityAssociation> wanted) {
        final List<Ipv6Address> addresses = wanted.stream()
                .flatMap(association -> association.addresses().stream())
                .toList();
        if (addresses.isEmpty() || guest.ipv6().isEmpty()) {
            return Optional.empty();
        }
        final boolean fits = addresses.stream()
                .allMatch(address -> guest.ipv6().stream().anyMatch(prefix -> prefix.contains(address)));
        return Optional.of(
                fits
                        ? status(Dhcp6Code.STATUS_SUCCESS, "")
                        : status(Dhcp6Code.STATUS_NOT_ON_LINK, "an address is not of this link"));
    }

    private static Dhcp6Message.Option status(final int status, final String why) {
        return new Dhcp6Message.Option(Dhcp6Code.STATUS, IdentityAssociation.status(status, why));
    }

    /** Name servers and domain (RFC 3646), asked for or not: there is room. */
    private static void addInformation(final Dhcp6Guest guest, final List<Dhcp6Message.Option> options) {
        if (!guest.dnsServers6().isEmpty()) {
            final WireWriter servers = new WireWriter();
            guest.dnsServers6().forEach(servers::ipv6);
            options.add(new Dhcp6Message.Option(Dhcp6Code.DNS_SERVERS, servers.toBytes()));
        }
        if (!guest.domainName().isEmpty()) {
            final WireWriter name = new WireWriter();
            for (final String label : guest.domainName().split("\\.", -1)) {
                final byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
                if (bytes.length < 1 || bytes.length > 63) {
                    return; // no name of DNS: nothing that a guest could search
                }
                name.u8(bytes.length).bytes(Bytes.of(bytes));
            }
            options.add(
                    new Dhcp6Message.Option(Dhcp6Code.DOMAIN_LIST, name.u8(0).toBytes()));
        }
    }

    /** The server's name: made from the MAC that we answer from (RFC 8415 11.4), the same on every node. */
    private static Bytes duid(final Dhcp6Guest guest) {
        return new WireWriter().u32(DUID_LL_ETHERNET).u48(guest.routerMac()).toBytes();
    }

    private static Bytes frame(final Dhcp6Guest guest, final Udp6Packet packet, final Dhcp6Message reply) {
        return new Udp6Packet(
                        guest.mac(),
                        guest.routerMac(),
                        guest.serviceAddress6(),
                        packet.source(),
                        UdpPort.DHCPV6_SERVER,
                        UdpPort.DHCPV6_CLIENT,
                        reply.toBytes())
                .toFrame();
    }

    private Optional<Bytes> ignored(final Dhcp6Counter why) {
        counters.increment(why);
        return Optional.empty();
    }
}
