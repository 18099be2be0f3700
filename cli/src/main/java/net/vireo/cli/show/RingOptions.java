// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import net.vireo.sandesh.VireoRing;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.Option;

/** Which ring of a vif is looked into. */
final class RingOptions {
    private enum Side {
        rx,
        tx
    }

    @Option(
            names = "--ring",
            required = true,
            paramLabel = "QUEUE",
            description =
                    "with --get: the ring of this queue that a vhost-user guest shares, its indices and descriptors")
    private int queue;

    @Option(
            names = "--side",
            paramLabel = "rx|tx",
            defaultValue = "rx",
            description = "with --ring: rx, what the guest sends (default), or tx, what it is sent")
    private Side side;

    /** Asks for it. */
    VireoRing ask(final VrouterClient client, final int vif) {
        return RingText.ask(client, vif, queue, side == Side.tx);
    }
}
