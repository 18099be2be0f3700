// SPDX-License-Identifier: Apache-2.0

/** The data plane: tables, the node graph, lcores, counters, control socket. */
module net.vireo.vrouter {
    requires transitive net.vireo.port;
    requires net.vireo.packet;
    requires transitive net.vireo.sandesh;
    requires jdk.net;

    exports net.vireo.vrouter;
    exports net.vireo.vrouter.counter;
    exports net.vireo.vrouter.filter;
    exports net.vireo.vrouter.flow;
    exports net.vireo.vrouter.graph;
    exports net.vireo.vrouter.lcore;
    exports net.vireo.vrouter.table;
    exports net.vireo.vrouter.capture;
    exports net.vireo.vrouter.control;
    exports net.vireo.vrouter.journal;
    exports net.vireo.vrouter.neighbour;
    exports net.vireo.vrouter.permit;
    exports net.vireo.vrouter.predict;
    exports net.vireo.vrouter.trace;
    exports net.vireo.vrouter.verdict;
}
