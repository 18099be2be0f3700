// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

/**
 * How a node's flows are looked at, and how many there may be.
 *
 * @param table how the data plane's flow table is read
 * @param perVm of one virtual machine, over all its ports; 0 for any number
 * @param linkLocal of the node to link-local services
 * @param linkLocalPerVm of one virtual machine to link-local services
 */
public record FlowSettings(Table table, int perVm, int linkLocal, int linkLocalPerVm) {
    /** As Contrail has them (sheet control-plane 4.6). */
    public static final FlowSettings STANDARD = new FlowSettings(Table.AUTO, 0, 4_096, 1_024);

    /** How the data plane's flow table is read. */
    public enum Table {
        /** In its file, where it can be mapped; else over the control socket. */
        AUTO,
        /** Over the control socket. */
        SOCKET
    }
}
