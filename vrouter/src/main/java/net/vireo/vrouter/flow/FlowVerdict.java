// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * Decodes the words that {@link FlowTable#path}, {@link FlowTable#source} and {@link FlowTable#extras} answer. A read of
 * eight bytes is one access; the rest is shifts.
 */
public final class FlowVerdict {
    private static final int SHORT = 0xffff;

    private FlowVerdict() {}

    /** Of the path: index of the reverse flow; means something while {@link FlowState#RFLOW_VALID} is set. */
    public static int reverse(final long path) {
        return (int) path;
    }

    /** Of the path: the VRF in which a translated packet is routed. */
    public static int destinationVrf(final long path) {
        return (int) (path >>> 32) & SHORT;
    }

    /** Of the path: source port of the flow's tunnel packets, 0 for none. */
    public static int udpSourcePort(final long path) {
        return (int) (path >>> 48);
    }

    /** Of the source: the next hop that a packet's source must match. */
    public static int sourceNexthop(final long source) {
        return (int) source;
    }

    /** Of the source. */
    public static int vrf(final long source) {
        return (int) (source >>> 32) & SHORT;
    }

    /** Of the source: a QoS map, or -1. */
    public static int qos(final long source) {
        return (short) (source >>> 48);
    }

    /** Of the extras: member of an ECMP next hop, or -1. */
    public static int ecmpMember(final long extras) {
        return (byte) extras;
    }

    /** Of the extras: which fabric link, or -1. */
    public static int underlayMember(final long extras) {
        return (byte) (extras >>> 8);
    }

    /** Of the extras: the TTL that packets of a BGP service get, 0 to leave theirs. */
    public static int ttl(final long extras) {
        return (int) (extras >>> 16) & 0xff;
    }

    /** Of the extras: why the action is to drop, see {@link FlowDropReason}. */
    public static int dropReason(final long extras) {
        return (int) (extras >>> 24) & 0xff;
    }

    /** Of the extras; means something while {@link FlowState#MIRROR} is set. */
    public static int mirror(final long extras) {
        return (int) (extras >>> 32) & SHORT;
    }

    /** Of the extras; means something while {@link FlowState#MIRROR} is set. */
    public static int secondMirror(final long extras) {
        return (int) (extras >>> 48);
    }
}
