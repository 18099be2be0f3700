// SPDX-License-Identifier: Apache-2.0

/** The labs: nodes and guests in namespaces, traffic, checks. */
module net.vireo.lab {
    requires transitive info.picocli;
    requires net.vireo.cli;
    requires net.vireo.linux;
    requires net.vireo.packet;
    requires net.vireo.vrouter;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;

    exports net.vireo.lab;

    opens net.vireo.lab to
            info.picocli;
}
