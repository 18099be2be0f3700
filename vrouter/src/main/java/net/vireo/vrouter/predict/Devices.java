// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.predict;

/** Which ways out of a router are open now. Any thread that predicts. */
public interface Devices {
    /** Whether a vif has a device to send by. */
    boolean isAttached(int vif);

    /** Whether somebody takes what is sent by an attached vif, as far as its device knows. */
    boolean isOpen(int vif);
}
