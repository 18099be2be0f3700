// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.concurrent.atomic.AtomicReferenceArray;
import net.vireo.vrouter.verdict.VerdictTable;

/**
 * By what an lcore may decide on new flows without asking the agent: verdict tables, which of them judge whose flows, and
 * the groups that addresses elsewhere belong to. The control thread writes, any thread reads; what is read is immutable.
 *
 * <p>A verdict is a number whose lowest two bits are what to do; the rest says by which rule, to whoever compiled the
 * table.
 */
public final class Verdicts {
    /** The flow's packets go on, as far as this table is concerned. */
    public static final int PASS = 0;
    /** They are dropped. */
    public static final int DENY = 1;
    /** The agent is to judge: translation, redirection, mirroring. */
    public static final int ASK = 2;
    /** They are dropped, and it is a security group that denies them. */
    public static final int DENY_GROUP = 3;

    /** Passes although no rule says so: named only where no rule has decided anything. */
    public static final int ALLOWED = verdict(PASS, 1);

    /** The lowest number of a rule: what is below has a meaning of its own. */
    public static final int FIRST_RULE = 2;

    /** How many verdict tables there can be. */
    public static final int MAX_TABLES = 16_384;

    /** How many sets of groups addresses can have. */
    public static final int MAX_GROUP_SETS = 65_536;

    private static final int ACTION_BITS = 2;
    private static final int[] NO_GROUPS = {};

    private final IdSlots<VerdictTable> tables = new IdSlots<>(MAX_TABLES);
    private final IdSlots<int[]> groupSets = new IdSlots<>(MAX_GROUP_SETS);
    private final IdSlots<VerdictSide> sides;
    private final AtomicReferenceArray<Ipv4Routes> groups4;
    private final AtomicReferenceArray<Ipv6Routes> groups6;
    private final Quiescence quiescence;
    private int sideCount;
    private volatile boolean active;

    Verdicts(final Tables.Limits limits, final Quiescence quiescence) {
        sides = new IdSlots<>(limits.nexthops());
        groups4 = new AtomicReferenceArray<>(limits.vrfs());
        groups6 = new AtomicReferenceArray<>(limits.vrfs());
        this.quiescence = quiescence;
    }

    /**
     * The number of a verdict that does this.
     *
     * @param rule 0 .. 2^29, by which whoever compiled it knows why
     */
    public static int verdict(final int action, final int rule) {
        return rule << ACTION_BITS | action;
    }

    /** {@link #PASS}, {@link #DENY}, {@link #ASK} or {@link #DENY_GROUP}. */
    public static int action(final int verdict) {
        return verdict & (1 << ACTION_BITS) - 1;
    }

    /** Tells when lcores have let go of what was taken away here. */
    public Quiescence quiescence() {
        return quiescence;
    }

    /** Whether any interface's flows are judged here at all. */
    public boolean isActive() {
        return active;
    }

    /**
     * What judges the flows of an interface, or null when the agent does.
     *
     * @param nexthopId the interface's in flow keys
     */
    public VerdictSide side(final int nexthopId) {
        return sides.at(nexthopId);
    }

    /** A table, or null. */
    public VerdictTable table(final int number) {
        return tables.at(number);
    }

    /** The groups that an IPv4 address of a VRF belongs to, which the longest of its prefixes says. Not to be changed. */
    public int[] groups(final int vrf, final int address) {
        final Ipv4Routes prefixes = vrf >= 0 && vrf < groups4.length() ? groups4.getAcquire(vrf) : null;
        return prefixes == null ? NO_GROUPS : set(prefixes.lookup(address));
    }

    /** The same for IPv6, an address in halves. */
    public int[] groups6(final int vrf, final long high, final long low) {
        final Ipv6Routes prefixes = vrf >= 0 && vrf < groups6.length() ? groups6.getAcquire(vrf) : null;
        return prefixes == null ? NO_GROUPS : set(prefixes.lookup(high, low));
    }

    private int[] set(final Route prefix) {
        final int[] groups = groupSets.at(prefix.nexthopId());
        return groups == null ? NO_GROUPS : groups;
    }

    /** Sets a table; null takes it away: flows that it is to judge are the agent's again. Control thread. */
    public void putTable(final int number, final VerdictTable table) {
        tables.put(number, table);
    }

    /** Sets what judges an interface's flows; null leaves them to the agent. Control thread. */
    public void putSide(final int nexthopId, final VerdictSide side) {
        sideCount += (side == null ? 0 : 1) - (sides.at(nexthopId) == null ? 0 : 1);
        sides.put(nexthopId, side);
        active = sideCount > 0;
    }

    /** Sets a set of groups, 1 .. {@link #MAX_GROUP_SETS} - 1; null takes it away. Control thread. */
    public void putGroupSet(final int number, final int[] groups) {
        groupSets.put(number, groups);
    }

    /** Says which set of groups a prefix of a VRF belongs to. Control thread. */
    public void putGroups(final int vrf, final int prefix, final int prefixLength, final int set) {
        if (groups4.getPlain(vrf) == null) {
            groups4.setRelease(vrf, new Ipv4Routes(quiescence));
        }
        groups4.getPlain(vrf).put(new Route(prefix, prefixLength, set, 0, 0));
    }

    /** The same for IPv6. Control thread. */
    public void putGroups6(final int vrf, final long high, final long low, final int prefixLength, final int set) {
        if (groups6.getPlain(vrf) == null) {
            groups6.setRelease(vrf, new Ipv6Routes(quiescence));
        }
        groups6.getPlain(vrf).put(new Route(high, low, prefixLength, set, 0, 0, 0));
    }

    /** @return whether there was such a prefix. Control thread. */
    public boolean removeGroups(final int vrf, final int prefix, final int prefixLength) {
        final Ipv4Routes prefixes = groups4.getPlain(vrf);
        return prefixes != null && prefixes.remove(prefix, prefixLength) != null;
    }

    /** @return whether there was such a prefix. Control thread. */
    public boolean removeGroups6(final int vrf, final long high, final long low, final int prefixLength) {
        final Ipv6Routes prefixes = groups6.getPlain(vrf);
        return prefixes != null && prefixes.remove(high, low, prefixLength) != null;
    }

    void clear() {
        active = false;
        sideCount = 0;
        sides.clear();
        tables.clear();
        groupSets.clear();
        for (int vrf = 0; vrf < groups4.length(); vrf++) {
            groups4.setRelease(vrf, null);
            groups6.setRelease(vrf, null);
        }
    }
}
