// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What is known of a VRF beside its routes (fact sheet vrouter-dataplane 1.2). Immutable.
 *
 * @param index the VRF's number
 * @param flags {@code FLAG_} bits
 * @param leftVif the vif on the left of its host-based service
 * @param rightVif the vif on the right of its host-based service
 */
public record VrfEntry(int index, int flags, int leftVif, int rightVif) {
    public static final int FLAG_VALID = 0x1;
    public static final int FLAG_LEFT_VALID = 0x2;
    public static final int FLAG_RIGHT_VALID = 0x4;
}
