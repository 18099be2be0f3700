// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * A fast 32-bit hash of a flow, for the entropy of tunnels: not for tables that an attacker may fill, and not stable
 * between versions. Any thread, allocates nothing.
 */
public final class FlowHash {
    /** First and last source port of tunnels: the dynamic ports (RFC 6335, RFC 7510). */
    public static final int FIRST_PORT = 49152;

    private static final int PORT_RANGE = 16383;

    /** Odd constants with well mixed bits: the fractions of the golden ratio and of the square root of 3. */
    private static final long MIX_1 = 0x9e37_79b9_7f4a_7c15L;

    private static final long MIX_2 = 0xbb67_ae85_84ca_a73bL;

    private FlowHash() {}

    /**
     * @param addresses {@code source << 32 | destination}
     * @param ports {@code source << 16 | destination}; 0 for fragments and protocols without ports
     * @param vrf so that tenants with the same addresses spread apart
     * @param seed drawn once per start, so that a neighbour cannot predict paths
     */
    public static int hash(final long addresses, final int ports, final int protocol, final int vrf, final long seed) {
        final long rest = (long) ports << 32 | (vrf << 8 ^ protocol) & 0xffff_ffffL;
        long h = (addresses ^ seed) * MIX_1;
        h = (h ^ h >>> 32 ^ rest) * MIX_2;
        h = (h ^ h >>> 29) * MIX_1;
        return (int) (h >>> 32);
    }

    /**
     * {@link #hash} of a packet: ports count for whole TCP and UDP datagrams only, so that all fragments of a datagram, the
     * first included, take one way.
     *
     * @param p masked address of an IPv4 header that passed {@link Ipv4#check}
     * @param headerBytes what the check returned
     */
    public static int ofIpv4(final long p, final int headerBytes, final int vrf, final long seed) {
        final int protocol = Ipv4.protocol(p);
        return hash(Ipv4.addresses(p), ports(p, headerBytes, protocol), protocol, vrf, seed);
    }

    private static int ports(final long p, final int headerBytes, final int protocol) {
        final boolean readable = (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                && !Ipv4.isFragment(p)
                && Ipv4.totalLengthBytes(p) - headerBytes >= 4;
        return readable ? Udp.ports(p + headerBytes) : 0;
    }

    /** The outer UDP source port for a hash: 49152 to 65534 (sheet vrouter-dataplane 2.8). */
    public static int udpSourcePort(final int hash) {
        return FIRST_PORT + (int) ((hash & 0xffff_ffffL) * PORT_RANGE >>> 32);
    }
}
