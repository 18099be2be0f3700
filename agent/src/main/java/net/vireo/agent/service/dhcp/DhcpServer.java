// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.MacAddress;
import net.vireo.packet.UdpPort;

/**
 * The server of RFC 2131 for guests whose address is known: a message in, at most one answer out. Keeps nothing; the address
 * stays the guest's whether it releases it or not. One thread.
 */
public final class DhcpServer {
    /** What every client takes: an IP packet of 576 bytes (RFC 2131 2). */
    private static final int MIN_PACKET_BYTES = 576;

    /** What we send at most, whatever the guest takes: no answer is to be fragmented. */
    private static final int MAX_PACKET_BYTES = 1500;

    private static final int HEADERS_BYTES = 28;
    private static final String NOT_YOURS = "this address is not the one of your interface";

    private final Counters<DhcpCounter> counters = new Counters<>(DhcpCounter.class);

    /** What became of messages. */
    public Counters<DhcpCounter> counters() {
        return counters;
    }

    /**
     * @param guest whose interface the frame came from
     * @param frame an Ethernet frame with a datagram to port 67
     * @return the frame to send to that interface, if any
     */
    public Optional<Bytes> receive(final DhcpGuest guest, final Bytes frame) {
        final Udp4Packet packet;
        try {
            packet = Udp4Packet.parse(frame);
        } catch (final MalformedPacketException malformed) {
            return ignored(DhcpCounter.MALFORMED_FRAME);
        }
        try {
            return receive(guest, packet, DhcpMessage.parse(packet.payload()));
        } catch (final MalformedPacketException malformed) {
            return ignored(DhcpCounter.MALFORMED_MESSAGE);
        }
    }

    private Optional<Bytes> receive(final DhcpGuest guest, final Udp4Packet packet, final DhcpMessage message)
            throws MalformedPacketException {
        if (message.op() != DhcpMessage.BOOTREQUEST || !message.options().has(DhcpCode.MESSAGE_TYPE)) {
            return ignored(DhcpCounter.NOT_A_REQUEST);
        }
        if (message.htype() != DhcpMessage.ETHERNET
                || message.chaddr() != guest.mac()
                || packet.sourceMac() != guest.mac()) {
            return ignored(DhcpCounter.FOREIGN_MAC);
        }
        if (packet.source() != 0 && !guest.owns(packet.source())) {
            return ignored(DhcpCounter.FOREIGN_ADDRESS);
        }
        if (message.giaddr() != 0) {
            return ignored(DhcpCounter.RELAYED);
        }
        if (!guest.dhcpEnabled()) {
            return ignored(DhcpCounter.DISABLED);
        }
        if (guest.ipv4().isEmpty() || guest.serviceAddress4() == 0) {
            return ignored(DhcpCounter.NO_ADDRESS);
        }
        if (packet.destination() != Ipv4Address.BROADCAST && packet.destination() != guest.serviceAddress4()) {
            return ignored(DhcpCounter.OTHER_SERVER);
        }
        return answer(guest, packet, message);
    }

    private Optional<Bytes> answer(final DhcpGuest guest, final Udp4Packet packet, final DhcpMessage message)
            throws MalformedPacketException {
        return switch (message.options().u8(DhcpCode.MESSAGE_TYPE)) {
            case DhcpType.DISCOVER -> {
                counters.increment(DhcpCounter.DISCOVER);
                yield Optional.of(lease(guest, message, DhcpType.OFFER));
            }
            case DhcpType.REQUEST -> {
                counters.increment(DhcpCounter.REQUEST);
                yield request(guest, message);
            }
            case DhcpType.INFORM -> {
                counters.increment(DhcpCounter.INFORM);
                yield inform(guest, packet, message);
            }
            case DhcpType.RELEASE -> noted(guest, message.ciaddr(), DhcpCounter.RELEASE);
            case DhcpType.DECLINE ->
                noted(guest, message.options().address(DhcpCode.REQUESTED_ADDRESS), DhcpCounter.DECLINE);
            default -> ignored(DhcpCounter.UNKNOWN_TYPE);
        };
    }

    /** RFC 2131 4.3.2: selecting names a server, init-reboot an address only, renewing and rebinding have it in ciaddr. */
    private Optional<Bytes> request(final DhcpGuest guest, final DhcpMessage message) throws MalformedPacketException {
        final OptionFields options = message.options();
        if (options.has(DhcpCode.SERVER_IDENTIFIER)
                && options.address(DhcpCode.SERVER_IDENTIFIER) != guest.serviceAddress4()) {
            return ignored(DhcpCounter.OTHER_SERVER);
        }
        final int requested = options.address(DhcpCode.REQUESTED_ADDRESS);
        final int address = message.ciaddr() != 0 ? message.ciaddr() : requested;
        if (address == primary(guest) && (requested == 0 || requested == address)) {
            return Optional.of(lease(guest, message, DhcpType.ACK));
        }
        return Optional.of(refusal(guest, message));
    }

