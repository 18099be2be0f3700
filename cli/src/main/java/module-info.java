// SPDX-License-Identifier: Apache-2.0

/** Every command of the tool family. */
@SuppressWarnings("module") // the room above is compiled later
module net.vireo.cli {
    requires transitive info.picocli;
    requires transitive net.vireo.sandesh;
    requires jdk.httpserver;
    requires net.vireo.vrouter;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.yaml;

    exports net.vireo.cli;
    exports net.vireo.cli.failure;
    exports net.vireo.cli.node;
    exports net.vireo.cli.path;
    exports net.vireo.cli.text;
    exports net.vireo.cli.desired to
            net.vireo.agent;
    exports net.vireo.cli.tables to
            net.vireo.agent;
    exports net.vireo.cli.yaml to
            net.vireo.agent;
    exports net.vireo.cli.doctor to
            net.vireo.web;
    exports net.vireo.cli.doctor.check to
            net.vireo.web;
    exports net.vireo.cli.ledger to
            net.vireo.web;
    exports net.vireo.cli.run to
            net.vireo.agent,
            net.vireo.web;
    exports net.vireo.cli.show to
            net.vireo.web;

    uses net.vireo.cli.run.AgentService;
    uses net.vireo.cli.run.WebConsole;

    opens net.vireo.cli to
            info.picocli;
    opens net.vireo.cli.tool to
            info.picocli;
    opens net.vireo.cli.agent to
            info.picocli;
    opens net.vireo.cli.apply to
            info.picocli;
    opens net.vireo.cli.doctor to
            info.picocli;
    opens net.vireo.cli.dump to
            info.picocli;
    opens net.vireo.cli.flow to
            info.picocli;
    opens net.vireo.cli.ledger to
            info.picocli;
    opens net.vireo.cli.metrics to
            info.picocli;
    opens net.vireo.cli.plan to
            info.picocli;
    opens net.vireo.cli.run to
            info.picocli;
    opens net.vireo.cli.status to
            info.picocli;
    opens net.vireo.cli.support to
            info.picocli;
    opens net.vireo.cli.version to
            info.picocli;
    opens net.vireo.cli.trace to
            info.picocli;
    opens net.vireo.cli.traffic to
            info.picocli;
    opens net.vireo.cli.show to
            info.picocli;
    opens net.vireo.cli.watch to
            info.picocli;
    opens net.vireo.cli.why to
            info.picocli;
}
