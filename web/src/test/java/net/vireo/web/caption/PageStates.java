// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.List;
import java.util.function.Supplier;
import net.vireo.port.balance.LoadBalance;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.web.model.Snapshot;

/**
 * The deck's pages on queues, lcores and counters as states of one picture: how to make each, and what is bright in it. Made
 * by the deck's rules, not by the page's code. Guests: 3 has one queue, 4 has four, 5 has what the page needs.
 */
public final class PageStates {
    private static final int LCORES = 4;
    private static final int FLOWS = 64;
    private static final int SINGLE = 3;
    private static final int MULTI = 4;
    private static final int OTHER = 5;
    private static final String DOWN = "p2v";
    private static final String UP = "v2p";

    private PageStates() {}

    /**
     * One state.
     *
     * @param page what the caption has to name
     * @param direction {@code p2v} or {@code v2p}
     * @param vif the guest whose rings are shown
     * @param node makes it
     * @param bright what has to be bright in the picture
     */
    public record State(int page, String direction, int vif, Supplier<Snapshot> node, Bright bright) {
        @Override
        public String toString() {
            return "p" + page;
        }
    }

    /**
     * How many of each are bright; all else is faded.
     *
     * @param inRings rings that lcores take from, of so many
     * @param inRingsDrawn in all
     * @param pollers lcores that poll
     * @param processors lcores that process
     * @param straight arrows from an lcore to itself
     * @param handovers arrows from an lcore to another's internal queue
     * @param outRings rings that lcores write, of so many
     * @param outRingsDrawn in all
     */
    public record Bright(
            int inRings,
            int inRingsDrawn,
            int pollers,
            int processors,
            int straight,
            int handovers,
            int outRings,
            int outRingsDrawn) {}

    private static RuleRig rig(final LoadBalance mode) {
        return new RuleRig(LCORES, mode, QueuePolicy.ALL).plug(SINGLE, 1).plug(MULTI, LCORES);
    }

    private static State state(
            final int page,
            final String direction,
            final int vif,
            final Supplier<RuleRig> rig,
            final int inRings,
            final int inRingsDrawn,
            final int pollers,
            final int processors,
            final int straight,
            final int handovers,
            final int outRings,
            final int outRingsDrawn) {
        return new State(
                page,
                direction,
                vif,
                () -> rig.get().snapshot(),
                new Bright(inRings, inRingsDrawn, pollers, processors, straight, handovers, outRings, outRingsDrawn));
    }

    /** All of them, in the order of the deck. */
    public static List<State> all() {
        final LoadBalance contrail = LoadBalance.CONTRAIL;
        final LoadBalance none = LoadBalance.NONE;
        return List.of(
                state(20, DOWN, MULTI, () -> rig(none).udpTo(MULTI, FLOWS).from(MULTI, FLOWS), 4, 4, 4, 4, 4, 0, 4, 4),
                state(21, DOWN, SINGLE, () -> rig(LoadBalance.AUTO), 0, 4, 0, 0, 0, 0, 0, 1),
                state(48, DOWN, MULTI, () -> rig(LoadBalance.AUTO).spinning(), 0, 4, 0, 0, 0, 0, 0, 4),
                // Receive side scaling spreads; all lcores write one ring, one by one.
                state(67, DOWN, SINGLE, () -> rig(contrail).udpTo(SINGLE, FLOWS), 4, 4, 4, 4, 4, 0, 1, 1),
                state(
                        68,
                        DOWN,
                        SINGLE,
                        () -> rig(contrail).udpTo(SINGLE, FLOWS).refused(SINGLE, 700),
                        4,
                        4,
                        4,
                        4,
                        4,
                        0,
                        1,
                        1),
                // All GRE of a pair of nodes is polled by one, and processed by the three others.
                state(69, DOWN, SINGLE, () -> rig(contrail).greTo(SINGLE, FLOWS), 1, 4, 1, 3, 0, 3, 1, 1),
                state(70, DOWN, SINGLE, () -> rig(contrail).greTo(SINGLE, 1), 1, 4, 1, 1, 0, 1, 1, 1),
                state(71, UP, SINGLE, () -> rig(contrail).from(SINGLE, FLOWS), 1, 1, 1, 3, 0, 3, 3, 4),
                state(72, DOWN, MULTI, () -> rig(contrail).udpTo(MULTI, FLOWS), 4, 4, 4, 4, 4, 0, 4, 4),
                state(74, DOWN, MULTI, () -> rig(contrail).udpTo(MULTI, 1), 1, 4, 1, 1, 1, 0, 1, 4),
                state(75, DOWN, OTHER, () -> rig(contrail).plug(OTHER, 2).udpTo(OTHER, FLOWS), 4, 4, 4, 4, 4, 0, 2, 2),
                // The guest's ring of the lcore that polls stays idle.
                state(76, DOWN, MULTI, () -> rig(contrail).greTo(MULTI, FLOWS), 1, 4, 1, 3, 0, 3, 3, 4),
                // Each of four polls, and hands to each of three others.
                state(77, UP, MULTI, () -> rig(contrail).from(MULTI, FLOWS), 4, 4, 4, 4, 0, 12, 4, 4),
                state(118, UP, SINGLE, () -> rig(none).from(SINGLE, FLOWS), 1, 1, 1, 1, 1, 0, 1, 4),
                state(119, UP, MULTI, () -> rig(none).from(MULTI, FLOWS), 4, 4, 4, 4, 4, 0, 4, 4),
                // Five queues, four lcores: the fifth ring is drawn, and nobody polls it.
                state(
                        120,
                        UP,
                        OTHER,
                        () -> new RuleRig(LCORES, none, QueuePolicy.CONTRAIL)
                                .plug(OTHER, LCORES + 1)
                                .from(OTHER, FLOWS),
                        4,
                        5,
                        4,
                        4,
                        4,
                        0,
                        4,
                        4),
                state(
                        121,
                        UP,
                        MULTI,
                        () -> rig(contrail).udpTo(MULTI, FLOWS).from(MULTI, FLOWS),
                        4,
                        4,
                        4,
                        4,
                        0,
                        12,
                        4,
                        4),
                state(
                        145,
                        UP,
                        MULTI,
                        () -> rig(none).from(MULTI, FLOWS).dropping(DropReason.NO_MEMORY.label(), 100),
                        4,
                        4,
                        4,
                        4,
                        4,
                        0,
                        4,
                        4));
    }
}
