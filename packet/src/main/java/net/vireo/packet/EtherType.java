// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** EtherType values (IEEE 802 numbers) that the data plane meets. */
public final class EtherType {
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int VLAN = 0x8100;
    public static final int IPV6 = 0x86dd;
    public static final int MPLS = 0x8847;
    public static final int QINQ = 0x88a8;

    private EtherType() {}
}
