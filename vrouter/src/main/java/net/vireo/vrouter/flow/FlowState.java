// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * The word of a flow that says what to do with its packets. It changes by compare-and-set only, because lcores, the
 * control thread and the aging all write parts of it.
 *
 * <pre>
 *  63       48 47       32 31       16 15    8 7      0
 * +-----------+-----------+-----------+-------+--------+
 * |  flags 1  | TCP state |   flags   |   -   | action |
 * +-----------+-----------+-----------+-------+--------+
 * </pre>
 */
public final class FlowState {
    public static final int DROP = 0;
    public static final int HOLD = 1;
    public static final int FORWARD = 2;
    public static final int NAT = 3;

    public static final int ACTIVE = 0x1;
    public static final int SNAT = 0x2;
    public static final int SPAT = 0x4;
    public static final int DNAT = 0x8;
    public static final int DPAT = 0x10;
    public static final int TRAP_ECMP = 0x20;
    public static final int DELETE_MARKED = 0x40;
    public static final int BGP_SERVICE = 0x80;
    public static final int MODIFIED = 0x100;
    public static final int NEW_FLOW = 0x200;
    public static final int EVICT_CANDIDATE = 0x400;
    public static final int EVICTED = 0x800;
    public static final int RFLOW_VALID = 0x1000;
    public static final int MIRROR = 0x2000;
    public static final int VRFT = 0x4000;
    public static final int LINK_LOCAL = 0x8000;

    /** In {@link #flags1}. */
    public static final int HBS_LEFT = 0x1000;
    /** In {@link #flags1}. */
    public static final int HBS_RIGHT = 0x2000;

    /** What the data plane alone decides: a request neither sets nor clears these. */
    static final int OWN_FLAGS = DELETE_MARKED | NEW_FLOW | EVICT_CANDIDATE | EVICTED | RFLOW_VALID;

    private static final int ACTION_MASK = 0xff;
    private static final int HALF_MASK = 0xffff;
    private static final int FLAGS_SHIFT = 16;
    private static final int TCP_SHIFT = 32;
    private static final int FLAGS1_SHIFT = 48;

    private FlowState() {}

    static long of(final int action, final int flags, final int tcp, final int flags1) {
        return (long) flags1 << FLAGS1_SHIFT
                | (long) (tcp & HALF_MASK) << TCP_SHIFT
                | (long) (flags & HALF_MASK) << FLAGS_SHIFT
                | action & ACTION_MASK;
    }

    /** {@link #DROP}, {@link #HOLD}, {@link #FORWARD} or {@link #NAT}. */
    public static int action(final long state) {
        return (int) state & ACTION_MASK;
    }

    public static int flags(final long state) {
        return (int) (state >>> FLAGS_SHIFT) & HALF_MASK;
    }

    /** Bits of {@link TcpFlowState}. */
    public static int tcp(final long state) {
        return (int) (state >>> TCP_SHIFT) & HALF_MASK;
    }

    public static int flags1(final long state) {
        return (int) (state >>> FLAGS1_SHIFT);
    }

    /** Whether it waits for its first verdict: an lcore made it, and {@link HoldLimit} counts it. */
    static boolean waits(final long state) {
        return action(state) == HOLD && (flags(state) & NEW_FLOW) != 0;
    }

    static long withFlags(final long state, final int set, final int cleared) {
        return (state | (long) set << FLAGS_SHIFT) & ~((long) cleared << FLAGS_SHIFT);
    }

    static long withTcp(final long state, final int set) {
        return state | (long) (set & HALF_MASK) << TCP_SHIFT;
    }
}
