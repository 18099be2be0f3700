// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * Where copies of mirrored packets go (fact sheet vrouter-dataplane 1.9). Immutable.
 *
 * @param index 0 .. 254
 * @param nexthopId the tunnel, or the vif, that copies leave by
 * @param flags {@code FLAG_} bits
 * @param vni for copies without a header of their own: the VXLAN id they travel under, or -1
 * @param vlan the tag that a NIC which mirrors by itself uses, 0 when none
 */
public record Mirror(int index, int nexthopId, int flags, int vni, int vlan) {
    /** Copies carry metadata in front. */
    public static final int FLAG_DYNAMIC = 0x1;

    public static final int FLAG_MARKED_DELETE = 0x2;
    public static final int FLAG_HW_ASSISTED = 0x4;
}
