// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

/**
 * What a link's driver has counted since the link was made ({@code struct rtnl_link_stats64}, linux/if_link.h).
 *
 * @param rxPackets frames that came in
 * @param rxBytes their bytes
 * @param rxErrors frames that were damaged
 * @param rxDropped frames for which there was no room
 * @param txPackets frames that went out
 * @param txBytes their bytes
 * @param txErrors frames that could not be sent
 * @param txDropped frames that were not sent for want of room
 */
public record LinkCounters(
        long rxPackets,
        long rxBytes,
        long rxErrors,
        long rxDropped,
        long txPackets,
        long txBytes,
        long txErrors,
        long txDropped) {
    /** Of no link. */
    public static final LinkCounters NONE = new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public LinkCounters plus(final LinkCounters other) {
        return new LinkCounters(
                rxPackets + other.rxPackets,
                rxBytes + other.rxBytes,
                rxErrors + other.rxErrors,
                rxDropped + other.rxDropped,
                txPackets + other.txPackets,
                txBytes + other.txBytes,
                txErrors + other.txErrors,
                txDropped + other.txDropped);
    }
}
