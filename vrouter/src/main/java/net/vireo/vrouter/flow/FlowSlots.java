// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.linux.memory.Memory;
import net.vireo.vrouter.table.TableFile;

/**
 * The fields of a flow in its slot, two cache lines. The first is all that a packet of an IPv4 flow with a plain verdict
 * touches; the second holds the rest of IPv6 addresses and what few packets ask for. First lines lie side by side, and
 * so do second ones: what packets touch takes half as many pages.
 *
 * <pre>
 *   0  next hop id 4 | source port 2 | destination port 2           (one number, high to low)
 *   8  - 4 | owner 1 | generation 1 | family 1 | protocol 1          (one number; the owner by compare-and-set)
 *  16  IPv4: source 4 | destination 4. IPv6: upper half of the source
 *  24  state, see FlowState                                          (compare-and-set)
 *  32  next hop that the source must have 4   36  vrf 2    38  QoS map 2
 *  40  packets 8   48  bytes 8                                       (the owner's; other lcores count beside the table)
 *  56  last seen, ms 4    60  TCP acknowledgement 4
 *
 *  64  IPv6: lower half of the source, then the destination; else zeros
 *  88  index of the reverse flow 4    92  dvrf 2    94  UDP source port 2
 *  96  ECMP member 1    97  underlay ECMP member 1    98  TTL 1    99  drop reason 1  100  mirror 2  102  second mirror 2
 * 104  source info 4   108  TCP sequence 4
 * 112  made, ms 4       116  number of the verdict by which an lcore decided, 0 when it asked the agent 4
 * 120  who pays for it, see FlowShares 4
 * </pre>
 *
 * Values are in the machine's order. A key and its generation do not change while the flow lives. Who may call what is
 * said in {@link FlowTable}.
 */
final class FlowSlots {
    static final int ENDS = 0;
    static final int KIND = 8;
    static final int ADDRESSES = 16;
    static final int STATE = 24;
    static final int SOURCE_NEXTHOP = 32;
    static final int PACKETS = 40;
    static final int BYTES = 48;
    static final int LAST_SEEN = 56;
    static final int TCP_ACK = 60;
    static final int MORE_ADDRESSES = 64;
    static final int REVERSE = 88;
    static final int DVRF = 92;
    static final int ECMP = 96;
    static final int SOURCE_INFO = 104;
    static final int TCP_SEQUENCE = 108;
    static final int MADE = 112;
    static final int VERDICT = 116;
    static final int PAYER = 120;

    static final int GENERATION_SHIFT = 16;
    private static final int OWNER_SHIFT = 24;
    private static final int BYTE_MASK = 0xff;
    private static final int HIGH_SHORT = 48;
    private static final long NO_REVERSE = 0xffff_ffffL;
    private static final long NO_QOS = 0xffffL << HIGH_SHORT;
    private static final long NO_MEMBERS = 0xffffL;

    private static final int LINE_BYTES = FlowLayout.LINE_BYTES;

    private final TableFile file;
    private final long start;
    private final long base;
    private final long secondBase;

    FlowSlots(final TableFile file, final FlowLayout layout) {
        this.file = file;
        start = layout.slotsStart();
        base = file.base() + start;
        secondBase = file.base() + layout.secondLines();
    }

    /** Of a slot's first line. */
    long address(final int index) {
        return base + (long) index * LINE_BYTES;
    }

    /** Of a field, in whichever line it is. */
    long address(final int index, final int field) {
        return field < LINE_BYTES ? address(index) + field : second(index) + field;
    }

    /** What the offsets of the second line's fields are added to. */
    private long second(final int index) {
        return secondBase + (long) index * LINE_BYTES - LINE_BYTES;
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
        return difference == 0 && (keys.isIpv4(row) || holdsRest(second(index), keys, row));
    }

    private static boolean holdsRest(final long second, final FlowKeys keys, final int row) {
        final long difference = Memory.getLong(second + MORE_ADDRESSES) ^ keys.field(row, FlowKeys.ADDRESSES + 1)
                | Memory.getLong(second + MORE_ADDRESSES + 8) ^ keys.field(row, FlowKeys.ADDRESSES + 2)
                | Memory.getLong(second + MORE_ADDRESSES + 16) ^ keys.field(row, FlowKeys.ADDRESSES + 3);
        return difference == 0;
    }

