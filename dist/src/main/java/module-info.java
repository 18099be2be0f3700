// SPDX-License-Identifier: Apache-2.0

/** The {@code vireo} command. */
module net.vireo.dist {
    requires net.vireo.cli;
    requires net.vireo.lab;
    requires net.vireo.sandesh;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.yaml;

    opens net.vireo.dist.deck to
            info.picocli;
}