    /** Options for who has an address already: its answer gives none, and no time (RFC 2131 4.3.5). */
    private Optional<Bytes> inform(final DhcpGuest guest, final Udp4Packet packet, final DhcpMessage message)
            throws MalformedPacketException {
        final int address = message.ciaddr() != 0 ? message.ciaddr() : packet.source();
        if (!guest.owns(address)) {
            return ignored(DhcpCounter.FOREIGN_ADDRESS);
        }
        counters.increment(DhcpCounter.ACK);
        final OptionFields options = AnswerOptions.of(guest, message.options(), DhcpType.ACK, false);
        return Optional.of(frame(guest, message, reply(guest, message, 0, options), address, guest.mac()));
    }

    private Optional<Bytes> noted(final DhcpGuest guest, final int address, final DhcpCounter what) {
        return ignored(guest.owns(address) ? what : DhcpCounter.FOREIGN_ADDRESS);
    }

    /** Offer or acknowledgement, sent as RFC 2131 4.1 demands. */
    private Bytes lease(final DhcpGuest guest, final DhcpMessage message, final int type)
            throws MalformedPacketException {
        counters.increment(type == DhcpType.OFFER ? DhcpCounter.OFFER : DhcpCounter.ACK);
        final OptionFields options = AnswerOptions.of(guest, message.options(), type, true);
        final DhcpMessage reply = reply(guest, message, primary(guest), options);
        if (message.ciaddr() == 0 && (message.flags() & DhcpMessage.BROADCAST_FLAG) != 0) {
            return frame(guest, message, reply, Ipv4Address.BROADCAST, MacAddress.BROADCAST);
        }
        return frame(guest, message, reply, primary(guest), guest.mac());
    }

    /** To all: who asks for a wrong address may listen to none (RFC 2131 4.1). */
    private Bytes refusal(final DhcpGuest guest, final DhcpMessage message) throws MalformedPacketException {
        counters.increment(DhcpCounter.NAK);
        final OptionFields options = AnswerOptions.head(guest, message.options(), DhcpType.NAK);
        options.add(DhcpCode.MESSAGE, Bytes.ofText(NOT_YOURS));
        final DhcpMessage reply = new DhcpMessage(
                DhcpMessage.BOOTREPLY,
                DhcpMessage.ETHERNET,
                message.xid(),
                message.flags(),
                0,
                0,
                0,
                0,
                guest.mac(),
                Bytes.EMPTY,
                Bytes.EMPTY,
                options);
        return frame(guest, message, reply, Ipv4Address.BROADCAST, MacAddress.BROADCAST);
    }

    private static DhcpMessage reply(
            final DhcpGuest guest, final DhcpMessage message, final int yiaddr, final OptionFields options) {
        final BootServer boot = BootServer.of(options);
        return new DhcpMessage(
                DhcpMessage.BOOTREPLY,
                DhcpMessage.ETHERNET,
                message.xid(),
                message.flags(),
                message.ciaddr(),
                yiaddr,
                boot.address(),
                0,
                guest.mac(),
                boot.name(),
                boot.file(),
                options);
    }

    private Bytes frame(
            final DhcpGuest guest,
            final DhcpMessage message,
            final DhcpMessage reply,
            final int destination,
            final long destinationMac)
            throws MalformedPacketException {
        final int stated = message.options().u16(DhcpCode.MAX_MESSAGE_SIZE);
        final int packetBytes = Math.clamp(stated, MIN_PACKET_BYTES, MAX_PACKET_BYTES);
        final WireWriter out = new WireWriter();
        if (!reply.write(out, packetBytes - HEADERS_BYTES)) {
            counters.increment(DhcpCounter.OPTIONS_LEFT_OUT);
        }
        return new Udp4Packet(
                        destinationMac,
                        guest.routerMac(),
                        guest.serviceAddress4(),
                        destination,
                        UdpPort.DHCP_SERVER,
                        UdpPort.DHCP_CLIENT,
                        out.toBytes())
                .toFrame();
    }

    private static int primary(final DhcpGuest guest) {
        final Ipv4Prefix first = guest.ipv4().getFirst();
        return first.address();
    }

    private Optional<Bytes> ignored(final DhcpCounter why) {
        counters.increment(why);
        return Optional.empty();
    }
}
