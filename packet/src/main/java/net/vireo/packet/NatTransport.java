// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/** What {@link Nat4} and {@link Nat6} do to the header behind the addresses. */
final class NatTransport {
    private static final int UDP_CHECKSUM = 6;
    private static final int TCP_CHECKSUM = 16;

    private NatTransport() {}

    static long eight(final long p) {
        return Memory.getLongBe(p);
    }

    /**
     * Of a packet.
     *
     * @param pseudoChange what the new addresses add to the checksum's sum
     * @return false, and nothing changed, when the header ends before its checksum
     */
    static boolean rewrite(
            final long p,
            final int lengthBytes,
            final int protocol,
            final int ports,
            final long pseudoChange,
            final boolean partial) {
        return switch (protocol) {
            case IpProtocol.TCP -> ports(p, lengthBytes, TCP_CHECKSUM, ports, pseudoChange, partial);
            case IpProtocol.UDP -> ports(p, lengthBytes, UDP_CHECKSUM, ports, pseudoChange, partial);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> echo(p, lengthBytes, protocol, ports, pseudoChange, partial);
            default -> true;
        };
    }

    private static boolean ports(
            final long p,
            final int lengthBytes,
            final int fieldOffset,
            final int ports,
            final long pseudoChange,
            final boolean partial) {
        if (lengthBytes < fieldOffset + 2) {
            return false;
        }
        final boolean udp = fieldOffset == UDP_CHECKSUM;
        final int field = Memory.getShortBe(p + fieldOffset) & 0xffff;
        if (partial) {
            Memory.putShortBe(p + fieldOffset, (short) Checksum.updatePartial(field, pseudoChange));
        } else if (field != 0 || !udp) {
            final int checksum = Checksum.update(field, pseudoChange + Checksum.change32(Udp.ports(p), ports));
            Memory.putShortBe(p + fieldOffset, (short) (udp ? Checksum.nonZero(checksum) : checksum));
        }
        Memory.putIntBe(p, ports);
        return true;
    }

    private static boolean echo(
            final long p,
            final int lengthBytes,
            final int protocol,
            final int ports,
            final long pseudoChange,
            final boolean partial) {
        if (lengthBytes < Icmp.HEADER_BYTES) {
            return false;
        }
        final int field = Icmp.checksum(p);
        final long idChange = isEcho(protocol, Icmp.type(p)) ? identifier(p, ports >>> 16) : 0;
        final int checksum =
                partial ? Checksum.updatePartial(field, pseudoChange) : Checksum.update(field, pseudoChange + idChange);
        if (pseudoChange != 0 || !partial) {
            Memory.putShortBe(p + 2, (short) checksum);
        }
        return true;
    }

    private static boolean isEcho(final int protocol, final int type) {
        return protocol == IpProtocol.ICMP
                ? type == Icmp.ECHO_REQUEST || type == Icmp.ECHO_REPLY
                : type == Icmpv6.ECHO_REQUEST || type == Icmpv6.ECHO_REPLY;
    }

    /** Writes an echo's identifier; what that adds to a sum. */
    private static long identifier(final long p, final int identifier) {
        final long change = Checksum.change32(Icmp.identifier(p), identifier);
        Memory.putShortBe(p + 4, (short) identifier);
        return change;
    }

    /**
     * Of a packet in the quote of an ICMP error, which holds the ports, and the checksum perhaps.
     *
     * @param ports of the flow that the error travels with: the quoted packet's, turned round
     * @return what the changed bytes add to the sum of the error that quotes them
     */
    static long rewriteQuote(
            final long p, final int lengthBytes, final int protocol, final int ports, final long pseudoChange) {
        return switch (protocol) {
            case IpProtocol.TCP -> quotedPorts(p, lengthBytes, TCP_CHECKSUM, ports, pseudoChange);
            case IpProtocol.UDP -> quotedPorts(p, lengthBytes, UDP_CHECKSUM, ports, pseudoChange);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> quotedEcho(p, protocol, ports >>> 16, pseudoChange);
            default -> 0;
        };
    }

    private static long quotedPorts(
            final long p, final int lengthBytes, final int fieldOffset, final int ports, final long pseudoChange) {
        final int turned = Integer.rotateLeft(ports, 16);
        final long change = Checksum.change32(Udp.ports(p), turned);
        Memory.putIntBe(p, turned);
        if (lengthBytes < fieldOffset + 2) {
            return change;
        }
        final boolean udp = fieldOffset == UDP_CHECKSUM;
        final int field = Memory.getShortBe(p + fieldOffset) & 0xffff;
        if (udp && field == 0) {
            return change;
        }
        final int updated = Checksum.update(field, pseudoChange + change);
        final int checksum = udp ? Checksum.nonZero(updated) : updated;
        Memory.putShortBe(p + fieldOffset, (short) checksum);
        return change + Checksum.change32(field, checksum);
    }

    private static long quotedEcho(final long p, final int protocol, final int identifier, final long pseudoChange) {
        final int field = Icmp.checksum(p);
        final long change = isEcho(protocol, Icmp.type(p)) ? identifier(p, identifier) : 0;
        final int checksum = Checksum.update(field, pseudoChange + change);
        Memory.putShortBe(p + 2, (short) checksum);
        return change + Checksum.change32(field, checksum);
    }
}
