// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;

/** Turns the knobs of a data plane that can be turned while packets pass. What is turned lasts until the data plane ends. */
public final class LiveKnobs {
    /** Who processes what an lcore polls. */
    public static final String LOAD_BALANCE = "load-balance";

    /** What becomes of a guest's queues beyond the number of lcores. */
    public static final String QUEUE_POLICY = "queue-policy";

    /** How long an lcore waits for room in a guest's ring, in microseconds. */
    public static final String TX_WAIT_US = "tx-wait-us";

    /** What each can be. */
    private static final Map<String, String> VALUES = Map.of(
            LOAD_BALANCE, "auto, all, contrail, none or pipeline",
            QUEUE_POLICY, "all or contrail",
            TX_WAIT_US, "0 to 10000 microseconds");

    private LiveKnobs() {}

    /**
     * Turns one.
     *
     * @param knob one of the names here, as the option of {@code vireo run vrouter}
     * @throws CommandFailed when this data plane cannot
     */
    public static void turn(final VrouterClient client, final String knob, final String value) {
        final VireoNode change = new VireoNode().op(SandeshOp.ADD);
        try {
            client.request(
                    knob.equals(LOAD_BALANCE)
                            ? change.put(VireoNode.LOAD_BALANCE, value)
                            : change.put(VireoNode.CHANGE, knob + " " + value));
        } catch (final VrouterRefusal refusal) {
            if (refusal.code() == ResponseError.EINVAL.code()) {
                throw new CommandFailed(
                        "'" + value + "' is nothing that this data plane's " + knob.replace('-', ' ') + " can be",
                        "it is " + VALUES.get(knob),
                        refusal);
            }
            if (refusal.code() == ResponseError.EOPNOTSUPP.code()) {
                throw new CommandFailed(
                        "this data plane cannot change its " + knob.replace('-', ' ') + " while it runs"
                                + (knob.equals(LOAD_BALANCE)
                                        ? ": it has one lcore, or was started with --load-balance none or with"
                                                + " --io-lcores"
                                        : ""),
                        "start it with --" + knob + " " + value,
                        refusal);
            }
            throw refusal;
        }
    }
}
