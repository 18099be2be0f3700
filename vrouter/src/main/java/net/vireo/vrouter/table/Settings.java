// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * Run-time settings that lcores look at. Written by the control thread, read by any thread.
 *
 * @param clampFromGuest whether the TCP MSS of guests' connections is lowered on the way out
 * @param clampToGuest whether it is lowered on the way to the guest
 */
public record Settings(boolean clampFromGuest, boolean clampToGuest) {
    /** Both on, as Contrail starts. */
    public static final Settings DEFAULT = new Settings(true, true);
}
