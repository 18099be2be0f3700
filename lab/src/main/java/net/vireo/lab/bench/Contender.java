// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.util.List;

/** A system that has its turn. */
enum Contender {
    VIREO_ALL("vireo --offloads all", "compute1", "compute2", "g2-vm0", "g2-vm1"),
    VIREO_GUESTS("vireo --offloads guests", "compute3", "compute4", "g3-vm0", "g3-vm1"),
    KERNEL("kernel VXLAN, as it comes", "", "", KernelOverlay.CLIENT, KernelOverlay.SERVER),
    KERNEL_CUT("kernel VXLAN, tunnel segmentation off", "", "", KernelOverlay.CLIENT, KernelOverlay.SERVER);

    private final String title;
    private final String node;
    private final String otherNode;
    private final String client;
    private final String server;

    Contender(final String title, final String node, final String otherNode, final String client, final String server) {
        this.title = title;
        this.node = node;
        this.otherNode = otherNode;
        this.client = client;
        this.server = server;
    }

    String title() {
        return title;
    }

    /** Vireo's nodes that carry its traffic. */
    List<String> nodes() {
        return node.isEmpty() ? List.of() : List.of(node, otherNode);
    }

    /** The namespace that sends. */
    String client() {
        return client;
    }

    /** The namespace that receives. */
    String server() {
        return server;
    }
}
