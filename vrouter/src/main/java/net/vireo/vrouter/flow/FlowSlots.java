// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;
import net.vireo.vrouter.table.TableFile;

/**
 * The fields of a flow in its slot. The first line is the key and what each packet needs first, the second the rest.
 *
 * <pre>
 *   0  next hop id 4 | source port 2 | destination port 2           (one number, high to low)
 *   8  - 4 | - 1 | generation 1 | family 1 | protocol 1              (one number)
 *  16  IPv4: source 4 | destination 4, then zeros. IPv6: source 16 | destination 16, in halves of 8
 *  48  state, see FlowState                                          (compare-and-set)
 *  56  index of the reverse flow 4    60  dvrf 2    62  UDP source port 2
 *
 *  64  next hop that the source must have 4   68  vrf 2    70  QoS map 2
 *  72  ECMP member 1    73  underlay ECMP member 1    74  TTL 1    75  drop reason 1   76  mirror 2   78  second mirror 2
 *  80  source info 4    84  last seen, ms 4
 *  88  TCP sequence 4   92  TCP acknowledgement 4
 *  96  made, ms 4
 * </pre>
 *
 * Values are in the machine's order. A key and its generation do not change while the flow lives. Who may call what is
 * said in {@link FlowTable}.
 */
final class FlowSlots {
    static final int ENDS = 0;
    static final int KIND = 8;
    static final int ADDRESSES = 16;
    static final int STATE = 48;
    static final int REVERSE = 56;
    static final int DVRF = 60;
    static final int UDP_SOURCE_PORT = 62;
    static final int SOURCE_NEXTHOP = 64;
    static final int VRF = 68;
    static final int QOS = 70;
    static final int ECMP = 72;
    static final int UNDERLAY_ECMP = 73;
    static final int TTL = 74;
    static final int DROP_REASON = 75;
    static final int MIRROR = 76;
    static final int SECOND_MIRROR = 78;
    static final int SOURCE_INFO = 80;
    static final int LAST_SEEN = 84;
    static final int TCP_SEQUENCE = 88;
    static final int TCP_ACK = 92;
    static final int MADE = 96;

    static final int GENERATION_SHIFT = 16;
    private static final int GENERATION_MASK = 0xff;
    private static final int KEY_WORDS = 6;
    private static final int HIGH_SHORT = 48;
    private static final long NO_REVERSE = 0xffff_ffffL;
    private static final long NO_QOS = 0xffffL << HIGH_SHORT;
    private static final long NO_MEMBERS = 0xffffL;

    private final TableFile file;
    private final long start;
    private final long base;

    FlowSlots(final TableFile file, final FlowLayout layout) {
        this.file = file;
        start = layout.slotsStart();
        base = file.base() + start;
    }

    long address(final int index) {
        return base + (long) index * FlowLayout.SLOT_BYTES;
    }

    /** The slot's first word, to bring its line in. */
    long first(final int index) {
        return Memory.getLong(address(index));
    }

    /** Whether the slot holds this key. Nearly without branches: a mismatch is rare, and all of it is one line. */
    boolean holds(final int index, final FlowKeys keys, final int row) {
        final long slot = address(index);
        final long difference = Memory.getLong(slot + ENDS) ^ keys.field(row, FlowKeys.ENDS)
                | (Memory.getLong(slot + KIND) ^ keys.field(row, FlowKeys.KIND)) & FlowKeys.KIND_MASK
                | Memory.getLong(slot + ADDRESSES) ^ keys.field(row, FlowKeys.ADDRESSES);
        // The family is part of the kind: when that is the same, both have nothing but zeros behind the first word.
        return difference == 0 && (keys.isIpv4(row) || holdsRest(slot, keys, row));
    }

    private static boolean holdsRest(final long slot, final FlowKeys keys, final int row) {
        final long difference = Memory.getLong(slot + ADDRESSES + 8) ^ keys.field(row, FlowKeys.ADDRESSES + 1)
                | Memory.getLong(slot + ADDRESSES + 16) ^ keys.field(row, FlowKeys.ADDRESSES + 2)
                | Memory.getLong(slot + ADDRESSES + 24) ^ keys.field(row, FlowKeys.ADDRESSES + 3);
        return difference == 0;
    }

    /** Fills a slot that only the caller knows, and raises its generation. */
    void fill(final int index, final FlowKeys keys, final int row, final long state, final int nowMs) {
        final long slot = address(index);
        final long generation = generation(index) + 1L & GENERATION_MASK;
        for (int word = 0; word < KEY_WORDS; word++) {
            Memory.putLong(slot + (long) word * Long.BYTES, keys.field(row, word));
        }
        Memory.putLong(slot + KIND, keys.field(row, FlowKeys.KIND) | generation << GENERATION_SHIFT);
        final long vrf = (long) keys.vrf(row) << Integer.SIZE;
        Memory.putLong(slot + REVERSE, (long) keys.udpSourcePort(row) << HIGH_SHORT | vrf | NO_REVERSE);
        Memory.putLong(slot + SOURCE_NEXTHOP, NO_QOS | vrf);
        Memory.putLong(slot + ECMP, NO_MEMBERS);
        Memory.putLong(slot + SOURCE_INFO, (long) nowMs << Integer.SIZE | keys.sourceInfo(row) & NO_REVERSE);
        Memory.putLong(slot + TCP_SEQUENCE, 0);
        Memory.putLong(slot + MADE, nowMs & NO_REVERSE);
        Memory.putLongRelease(slot + STATE, state);
    }

    /** Copies a slot's key out. */
    void key(final int index, final FlowKeys keys) {
        final long slot = address(index);
        keys.restore(
                Memory.getLong(slot + ENDS),
                Memory.getLong(slot + KIND) & FlowKeys.KIND_MASK,
                Memory.getLong(slot + ADDRESSES),
                Memory.getLong(slot + ADDRESSES + 8),
                Memory.getLong(slot + ADDRESSES + 16),
                Memory.getLong(slot + ADDRESSES + 24));
    }

    int generation(final int index) {
        return (int) (Memory.getLong(address(index) + KIND) >>> GENERATION_SHIFT) & GENERATION_MASK;
    }

    int protocol(final int index) {
        return (int) Memory.getLong(address(index) + KIND) & 0xff;
    }

    long state(final int index) {
        return Memory.getLongAcquire(address(index) + STATE);
    }

    boolean compareAndSetState(final int index, final long expected, final long wanted) {
        return file.compareAndSetLong(start + (long) index * FlowLayout.SLOT_BYTES + STATE, expected, wanted);
    }

    /** @return the state after it */
    long changeFlags(final int index, final int set, final int cleared) {
        while (true) {
            final long seen = state(index);
            final long wanted = FlowState.withFlags(seen, set, cleared);
            if (seen == wanted || compareAndSetState(index, seen, wanted)) {
                return wanted;
            }
        }
    }

    /** @return the state after it */
    long addTcp(final int index, final int set) {
        while (true) {
            final long seen = state(index);
            final long wanted = FlowState.withTcp(seen, set);
            if (seen == wanted || compareAndSetState(index, seen, wanted)) {
                return wanted;
            }
        }
    }

    int integer(final int index, final int field) {
        return Memory.getInt(address(index) + field);
    }

    void putInteger(final int index, final int field, final int value) {
        Memory.putInt(address(index) + field, value);
    }

    int reverse(final int index) {
        return Memory.getIntAcquire(address(index) + REVERSE);
    }

    void putReverse(final int index, final int reverse) {
        Memory.putIntRelease(address(index) + REVERSE, reverse);
    }
}
