// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What to do with a packet whose look-up ended here. Immutable; the control thread publishes a new one to change it,
 * lcores read it without locks. Numbers are the control socket's (fact sheet vrouter-dataplane 1.3).
 *
 * <p>Addresses are plain big-endian integers: 10.0.0.1 is {@code 0x0a000001}.
 */
public final class Nexthop {
    public static final int TYPE_DEAD = 0;
    public static final int TYPE_RECEIVE = 1;
    public static final int TYPE_ENCAP = 2;
    public static final int TYPE_TUNNEL = 3;
    public static final int TYPE_RESOLVE = 4;
    public static final int TYPE_DISCARD = 5;
    public static final int TYPE_COMPOSITE = 6;
    public static final int TYPE_VRF_TRANSLATE = 7;
    public static final int TYPE_L2_RECEIVE = 8;

    public static final int FLAG_VALID = 0x1;
    public static final int FLAG_POLICY = 0x2;
    public static final int FLAG_TUNNEL_GRE = 0x8;

    /** A plain UDP tunnel. */
    public static final int FLAG_TUNNEL_UDP = 0x10;

    public static final int FLAG_MULTICAST = 0x20;
    public static final int FLAG_TUNNEL_UDP_MPLS = 0x40;
    public static final int FLAG_TUNNEL_VXLAN = 0x80;
    public static final int FLAG_RELAXED_POLICY = 0x100;
    public static final int FLAG_COMPOSITE_FABRIC = 0x200;
    public static final int FLAG_COMPOSITE_ECMP = 0x400;

    /** The label of the look-up that led to the composite counts, not the member's. */
    public static final int FLAG_COMPOSITE_LU_ECMP = 0x800;

    public static final int FLAG_COMPOSITE_EVPN = 0x1000;
    public static final int FLAG_COMPOSITE_ENCAP = 0x2000;
    public static final int FLAG_COMPOSITE_TOR = 0x4000;
    public static final int FLAG_ROUTE_LOOKUP = 0x8000;
    public static final int FLAG_UNKNOWN_UC_FLOOD = 0x1_0000;
    public static final int FLAG_FLOW_LOOKUP = 0x4_0000;
    public static final int FLAG_ETREE_ROOT = 0x20_0000;
    public static final int FLAG_INDIRECT = 0x40_0000;

    /** Bridged payload has a zero control word between label and Ethernet header. */
    public static final int FLAG_L2_CONTROL_DATA = 0x80_0000;

    public static final int FLAG_L3_VXLAN = 0x200_0000;

    /** A second label in front of the first: MPLS over MPLS over UDP. */
    public static final int FLAG_TUNNEL_MPLS_OVER_MPLS = 0x400_0000;

    public static final int FLAG_VALIDATE_MCAST_SOURCE = 0x800_0000;

    /** Families of what a next hop forwards. */
    public static final int FAMILY_BRIDGE = 7;

    public static final int FAMILY_INET = 2;
    public static final int FAMILY_INET6 = 10;

    public static final int NO_VRF = -1;
    public static final int NO_VIF = -1;

    /** In a composite's list of members: a place kept free, since flows remember the position of their member. */
    public static final int NO_MEMBER = -1;

    public static final int REWRITE_LENGTH_BYTES = 14;

    /** Discards: next hop 0, always there. */
    public static final Nexthop DISCARD = new Nexthop(0, TYPE_DISCARD, 2, FLAG_VALID, 0, NO_VIF, 0, 0, new byte[0]);

    private static final byte[] NO_REWRITE = {};

    public final int id;
    public final int type;

    /** Address family of what it forwards: AF_INET 2, AF_INET6 10, AF_BRIDGE 7. */
    public final int family;

    public final int flags;

    /** The VRF that the packet continues in (label look-ups), or {@link #NO_VRF}. */
    public final int vrf;

    /** The vif it leaves by, or {@link #NO_VIF}. */
    public final int vifIndex;

    public final int tunnelSource;
    public final int tunnelDestination;

    /** What the graph has to do, worked out once from type, family and flags. */
    public final NexthopAction action;

    /** Members of a composite and more that only some types have; {@link NexthopDetails#NONE} for the others. */
    public final NexthopDetails details;

    /** True when {@link #rewriteHigh} and {@link #rewriteLow} hold a whole Ethernet header. */
    public final boolean resolved;

    /** The Ethernet header to put in front, its first 8 bytes and its last 6 (in the low 48 bits), network order. */
    public final long rewriteHigh;

    public final long rewriteLow;

    private final byte[] rewrite;

    /** @param rewrite the Ethernet header to put in front, 14 bytes, or empty while the neighbour is unknown */
    public Nexthop(
            final int id,
            final int type,
            final int family,
            final int flags,
            final int vrf,
            final int vifIndex,
            final int tunnelSource,
            final int tunnelDestination,
            final byte[] rewrite) {
        this(id, type, family, flags, vrf, vifIndex, tunnelSource, tunnelDestination, rewrite, NexthopDetails.NONE);
    }

    public Nexthop(
            final int id,
            final int type,
            final int family,
            final int flags,
            final int vrf,
            final int vifIndex,
            final int tunnelSource,
            final int tunnelDestination,
            final byte[] rewrite,
            final NexthopDetails details) {
        this.id = id;
        this.type = type;
        this.family = family;
        this.flags = flags;
        this.vrf = vrf;
        this.vifIndex = vifIndex;
        this.tunnelSource = tunnelSource;
        this.tunnelDestination = tunnelDestination;
        this.details = details;
        this.action = NexthopAction.of(type, family, flags, vifIndex);
        this.rewrite = rewrite.length == 0 ? NO_REWRITE : rewrite.clone();
        this.resolved = rewrite.length == REWRITE_LENGTH_BYTES && !startsWithZeroMac(rewrite);
        this.rewriteHigh = resolved ? bigEndian(rewrite, 0, 8) : 0;
        this.rewriteLow = resolved ? bigEndian(rewrite, 8, 6) : 0;
    }

    /** A composite next hop. */
    public static Nexthop composite(
            final int id, final int family, final int flags, final int vrf, final NexthopDetails details) {
        return new Nexthop(id, TYPE_COMPOSITE, family, flags, vrf, NO_VIF, 0, 0, NO_REWRITE, details);
    }

    /** The rewrite as it came over the control socket. */
    public byte[] rewrite() {
        return rewrite.clone();
    }

    public boolean isValid() {
        return (flags & FLAG_VALID) != 0;
    }

    /** Whether all of these flags are set. */
    public boolean has(final int wanted) {
        return (flags & wanted) == wanted;
    }

    /** The Ethernet address it sends to, 0 while unknown. */
    public long destinationMac() {
        return rewriteHigh >>> 16;
    }

    /** The same next hop with another Ethernet header: its neighbour was found, moved or lost (empty). */
    public Nexthop withRewrite(final byte[] header) {
        return new Nexthop(id, type, family, flags, vrf, vifIndex, tunnelSource, tunnelDestination, header, details);
    }

    private static boolean startsWithZeroMac(final byte[] header) {
        return bigEndian(header, 0, 6) == 0;
    }

    private static long bigEndian(final byte[] bytes, final int from, final int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }
}
