// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

/**
 * What one switch did in one turn.
 *
 * @param label the load, for example a frame's length
 * @param title the switch; ours begin with {@value #OURS}
 * @param samples in the unit of the case's header
 */
record PeersRow(String label, String title, Samples samples) {
    static final String OURS = "Vireo";
}
