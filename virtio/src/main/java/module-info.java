// SPDX-License-Identifier: Apache-2.0

/** Virtqueues, both sides of them, and the vhost-user protocol. Knows memory and bytes; sockets and pools are others'. */
module net.vireo.virtio {
    requires transitive net.vireo.linux;

    exports net.vireo.virtio;
    exports net.vireo.virtio.vhost;
}
