// SPDX-License-Identifier: Apache-2.0

/** System calls and native memory: the only room with native access. */
module net.vireo.linux {
    exports net.vireo.linux;
    exports net.vireo.linux.netlink;
    exports net.vireo.linux.xdp;
    // Raw memory is for the data path alone.
    exports net.vireo.linux.memory to
            net.vireo.packet,
            net.vireo.port,
            net.vireo.virtio,
            net.vireo.vrouter;
}
