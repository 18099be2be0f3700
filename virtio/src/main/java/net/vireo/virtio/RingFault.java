// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * What the other side of a ring did that it must not (virtio 1.2, sections 2.7 and 2.8; fact sheet virtio 10). A fault
 * that breaks the ring stops the queue for good; any other costs its sender the one chain, which is returned as used.
 * {@link #code} stands for a fault where a length or a count is expected.
 */
public enum RingFault {
    /** Breaks the ring: which buffers the guest meant cannot be known. */
    AVAIL_JUMP(-1, true, "the available index moved by more than the ring's size"),
    /** Breaks the ring: a buffer that has no number cannot be given back. */
    HEAD_BEYOND_RING(-2, true, "a chain starts outside the descriptor table"),
    /** Breaks the ring: where the next packed list starts cannot be known. */
    LIST_WITHOUT_END(-3, true, "packed lists have more descriptors than the ring"),
    /** Breaks the ring: the guest took its memory away while we used it. */
    MEMORY_GONE(-4, true, "the guest's memory vanished under the ring"),
    NEXT_BEYOND_TABLE(-5, false, "a chain goes on outside its descriptor table"),
    CHAIN_TOO_LONG(-6, false, "a chain has more descriptors than its table: a loop"),
    TOO_MANY_FRAGMENTS(-7, false, "a chain has more fragments than we take"),
    TOO_MANY_BYTES(-8, false, "a chain has more bytes than any packet"),
    TOO_SHORT(-9, false, "a chain has no byte behind the network header"),
    BAD_ADDRESS(-10, false, "a buffer is not wholly inside the guest's memory"),
    WRONG_DIRECTION(-11, false, "a buffer to read on the receive queue, or one to write on the transmit queue"),
    INDIRECT_NOT_NEGOTIATED(-12, false, "an indirect table that was not negotiated"),
    INDIRECT_NESTED(-13, false, "an indirect table inside an indirect table"),
    INDIRECT_NOT_LAST(-14, false, "an indirect descriptor with another behind it"),
    INDIRECT_SIZE(-15, false, "an indirect table of no, broken or more than the ring's entries"),
    INDIRECT_ADDRESS(-16, false, "an indirect table that is not wholly inside one region of the guest's memory"),
    /** The guest's buffers stay; only the packet is lost. */
    BUFFER_TOO_SMALL(-17, false, "the guest's receive buffers hold no packet of this length"),
    /** Driver side. Breaks the ring. */
    USED_JUMP(-18, true, "the used index moved by more than what was available"),
    /** Driver side. Breaks the ring. */
    USED_UNKNOWN(-19, true, "a buffer came back that the device did not have"),
    /** Driver side: the buffer counts as empty. */
    USED_TOO_LONG(-20, false, "the device says that it wrote more than the buffer holds");

    private final int code;
    private final boolean breaksRing;
    private final String sentence;

    RingFault(final int code, final boolean breaksRing, final String sentence) {
        this.code = code;
        this.breaksRing = breaksRing;
        this.sentence = sentence;
    }

    /** The negative number that stands for this fault: -1, -2, ... */
    public int code() {
        return code;
    }

    /** Whether the queue stops for good. */
    public boolean breaksRing() {
        return breaksRing;
    }

    /** For tools: what was wrong. */
    public String sentence() {
        return sentence;
    }

    /** The fault behind a negative number that {@link #code} gave. Allocates: for tools and tests. */
    public static RingFault of(final int code) {
        for (final RingFault fault : values()) {
            if (fault.code == code) {
                return fault;
            }
        }
        throw new IllegalArgumentException("no ring fault has the code " + code);
    }
}
