// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

/**
 * What a rule of a verdict table asks of a packet. New ones ask nothing; every setter narrows. Not shared between threads.
 *
 * <p>A side (source or destination) is asked for one of: nothing, a prefix, a group that it must belong to. Ports of
 * protocols that have none are what a flow's key has in their place: ICMP has its type as the destination port.
 */
public final class VerdictMatch {
    /** In {@link #families}: IPv4 packets. */
    public static final int IPV4 = 1;
    /** In {@link #families}: IPv6 packets. */
    public static final int IPV6 = 2;

    static final int MAX_PORT = 0xffff;
    static final int MAX_PROTOCOL = 0xff;

    /** Stands for "no group is asked for". */
    static final int NO_GROUP = -1;

    private static final int IPV4_BITS = 32;

    final Side source = new Side();
    final Side destination = new Side();
    int families = IPV4 | IPV6;
    int lowProtocol;
    int highProtocol = MAX_PROTOCOL;
    int lowSourcePort;
    int highSourcePort = MAX_PORT;
    int lowDestinationPort;
    int highDestinationPort = MAX_PORT;

    /** What is asked of a side: {@code length} leading bits of its address, or a group. */
    static final class Side {
        int families = IPV4 | IPV6;
        long high;
        long low;
        int length;
        int group = NO_GROUP;

        private void prefix4(final int address, final int prefixLength) {
            checkLength(prefixLength, IPV4_BITS);
            families = IPV4;
            high = 0;
            low = address & 0xffff_ffffL;
            length = prefixLength;
            group = NO_GROUP;
        }

        private void prefix6(final long addressHigh, final long addressLow, final int prefixLength) {
            checkLength(prefixLength, 2 * Long.SIZE);
            families = IPV6;
            high = addressHigh;
            low = addressLow;
            length = prefixLength;
            group = NO_GROUP;
        }

        private void member(final int id) {
            if (id < 0) {
                throw new IllegalArgumentException("a group's number is 0 or more, not " + id);
            }
            families = IPV4 | IPV6;
            high = 0;
            low = 0;
            length = 0;
            group = id;
        }

        private static void checkLength(final int prefixLength, final int most) {
            if (prefixLength < 0 || prefixLength > most) {
                throw new IllegalArgumentException("a prefix length is 0 .. " + most + ", not " + prefixLength);
            }
        }
    }

    /** Asks nothing. */
    public VerdictMatch() {}

    /** @param mask of {@link #IPV4} and {@link #IPV6} */
    public VerdictMatch families(final int mask) {
        families = mask & (IPV4 | IPV6);
        return this;
    }

    /** The source is in an IPv4 prefix; bits behind it are ignored. */
    public VerdictMatch source4(final int address, final int prefixLength) {
        source.prefix4(address, prefixLength);
        return this;
    }

    /** The source is in an IPv6 prefix, its address in halves. */
    public VerdictMatch source6(final long high, final long low, final int prefixLength) {
        source.prefix6(high, low, prefixLength);
        return this;
    }

    /** The source belongs to a group, 0 or more. */
    public VerdictMatch sourceGroup(final int group) {
        source.member(group);
        return this;
    }

    /** The destination is in an IPv4 prefix; bits behind it are ignored. */
    public VerdictMatch destination4(final int address, final int prefixLength) {
        destination.prefix4(address, prefixLength);
        return this;
    }

    /** The destination is in an IPv6 prefix, its address in halves. */
    public VerdictMatch destination6(final long high, final long low, final int prefixLength) {
        destination.prefix6(high, low, prefixLength);
        return this;
    }

    /** The destination belongs to a group, 0 or more. */
    public VerdictMatch destinationGroup(final int group) {
        destination.member(group);
        return this;
    }

    /** @param protocol an IP protocol's number, 0 .. 255 */
    public VerdictMatch protocol(final int protocol) {
        if (protocol < 0 || protocol > MAX_PROTOCOL) {
            throw new IllegalArgumentException("a protocol's number is 0 .. 255, not " + protocol);
        }
        lowProtocol = protocol;
        highProtocol = protocol;
        return this;
    }

    /** The source port is in a range, both ends included. */
    public VerdictMatch sourcePorts(final int low, final int high) {
        checkPorts(low, high);
        lowSourcePort = low;
        highSourcePort = high;
        return this;
    }

    /** The destination port is in a range, both ends included. */
    public VerdictMatch destinationPorts(final int low, final int high) {
        checkPorts(low, high);
        lowDestinationPort = low;
        highDestinationPort = high;
        return this;
    }

    private static void checkPorts(final int low, final int high) {
        if (low < 0 || high > MAX_PORT || low > high) {
            throw new IllegalArgumentException("ports go from 0 to 65535, low end first, not " + low + " .. " + high);
        }
    }

    /** The families whose packets can match: a rule from IPv4 to IPv6 matches none. */
    int possibleFamilies() {
        return families & source.families & destination.families;
    }
}
