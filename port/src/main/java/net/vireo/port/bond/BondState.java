// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.stream.IntStream;

/** Which members pass frames, at one moment. Immutable, so that an lcore works with one state for a whole burst. */
final class BondState {
    static final int NONE = -1;

    /** Nobody is up. */
    static final BondState DOWN = new BondState(NONE, true, new int[0]);

    private final int active;
    private final boolean takesFromActiveOnly;
    private final int[] usable;

    private BondState(final int active, final boolean takesFromActiveOnly, final int[] usable) {
        this.active = active;
        this.takesFromActiveOnly = takesFromActiveOnly;
        this.usable = usable;
    }

    /**
     * The state after the links were looked at. The active member stays while its link does, so that a link that comes
     * back does not cost a second change.
     */
    BondState after(final boolean[] up, final BondMode mode) {
        final int[] nowUsable =
                IntStream.range(0, up.length).filter(member -> up[member]).toArray();
        final boolean backup = mode == BondMode.ACTIVE_BACKUP;
        if (nowUsable.length == 0) {
            return new BondState(NONE, backup, nowUsable);
        }
        final boolean stays = active != NONE && up[active];
        return new BondState(stays ? active : nowUsable[0], backup, nowUsable);
    }

    /** The member that an active-backup bond uses, or {@link #NONE}; one that is up in the other mode. */
    int active() {
        return active;
    }

    /** Indices of the members whose link is up, ascending; not to be written to. */
    int[] usable() {
        return usable;
    }

    /** Whether frames that come in on a member are for the data plane. */
    boolean takesFrom(final int member) {
        return !takesFromActiveOnly || member == active;
    }

    boolean isUp(final int member) {
        for (final int each : usable) {
            if (each == member) {
                return true;
            }
        }
        return false;
    }
}
