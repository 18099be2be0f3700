// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.util.List;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.scene.DeckScenes;
import net.vireo.lab.scene.Faults;

/** The steps, in their order. */
final class Script {
    private static final String RED = "g2-vm0";
    private static final String BLUE = "b2-vm0";
    private static final String TWIN = "120.0.0.3";
    private static final String NODE = "compute1";
    private static final String MATRIX = "node=" + DeckScenes.NODE + "&vif=3";
    private static final int PAGE_UDP = 72;
    private static final int PAGE_GRE = 76;
    private static final long LIMIT_S = 90;

    static final List<Step> STEPS = List.of(
            new Step(
                    "Two tenants, the same addresses",
                    "Red and blue both have 120.0.0.4 here and 120.0.0.3 on the other node; the labels in the tunnels keep"
                            + " them apart.",
                    "screen=map",
                    Script::twins),
            new Step(
                    "UDP tunnels spread over the lcores",
                    "64 flows come in MPLS over UDP for a guest with four queues: their source ports tell them apart, so"
                            + " each of four lcores gets a share and sends by a queue of its own.",
                    MATRIX,
                    Script::spread),
            new Step(
                    "The same flows in GRE: the funnel",
                    "GRE's outer headers are the same for all flows of two nodes: one lcore polls everything, hands it to the"
                            + " others, and the guest's queue that is its own stays idle.",
                    MATRIX,
                    Script::funnel),
            new Step(
                    "Five queues on four lcores: found and mended",
                    "The data plane is started as Contrail would be: nobody polls the guest's fifth queue, and nothing else"
                            + " says so. The doctor does, and the mend works while packets pass.",
                    "node=" + Faults.NODE + "&vif=3",
                    new QueueStep()),
            new Step(
                    "A blocked connection, explained",
                    "A flow of red's is denied. The trace predicts where its packets end, sends one to see, and names who"
                            + " dropped it.",
                    "node=" + NODE + "&screen=walk",
                    new BlockedStep()),
            new Step(
                    "The data plane is killed, and comes back",
                    "kill -9, in the middle of a ping. A spare takes over with the state, the flows and the guests' links.",
                    "node=" + NODE,
                    new KillStep()),
            new Step(
                    "Every packet has a name",
                    "On every node: what came in and was made inside is what went out, is held, was used up or dropped for a"
                            + " reason.",
                    "node=" + NODE,
                    Script::ledger));

    private Script() {}

    private static void twins(final Stagehand stage) throws InterruptedException {
        twin(stage, RED, "g2-vm1 on compute2");
        twin(stage, BLUE, "b2-vm1 on compute2");
    }

    private static void twin(final Stagehand stage, final String guest, final String other)
            throws InterruptedException {
        final String[] ping = {"lab", "shell", guest, "--", "ping", "-c", "3", "-i", "0.2", TWIN};
        final Done[] last = {stage.show(line -> line.contains("packets transmitted"), ping)};
        stage.claimWithin(
                LIMIT_S,
                guest + " reaches " + TWIN + " of its own network",
                () -> {
                    if (!last[0].ok()) {
                        last[0] = stage.attempt(ping);
                    }
                    return last[0].ok();
                },
                () -> "");
        final String[] outcome = {""};
        stage.claimWithin(
                LIMIT_S,
                "a trace to " + TWIN + " from there ends at " + other,
                () -> {
                    outcome[0] = stage.attempt("trace", "--from", guest, "--to", TWIN, "--udp", "53", "--minimal")
                            .output()
                            .strip();
                    return outcome[0].contains("delivered to " + other);
                },
                () -> outcome[0]);
    }

    private static void spread(final Stagehand stage) throws InterruptedException {
        final Done planted = stage.show("lab", "scene", "p" + PAGE_UDP, "--keep", "--quiet");
        stage.claim("the scene is there", planted.ok(), "");
        stage.claimCaption(DeckScenes.NODE, PAGE_UDP);
        stage.show(Script::isOfLcores, "traffic", "--node", DeckScenes.NODE);
    }

    private static void funnel(final Stagehand stage) throws InterruptedException {
        stage.show("nh", "--node", DeckScenes.FAR_NODE, "--convert-encap", "gre");
        stage.claimCaption(DeckScenes.NODE, PAGE_GRE);
        stage.show(Script::isOfLcores, "traffic", "--node", DeckScenes.NODE);
    }

    /** Of a node's traffic the table of its lcores. */
    private static boolean isOfLcores(final String line) {
        return line.startsWith("lcore ") || line.matches("1[0-9] .*");
    }

    private static void ledger(final Stagehand stage) throws InterruptedException {
        for (final String node : List.of(NODE, "compute2", Faults.NODE)) {
            final Done done = stage.show(line -> line.contains("balanced"), "ledger", "--node", node);
            stage.claim("the books of " + node + " balance", done.ok(), "");
        }
    }

    /** For steps that wait. */
    static long limitS() {
        return LIMIT_S;
    }
}
