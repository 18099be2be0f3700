// SPDX-License-Identifier: Apache-2.0

/** What a port is: bursts of packets in and out; the packet pool. */
module net.vireo.port {
    requires transitive net.vireo.linux;
    requires net.vireo.packet;
    requires transitive net.vireo.virtio;

    exports net.vireo.port;
    exports net.vireo.port.balance;
    exports net.vireo.port.bond;
    exports net.vireo.port.kind;
    exports net.vireo.port.log;
    exports net.vireo.port.offload;
    exports net.vireo.port.pcap;
    exports net.vireo.port.pool;
    exports net.vireo.port.rss;
    exports net.vireo.port.spread;
    exports net.vireo.port.vhost;
    exports net.vireo.port.xdp;
}
