// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * Which datagram a fragment belongs to: addresses, identification and VRF; for IPv4 also the protocol (RFC 791, section
 * 3.2), which RFC 8200, section 4.5, leaves out for IPv6. An lcore fills one again and again. One thread.
 */
public final class FragmentKey {
    /** Numbers of a key. */
    static final int WORDS = 5;

    private static final int FAMILY_SHIFT = 56;
    private static final int PROTOCOL_SHIFT = 48;
    private static final int VRF_SHIFT = 32;

    private final long[] words = new long[WORDS];

    /** An empty key. */
    public FragmentKey() {}

    /** Becomes the key of an IPv4 fragment. */
    public void ipv4(
            final int vrf, final int protocol, final int identification, final int source, final int destination) {
        put(FlowKeys.IPV4, vrf, protocol, identification);
        words[0] = (long) source << Integer.SIZE | destination & 0xffff_ffffL;
        words[1] = 0;
        words[2] = 0;
        words[3] = 0;
    }

    /** Becomes the key of an IPv6 fragment; an address is its upper and its lower half. */
    public void ipv6(
            final int vrf,
            final int identification,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow) {
        put(FlowKeys.IPV6, vrf, 0, identification);
        words[0] = sourceHigh;
        words[1] = sourceLow;
        words[2] = destinationHigh;
        words[3] = destinationLow;
    }

    private void put(final int family, final int vrf, final int protocol, final int identification) {
        words[WORDS - 1] = (long) family << FAMILY_SHIFT
                | (protocol & 0xffL) << PROTOCOL_SHIFT
                | (vrf & 0xffffL) << VRF_SHIFT
                | identification & 0xffff_ffffL;
    }

    void copyTo(final long[] rows, final int start) {
        System.arraycopy(words, 0, rows, start, WORDS);
    }

    boolean isAt(final long[] rows, final int start) {
        // The identification first: it differs most.
        for (int word = WORDS - 1; word >= 0; word--) {
            if (rows[start + word] != words[word]) {
                return false;
            }
        }
        return true;
    }

    long hash(final long seed) {
        long hash = seed;
        for (final long word : words) {
            final long mixed = hash ^ word;
            hash = Math.multiplyHigh(mixed, 0x9e37_79b9_7f4a_7c15L) ^ mixed * 0xbf58_476d_1ce4_e5b9L;
        }
        return hash;
    }
}
