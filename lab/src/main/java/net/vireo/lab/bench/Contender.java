// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.util.List;

/** A system that has its turn. */
enum Contender {
    VIREO_ALL("vireo --offloads all", List.of("compute1", "compute2"), "g2-vm0", "g2-vm1"),
    VIREO_GUESTS("vireo --offloads guests", List.of("compute3", "compute4"), "g3-vm0", "g3-vm1"),
    KERNEL("kernel VXLAN, as it comes", List.of(), KernelOverlay.CLIENT, KernelOverlay.SERVER),
    KERNEL_CUT("kernel VXLAN, tunnel segmentation off", List.of(), KernelOverlay.CLIENT, KernelOverlay.SERVER);

    private final String title;
    private final List<String> nodes;
    private final String client;
    private final String server;

    Contender(final String title, final List<String> nodes, final String client, final String server) {
        this.title = title;
        this.nodes = nodes;
        this.client = client;
        this.server = server;
    }

    String title() {
        return title;
    }

    /** Vireo's nodes that carry its traffic. */
    List<String> nodes() {
        return nodes;
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
