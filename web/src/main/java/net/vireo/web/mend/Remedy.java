// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.show.LiveKnobs;
import net.vireo.sandesh.VrouterClient;

/**
 * What the console can do about a finding.
 *
 * @param applicable whether it can be done while packets pass
 * @param command that does it, for people; empty when it is none of ours
 * @param why what it does, or why it cannot be done
 * @param treatment does it
 */
public record Remedy(boolean applicable, String command, String why, Treatment treatment) {
    private static final String UNTIL_THE_END = "; it lasts until the data plane ends";

    /** Something that is done to data planes. */
    @FunctionalInterface
    interface Treatment {
        /**
         * Does it.
         *
         * @throws net.vireo.cli.failure.CommandFailed when a data plane refuses
         */
        void apply();
    }

    static Remedy none(final String why) {
        return new Remedy(false, "", why, () -> {
            throw new IllegalStateException("there is nothing to be done: " + why);
        });
    }

    /**
     * A knob of the node is turned.
     *
     * @param why what comes of it
     */
    static Remedy knob(final NodeDirectory node, final String knob, final String value, final String why) {
        return new Remedy(
                true, "vireo vrouter --node " + node.name() + " --" + knob + " " + value, why + UNTIL_THE_END, () -> {
                    try (VrouterClient client = VrouterClient.connect(node.socket())) {
                        LiveKnobs.turn(client, knob, value);
                    }
                });
    }
}
