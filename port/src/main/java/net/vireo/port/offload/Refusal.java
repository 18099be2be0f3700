// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

/**
 * Why an offload header, or the packet behind it, cannot be true. The rules are the kernel's for what is written to a
 * TAP (sheet gro-gso 3, measured on 6.18), stricter where the kernel takes a packet and then loses it without a name.
 * {@link #code} stands for a refusal where a length or an offload word is expected.
 */
public enum Refusal {
    /** The device was not asked for offloads, yet the header wants some. */
    OFF(-1, "the header asks for an offload that is off"),
    UNKNOWN_TYPE(-2, "the segment type is none that we take (UFO, tunnels)"),
    SIZE_ZERO(-3, "segments of no bytes"),
    SIZE_RESERVED(-4, "a segment size of 65535, which means something else in the kernel"),
    TYPE_MISMATCH(-5, "the packet is not of the segment type's IP version or protocol"),
    CHECKSUM_OUTSIDE(-6, "the checksum field lies outside the packet"),
    CHECKSUM_START(-7, "summing does not start at the transport header"),
    CHECKSUM_OFFSET(-8, "the checksum field is not where the protocol has it"),
    UDP_COMPLETE(-9, "UDP segments with a checksum that is not open"),
    UDP_ECN(-10, "UDP segments with the TCP ECN mark"),
    TOO_MANY_SEGMENTS(-11, "more segments than any sender makes"),
    MALFORMED(-12, "the packet's headers contradict its length"),
    FRAGMENT(-13, "an IP fragment, or extension headers that hide the transport"),
    NO_ROOM(-14, "a segment is longer than any buffer"),
    /** The kernel takes these; no protocol has its checksum there, and {@link Offload}'s word holds eight bits. */
    CHECKSUM_FAR(-15, "the checksum field is more than 255 bytes from where summing starts");

    private final int code;
    private final String sentence;

    Refusal(final int code, final String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** For tools: what was wrong. */
    public String sentence() {
        return sentence;
    }

    /** The negative number that stands for this refusal: -1, -2, ... */
    public int code() {
        return code;
    }

    /** The refusal behind a negative number that {@link #code} gave. Allocates: for tools and tests. */
    public static Refusal of(final long code) {
        for (final Refusal refusal : values()) {
            if (refusal.code == code) {
                return refusal;
            }
        }
        throw new IllegalArgumentException("no refusal has the code " + code);
    }
}
