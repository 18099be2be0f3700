// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.EthernetFrame;
import net.vireo.agent.service.Guest;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.Ipv6Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.RateLimit;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv6Address;

/**
 * Tells guests why their packets do not go on. Never about an error, a later fragment, or what was not sent by one host to
 * one; at most so many a second for each guest (RFC 1812 4.3.2.8, RFC 4443 2.4 f). One thread.
 */
public final class ErrorService {
    /** The whole error, its header included (RFC 1812 4.3.2.3). */
    private static final int MAX_BYTES_4 = 576;

    /** The whole error, its header included (RFC 4443 2.4 c). */
    private static final int MAX_BYTES_6 = 1280;

    private static final int ICMP_HEADER_BYTES = 8;
    private static final int ERRORS_PER_SECOND = 10;
    private static final int ERRORS_AT_ONCE = 20;

    private final Counters<IcmpCounter> counters;
    private final RateLimit limit = new RateLimit(ERRORS_PER_SECOND, ERRORS_AT_ONCE);

    /** @param counters shared with {@link EchoService}, or its own */
    public ErrorService(final Counters<IcmpCounter> counters) {
        this.counters = counters;
    }

    /**
     * @param guest who sent the packet
     * @param cause the frame with the packet, as the guest sent it; may be cut off behind the transport header
     * @param kind why it does not go on
     * @param mtuBytes for {@link ErrorKind#TOO_BIG}: the longest IP packet that would have; 0 otherwise
     * @param nowNs of a clock that does not go back
     * @return the frame to send to the guest, if any
     */
    public Optional<Bytes> tell(
            final Guest guest, final Bytes cause, final ErrorKind kind, final int mtuBytes, final long nowNs) {
        try {
            final EthernetFrame frame = EthernetFrame.parse(cause);
            if (frame.sourceMac() != guest.mac()) {
                return ignored(IcmpCounter.FOREIGN_MAC);
            }
            return switch (frame.type()) {
                case EtherType.IPV4 -> tell4(guest, frame.payload(), kind, mtuBytes, nowNs);
                case EtherType.IPV6 -> tell6(guest, frame.payload(), kind, mtuBytes, nowNs);
                default -> ignored(IcmpCounter.MALFORMED_CAUSE);
            };
        } catch (final MalformedPacketException malformed) {
            return ignored(IcmpCounter.MALFORMED_CAUSE);
        }
    }

    private Optional<Bytes> tell4(
            final Guest guest, final Bytes cause, final ErrorKind kind, final int mtuBytes, final long nowNs)
            throws MalformedPacketException {
        final WireReader head = cause.reader();
        if (head.u8() >>> 4 != 4) {
            return ignored(IcmpCounter.MALFORMED_CAUSE);
        }
        head.skip(1);
        final int totalBytes = head.u16();
        head.skip(8);
        final int source = head.i32();
        if (guest.serviceAddress4() == 0 || !ErrorRules.allows4(guest, cause.reader())) {
            return ignored(IcmpCounter.FORBIDDEN);
        }
        if (!guest.owns(source)) {
            return ignored(IcmpCounter.FOREIGN_ADDRESS);
        }
        if (!limit.allows(guest.vif(), nowNs)) {
            return ignored(IcmpCounter.RATE_LIMITED);
        }
        counters.increment(kind.counter());
        final int roomBytes = MAX_BYTES_4 - Ipv4Packet.HEADER_BYTES - ICMP_HEADER_BYTES;
        final Bytes quote = cause.slice(0, Math.min(Math.min(totalBytes, cause.size()), roomBytes));
        // RFC 1191 4: the next hop's MTU is the lower half of the word that other errors leave zero.
        final Bytes body = new WireWriter().u16(0).u16(mtuBytes).bytes(quote).toBytes();
        final Bytes message = new IcmpMessage(kind.type4(), kind.code4(), body).toBytes();
        return Optional.of(new Ipv4Packet(
                        guest.mac(),
                        guest.routerMac(),
                        guest.serviceAddress4(),
                        source,
                        IpProtocol.ICMP,
                        Ipv4Packet.DEFAULT_TTL,
                        message)
                .toFrame());
    }

    private Optional<Bytes> tell6(
            final Guest guest, final Bytes cause, final ErrorKind kind, final int mtuBytes, final long nowNs)
            throws MalformedPacketException {
        final WireReader head = cause.reader();
        if (head.i32() >>> 28 != 6) {
            return ignored(IcmpCounter.MALFORMED_CAUSE);
        }
        final int lengthBytes = Ipv6Packet.HEADER_BYTES + head.u16();
        head.skip(2);
        final Ipv6Address source = head.ipv6();
        if (!ErrorRules.allows6(cause.reader(), kind == ErrorKind.TOO_BIG)) {
            return ignored(IcmpCounter.FORBIDDEN);
        }
        if (!guest.owns(source)) {
            return ignored(IcmpCounter.FOREIGN_ADDRESS);
        }
        if (!limit.allows(guest.vif(), nowNs)) {
            return ignored(IcmpCounter.RATE_LIMITED);
        }
        counters.increment(kind.counter());
        final int roomBytes = MAX_BYTES_6 - Ipv6Packet.HEADER_BYTES - ICMP_HEADER_BYTES;
        final Bytes quote = cause.slice(0, Math.min(Math.min(lengthBytes, cause.size()), roomBytes));
        return Optional.of(new Icmp6Packet(
                        guest.mac(),
                        guest.routerMac(),
                        guest.serviceAddress6(),
                        source,
                        Ipv6Packet.DEFAULT_HOP_LIMIT,
                        kind.type6(),
                        kind.code6(),
                        new WireWriter().u32(mtuBytes).bytes(quote).toBytes())
                .toFrame());
    }

    private Optional<Bytes> ignored(final IcmpCounter why) {
        counters.increment(why);
        return Optional.empty();
    }

    /** The interface is gone. */
    public void forget(final int vif) {
        limit.forget(vif);
    }
}
