// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import net.vireo.packet.Icmp;
import net.vireo.packet.Icmpv6;

/** Why a packet does not go on, as both families say it. */
public enum ErrorKind {
    /** No route (RFC 792 code 0; RFC 4443 code 0). */
    NO_ROUTE(Icmp.DESTINATION_UNREACHABLE, 0, Icmpv6.DESTINATION_UNREACHABLE, 0, IcmpCounter.UNREACHABLE),
    /** The host does not answer (RFC 792 code 1; RFC 4443 code 3, address unreachable). */
    HOST_UNREACHABLE(Icmp.DESTINATION_UNREACHABLE, 1, Icmpv6.DESTINATION_UNREACHABLE, 3, IcmpCounter.UNREACHABLE),
    /** Nobody listens on the port (code 3; code 4). */
    PORT_UNREACHABLE(Icmp.DESTINATION_UNREACHABLE, 3, Icmpv6.DESTINATION_UNREACHABLE, 4, IcmpCounter.UNREACHABLE),
    /** A rule forbids it (RFC 1812 5.2.7.1 code 13; RFC 4443 code 1). */
    PROHIBITED(Icmp.DESTINATION_UNREACHABLE, 13, Icmpv6.DESTINATION_UNREACHABLE, 1, IcmpCounter.UNREACHABLE),
    /** Longer than the way's MTU (RFC 1191; packet too big). */
    TOO_BIG(
            Icmp.DESTINATION_UNREACHABLE,
            Icmp.FRAGMENTATION_NEEDED,
            Icmpv6.PACKET_TOO_BIG,
            0,
            IcmpCounter.FRAGMENTATION_NEEDED),
    /** TTL or hop limit reached zero. */
    TIME_EXCEEDED(
            Icmp.TIME_EXCEEDED,
            Icmp.TTL_EXCEEDED,
            Icmpv6.TIME_EXCEEDED,
            Icmpv6.HOP_LIMIT_EXCEEDED,
            IcmpCounter.TIME_EXCEEDED);

    private final int type4;
    private final int code4;
    private final int type6;
    private final int code6;
    private final IcmpCounter counter;

    ErrorKind(final int type4, final int code4, final int type6, final int code6, final IcmpCounter counter) {
        this.type4 = type4;
        this.code4 = code4;
        this.type6 = type6;
        this.code6 = code6;
        this.counter = counter;
    }

    int type4() {
        return type4;
    }

    int code4() {
        return code4;
    }

    int type6() {
        return type6;
    }

    int code6() {
        return code6;
    }

    IcmpCounter counter() {
        return counter;
    }
}
