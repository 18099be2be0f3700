// SPDX-License-Identifier: Apache-2.0

/** The web console: live pictures of the packet path, and the API behind them. */
module net.vireo.web {
    requires net.vireo.cli;
    requires net.vireo.vrouter;
    requires java.logging;
    requires tools.jackson.core;
    requires io.helidon.http;
    requires io.helidon.webserver;

    provides net.vireo.cli.run.WebConsole with
            net.vireo.web.HelidonConsole;
}
