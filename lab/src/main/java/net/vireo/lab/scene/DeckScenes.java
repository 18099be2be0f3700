// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.scene;

import java.util.List;
import net.vireo.lab.driver.DriverSpec;
import net.vireo.lab.driver.DriverSpec.Load;
import net.vireo.lab.topology.Encap;

/** The deck's mapping pages (p67 to p77, p118 to p121) as states of one data plane. */
public final class DeckScenes {
    /** The node to look at. */
    public static final String NODE = "scene";

    /** The node beside it. */
    public static final String FAR_NODE = "scene-far";

    private static final int HOST = 11;
    private static final int FLOWS = 64;
    private static final int LCORES = 4;
    private static final int PACKETS_PER_SECOND = 4000;
    private static final Load MANY = Load.even(PACKETS_PER_SECOND, FLOWS);
    private static final Load ONE = Load.even(PACKETS_PER_SECOND, 1);
    private static final String SPREAD = "contrail";
    private static final String KEEP = "none";

    /** All of them, in the order of the deck. */
    public static final List<Scene> ALL = List.of(
            comes(67, "UDP to SingleQ v1", Encap.UDP, SPREAD, DriverSpec.sink(1), MANY),
            comes(68, "UDP to SingleQ v2", Encap.UDP, SPREAD, DriverSpec.slow(64, 500), new Load(6000, 256, FLOWS)),
            comes(69, "GRE to SingleQ v1", Encap.GRE, SPREAD, DriverSpec.sink(1), MANY),
            comes(70, "GRE to SingleQ v2", Encap.GRE, SPREAD, DriverSpec.sink(1), ONE),
            goes(71, "SingleQ to Underlay", SPREAD, 1),
            comes(72, "UDP to MultiQ", Encap.UDP, SPREAD, DriverSpec.sink(4), MANY),
            comes(74, "UDP to MultiQ v3", Encap.UDP, SPREAD, DriverSpec.sink(4), ONE),
            comes(75, "TX on multiQ", Encap.UDP, SPREAD, DriverSpec.sink(2), MANY),
            comes(76, "GRE to MultiQ", Encap.GRE, SPREAD, DriverSpec.sink(4), MANY),
            goes(77, "MultiQ to Underlay", SPREAD, 4),
            goes(118, "DPDK Single Queue mapping", KEEP, 1),
            goes(119, "DPDK MultiQueue mapping", KEEP, 4),
            bothWays());

    private DeckScenes() {}

    private static Scene comes(
            final int page,
            final String title,
            final Encap encap,
            final String balance,
            final DriverSpec guest,
            final Load load) {
        return on(balance)
                .over(encap)
                .guest(guest)
                .comes(load)
                .named(
                        "p" + page,
                        page,
                        title,
                        (load.flows() == 1 ? "One flow comes" : load.flows() + " flows come") + " in " + encap
                                + " for a guest with " + queues(guest.queuePairs()) + "; four lcores, --load-balance "
                                + balance + ".");
    }

    private static Scene goes(final int page, final String title, final String balance, final int queues) {
        return on(balance)
                .guest(DriverSpec.sender(queues, MANY))
                .named(
                        "p" + page,
                        page,
                        title,
                        "A guest with " + queues(queues) + " sends " + FLOWS
                                + " flows to another node; four lcores, --load-balance " + balance + ".");
    }

    private static Scene bothWays() {
        return on(SPREAD)
                .guest(DriverSpec.sender(4, MANY))
                .comes(MANY)
                .named(
                        "p121",
                        121,
                        "vRouter internal loadbalancing",
                        "64 flows each way between a guest with four queues and another node; who polls hands over to"
                                + " others: four lcores, --load-balance contrail.");
    }

    private static SceneBuilder on(final String balance) {
        return SceneBuilder.on(NODE, HOST, "guest").lcores(LCORES, "--load-balance", balance);
    }

    private static String queues(final int count) {
        return count == 1 ? "one queue" : count + " queues";
    }
}
