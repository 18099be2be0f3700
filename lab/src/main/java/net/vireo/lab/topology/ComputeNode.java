// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/**
 * One compute node: a host namespace with {@code vhost0}, and a namespace of its data plane with the fabric link.
 *
 * @param name for example {@code compute1}; also the name of its port on the fabric's bridge
 * @param address the node's one address, on {@code vhost0}
 * @param mac of the fabric link and of {@code vhost0}: to the fabric they are one station
 */
public record ComputeNode(String name, int address, long mac) {
    /** The host's link into the data plane. */
    public static final String HOST_LINK = "vhost0";

    /** Name of the host's namespace. */
    public String hostSpace() {
        return name;
    }

    /** Name of the data plane's namespace. */
    public String dataPlaneSpace() {
        return name + "-dp";
    }
}
