// SPDX-License-Identifier: Apache-2.0

/** The labs: nodes and guests in namespaces, traffic, checks. */
module net.vireo.lab {
    requires transitive info.picocli;
    requires net.vireo.linux;
    requires net.vireo.port;
    requires java.logging;
    requires tools.jackson.databind;

    exports net.vireo.lab;

    opens net.vireo.lab to
            info.picocli;
    opens net.vireo.lab.bench to
            info.picocli;
    opens net.vireo.lab.demo to
            info.picocli;
    opens net.vireo.lab.peers to
            info.picocli;
    opens net.vireo.lab.shelf to
            info.picocli;
}
