// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * One VLAN tag (IEEE 802.1Q, 802.1ad), seen as the four bytes from its identifier on.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     tag protocol identifier   | PCP |D|    VLAN identifier    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the tag: the frame's address + 12 for the outermost one. A tag is one int
 * ({@link #tag}); the field readers work on that int, so a node reads memory once. Any thread; only {@link #describe}
 * allocates.
 */
public final class Vlan {
    public static final int TAG_BYTES = 4;

    private static final int ADDRESSES_BYTES = 12;

    private Vlan() {}

    /** @return 4, or {@link Malformed#TRUNCATED} */
    public static int check(final long p, final int lengthBytes) {
        return lengthBytes < TAG_BYTES ? Malformed.TRUNCATED : TAG_BYTES;
    }

    /** The whole tag: identifier in the upper half, control information in the lower. */
    public static int tag(final long p) {
        return Memory.getIntBe(p);
    }

    /** Tag protocol identifier: 0x8100 or 0x88a8. */
    public static int protocol(final int tag) {
        return tag >>> 16;
    }

    /** Tag control information: priority, drop eligible, identifier. */
    public static int control(final int tag) {
        return tag & 0xffff;
    }

    /** VLAN identifier, 0 for a tag that carries a priority only. */
    public static int id(final int tag) {
        return tag & 0xfff;
    }

    public static int priority(final int tag) {
        return tag >>> 13 & 7;
    }

    public static boolean dropEligible(final int tag) {
        return (tag & 0x1000) != 0;
    }

    /** Writes one tag. */
    public static void emit(final long p, final int protocol, final int control) {
        Memory.putIntBe(p, protocol << 16 | (control & 0xffff));
    }

    /**
     * Puts a tag in front of the others by moving the two addresses into the headroom.
     *
     * @param frame address of the frame; the four bytes before it must be ours
     * @return the frame's new address, four bytes lower
     */
    public static long push(final long frame, final int protocol, final int control) {
        final long to = frame - TAG_BYTES;
        final long first = Memory.getLong(frame);
        final int second = Memory.getInt(frame + 8);
        Memory.putLong(to, first);
        Memory.putInt(to + 8, second);
        emit(to + ADDRESSES_BYTES, protocol, control);
        return to;
    }

    /**
     * Takes the outermost tag off by moving the two addresses over it.
     *
     * @param frame address of a frame that has a tag
     * @return the frame's new address, four bytes higher
     */
    public static long pop(final long frame) {
        final long to = frame + TAG_BYTES;
        final long first = Memory.getLong(frame);
        final int second = Memory.getInt(frame + 8);
        Memory.putLong(to, first);
        Memory.putInt(to + 8, second);
        return to;
    }

    /** For tools, allocates: {@code vlan 100, p 3}. */
    public static String describe(final long p, final int lengthBytes) {
        if (check(p, lengthBytes) < 0) {
            return "vlan truncated";
        }
        final int tag = tag(p);
        return "vlan " + id(tag) + ", p " + priority(tag) + (dropEligible(tag) ? ", DEI" : "");
    }
}
