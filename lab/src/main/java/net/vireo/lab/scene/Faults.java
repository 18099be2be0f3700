// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.scene;

import java.util.List;
import net.vireo.lab.driver.DriverSpec;
import net.vireo.lab.driver.DriverSpec.Load;
import net.vireo.lab.topology.Encap;

/** The faults of the shelf. All on a node of one name: one at a time. */
public final class Faults {
    /** The node that has the fault. */
    public static final String NODE = "faulty";

    /** The node beside it. */
    public static final String FAR_NODE = "faulty-far";

    private static final int HOST = 1;
    private static final int FLOWS = 64;

    /** Long enough that the bursts of {@link #SLOW} overflow a ring, short enough that an lcore may wait for it. */
    private static final int SLOW_LOOK_US = 250;

    private static final Fault UNSERVED = new Fault(
            SceneBuilder.on(NODE, HOST, "five")
                    .lcores(4, "--queue-policy", "contrail")
                    .guest(DriverSpec.sender(5, Load.even(4000, 20)))
                    .named(
                            "unserved-queue",
                            120,
                            "Five queues on four lcores",
                            "A guest sends on five queues to a data plane with four lcores, started as Contrail would be:"
                                    + " nobody polls queue 4, and a fifth of the guest's flows is lost without a word."),
            "guest-queues",
            "vireo vrouter --node " + NODE + " --queue-policy all");

    private static final Fault FUNNEL = new Fault(
            SceneBuilder.on(NODE, HOST, "funnel")
                    .lcores(4, "--load-balance", "contrail")
                    .over(Encap.GRE)
                    .comes(Load.even(4000, FLOWS))
                    .named(
                            "gre-funnel",
                            69,
                            "GRE without entropy",
                            "64 flows come from one node in MPLS over GRE, whose outer headers are all the same: one of four"
                                    + " lcores polls all of them and hands them to the other three."),
            "gre-entropy",
            "vireo nh --node " + FAR_NODE + " --convert-encap udp");

    private static final Fault ANOMALY = new Fault(
            SceneBuilder.on(NODE, HOST, "flows")
                    .lcores(2, "--load-balance", "contrail")
                    .guest(DriverSpec.sender(1, Load.even(4000, FLOWS)))
                    .named(
                            "two-core-anomaly",
                            71,
                            "Two lcores, one works",
                            "A guest sends 64 flows to two lcores under Contrail's load balancing, which never leaves a packet"
                                    + " with the lcore that polled it: one polls, the other does all the work."),
            "two-core-anomaly",
            "vireo vrouter --node " + NODE + " --load-balance auto");

    private static final Fault SLOW = new Fault(
            SceneBuilder.on(NODE, HOST, "slow")
                    .lcores(2, "--load-balance", "none")
                    .guest(DriverSpec.slow(64, SLOW_LOOK_US))
                    .comes(new Load(6000, 256, FLOWS))
                    .named(
                            "slow-guest",
                            68,
                            "A slow guest with a ring of 64",
                            "Bursts of 256 packets come for a guest whose one ring has 64 entries and which looks at it now and"
                                    + " then: the ring overflows, seen as TX port errors."),
            "slow-guest",
            "vireo vrouter --node " + NODE + " --tx-wait-us 500");

    /** All of them, in the order of the shelf. */
    public static final List<Fault> ALL = List.of(UNSERVED, FUNNEL, ANOMALY, SLOW);

    private Faults() {}
}
