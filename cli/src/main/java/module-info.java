// SPDX-License-Identifier: Apache-2.0

/** Every command of the tool family. */
module net.vireo.cli {
    requires transitive info.picocli;
    requires net.vireo.sandesh;
    requires net.vireo.vrouter;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;

    exports net.vireo.cli;

    opens net.vireo.cli to
            info.picocli;
}
