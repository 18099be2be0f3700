// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * Hashes of flows. {@link #hash(long, int, int, int, long)} and {@link #ofIpv4}, 32 bits, are for the entropy of tunnels and for
 * equal-cost paths: cheap, and not for tables that an attacker may fill. {@link #hash64(long, long, long)} and its IPv6 sister are
 * for tables: two multiplications of 64 by 64 to 128 bits, folded (the mixer of wyhash), keyed by a secret seed. None is stable
 * between versions, none is cryptographic. Any thread, allocates nothing.
 */
public final class FlowHash {
    /** First and last source port of tunnels: the dynamic ports (RFC 6335, RFC 7510). */
    public static final int FIRST_PORT = 49152;

    private static final int PORT_RANGE = 16383;

    /** Odd constants with well mixed bits: the fractions of the golden ratio and of square roots of small primes. */
    private static final long MIX_1 = 0x9e37_79b9_7f4a_7c15L;

    private static final long MIX_2 = 0xbb67_ae85_84ca_a73bL;
    private static final long MIX_3 = 0xa54f_f53a_5f1d_36f1L;
    private static final long MIX_4 = 0x510e_527f_ade6_82d1L;

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
     * For tables of IPv4 flows.
     *
     * @param addresses {@code source << 32 | destination}
     * @param rest whatever else is in the key, such as {@code ports << 32 | nexthop << 8 | protocol}
     * @param seed drawn once per start and told to nobody: without it collisions cannot be made on purpose
     * @return all 64 bits are good; {@link #fold} for a table that wants 32
     */
    public static long hash64(final long addresses, final long rest, final long seed) {
        final long h = multiplyFold(addresses ^ seed ^ MIX_1, rest ^ Long.rotateLeft(seed, 32) ^ MIX_2);
        return multiplyFold(h ^ MIX_3, seed ^ MIX_4);
    }

    /** {@link #hash64(long, long, long)} for tables of IPv6 flows, an address being two longs. */
    public static long hash64(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final long rest,
            final long seed) {
        final long turned = Long.rotateLeft(seed, 32);
        final long source = multiplyFold(sourceHigh ^ seed ^ MIX_1, sourceLow ^ turned ^ MIX_2);
        final long destination = multiplyFold(destinationHigh ^ turned ^ MIX_3, destinationLow ^ seed ^ MIX_4);
        final long both = multiplyFold(source ^ MIX_2, Long.rotateLeft(destination, 21) ^ seed);
        return multiplyFold(both ^ MIX_3, rest ^ turned ^ MIX_1);
    }

    /** The 128-bit product, its halves combined. */
    private static long multiplyFold(final long a, final long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    /** 32 bits of a 64-bit hash. */
    public static int fold(final long hash) {
        return (int) (hash ^ hash >>> 32);
    }

    /**
     * 32 bits for an IPv6 flow, as {@link #hash(long, int, int, int, long)} for IPv4; {@code p} is the masked address of an IPv6
     * header, {@code walk} its {@link Ipv6Extensions#walk}, not negative. Ports count for whole datagrams only.
     */
    public static int ofIpv6(final long p, final long walk, final int vrf, final long seed) {
        final int protocol = Ipv6Extensions.protocol(walk);
        final long rest = (long) ipv6Ports(p, walk, protocol) << 32 | (vrf << 8 ^ protocol) & 0xffff_ffffL;
        return fold(hash64(
                Ipv6.sourceHigh(p), Ipv6.sourceLow(p), Ipv6.destinationHigh(p), Ipv6.destinationLow(p), rest, seed));
    }

    private static int ipv6Ports(final long p, final long walk, final int protocol) {
        final int offset = Ipv6Extensions.transportOffset(walk);
        final boolean readable = (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                && !Ipv6Extensions.isFragment(walk)
                && Ipv6.totalLengthBytes(p) - offset >= 4;
        return readable ? Udp.ports(p + offset) : 0;
    }

    /** 32 bits for a frame that is not IP: both MACs, the type and the VRF (sheet vrouter-dataplane 2.8). */
    public static int ofEthernet(final long p, final int vrf, final long seed) {
        final long rest = Ethernet.sourceAndType(p);
        return fold(hash64(Ethernet.destination(p) << 16 ^ vrf, rest, seed));
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

    /**
     * The outer UDP source port for a hash: 49152 to 65534, {@code 49152 + (hash * 16383 >>> 32)} with the hash unsigned (sheet
     * vrouter-dataplane 2.8): its upper bits choose the port, which a table that uses the lower bits does not notice.
     */
    public static int udpSourcePort(final int hash) {
        return FIRST_PORT + (int) ((hash & 0xffff_ffffL) * PORT_RANGE >>> 32);
    }
}
