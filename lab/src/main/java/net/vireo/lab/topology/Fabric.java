// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/**
 * The network between the nodes.
 *
 * @param prefixLength of the nodes' addresses
 * @param mtuBytes of every link in it
 */
public record Fabric(int prefixLength, int mtuBytes) {
    /** Name of the fabric's namespace and of the bridge in it. */
    public static final String NAME = "fabric";

    /** Name of each node's fabric link inside the namespace of its data plane. */
    public static final String LINK = "fabric0";
}
