// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What the vif of a poll mode guest, or of a fabric that is a socket, says about its vhost-user socket (fact sheet
 * vrouter-dataplane 3.9). Immutable.
 *
 * @param guestListens the other side, a guest's hypervisor, makes the socket and we connect (the control socket's mode
 *     1); else it connects to ours (mode 0)
 * @param queuePairs how many queue pairs there may be, 0 to leave that to us
 */
public record VhostSocket(boolean guestListens, int queuePairs) {
    /** Of a vif that has no such socket. */
    public static final VhostSocket NONE = new VhostSocket(false, 0);
    /** More queue pairs than any guest here has. */
    public static final int MAX_QUEUE_PAIRS = 64;
}