    /** Fills a slot that only the caller knows, and raises its generation. */
    void fill(final int index, final FlowKeys keys, final int row, final long state, final int nowMs, final int payer) {
        final long slot = address(index);
        final long second = second(index);
        final long generation = generation(index) + 1L & BYTE_MASK;
        Memory.putLong(slot + ENDS, keys.field(row, FlowKeys.ENDS));
        Memory.putLong(slot + KIND, keys.field(row, FlowKeys.KIND) | generation << GENERATION_SHIFT);
        Memory.putLong(slot + ADDRESSES, keys.field(row, FlowKeys.ADDRESSES));
        final boolean ipv4 = keys.isIpv4(row);
        for (int word = 0; word < 3; word++) {
            Memory.putLong(
                    second + MORE_ADDRESSES + (long) word * Long.BYTES,
                    ipv4 ? 0 : keys.field(row, FlowKeys.ADDRESSES + 1 + word));
        }
        final long vrf = (long) keys.vrf(row) << Integer.SIZE;
        Memory.putLong(slot + SOURCE_NEXTHOP, NO_QOS | vrf);
        Memory.putLongOpaque(slot + PACKETS, 0);
        Memory.putLongOpaque(slot + BYTES, 0);
        Memory.putLong(slot + LAST_SEEN, nowMs & NO_REVERSE); // and no acknowledgement
        Memory.putLong(second + REVERSE, (long) keys.udpSourcePort(row) << HIGH_SHORT | vrf | NO_REVERSE);
        Memory.putLong(second + ECMP, NO_MEMBERS);
        Memory.putLong(second + SOURCE_INFO, keys.sourceInfo(row) & NO_REVERSE); // and no sequence
        Memory.putLong(second + MADE, nowMs & NO_REVERSE); // and no verdict
        Memory.putInt(second + PAYER, payer);
        Memory.putLongRelease(slot + STATE, state);
    }

    /** Copies a slot's key out. */
    void key(final int index, final FlowKeys keys) {
        final long slot = address(index);
        final long second = second(index);
        keys.restore(
                Memory.getLong(slot + ENDS),
                Memory.getLong(slot + KIND) & FlowKeys.KIND_MASK,
                Memory.getLong(slot + ADDRESSES),
                Memory.getLong(second + MORE_ADDRESSES),
                Memory.getLong(second + MORE_ADDRESSES + 8),
                Memory.getLong(second + MORE_ADDRESSES + 16));
    }

    int generation(final int index) {
        return (int) (Memory.getLong(address(index) + KIND) >>> GENERATION_SHIFT) & BYTE_MASK;
    }

    /** Whether a lcore counts in the slot: {@link #own} gave it to it. */
    static boolean isOwner(final long slot, final int lcore) {
        return ((int) (Memory.getLong(slot + KIND) >>> OWNER_SHIFT) & BYTE_MASK) == lcore + 1;
    }

    /** Gives the slot's own counters to the first lcore that asks. @return whether they are this one's now */
    boolean own(final int index, final int lcore) {
        final long slot = address(index);
        final long seen = Memory.getLong(slot + KIND);
        return (seen >>> OWNER_SHIFT & BYTE_MASK) == 0
                && file.compareAndSetLong(slot - file.base() + KIND, seen, seen | lcore + 1L << OWNER_SHIFT);
    }

    int sourcePort(final int index) {
        return (int) (Memory.getLong(address(index) + ENDS) >>> Short.SIZE) & 0xffff;
    }

    int destinationPort(final int index) {
        return (int) Memory.getLong(address(index) + ENDS) & 0xffff;
    }

    int protocol(final int index) {
        return (int) Memory.getLong(address(index) + KIND) & 0xff;
    }

    long state(final int index) {
        return Memory.getLongAcquire(address(index) + STATE);
    }

    boolean compareAndSetState(final int index, final long expected, final long wanted) {
        return file.compareAndSetLong(start + (long) index * LINE_BYTES + STATE, expected, wanted);
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
        return Memory.getInt(address(index, field));
    }

    void putInteger(final int index, final int field, final int value) {
        Memory.putInt(address(index, field), value);
    }

    int reverse(final int index) {
        return Memory.getIntAcquire(address(index, REVERSE));
    }

    void putReverse(final int index, final int reverse) {
        Memory.putIntRelease(address(index, REVERSE), reverse);
    }
}
