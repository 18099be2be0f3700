// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.vireo.linux.netlink.LinkCounters;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.table.Vif;

/** The fields of a physical vif that speak of its device. */
final class FabricReply {
    /** Contrail's number for "none". */
    private static final int NO_VLAN = 4095;

    private FabricReply() {}

    /**
     * Writes them into the vif's reply.
     *
     * @param core of one core there are no counters of the device: it does not know cores
     * @param device null when it has none now
     */
    static void complete(final VrInterface vif, final int core, final FabricDevice device) {
        if (vif.value(VrInterface.TYPE) != Vif.TYPE_PHYSICAL) {
            return;
        }
        vif.put(VrInterface.FAB_NAME, device == null ? new byte[0] : text(device.name()))
                .put(VrInterface.FAB_DRV_NAME, device == null ? new byte[0] : text(device.driver()))
                .put(VrInterface.INTF_STATUS, device != null && device.up() ? 1 : 0)
                .put(VrInterface.VLAN_TAG, device == null ? 0 : NO_VLAN);
        counters(vif, device == null || core != Traffic.ALL_CORES ? LinkCounters.NONE : device.counters());
    }

    /** RX device and TX device (deck p78, p79): what came to the card, whoever took it, and what left it. */
    private static void counters(final VrInterface vif, final LinkCounters link) {
        vif.put(VrInterface.DEV_IPACKETS, link.rxPackets())
                .put(VrInterface.DEV_IBYTES, link.rxBytes())
                .put(VrInterface.DEV_IERRORS, link.rxErrors() + link.rxDropped())
                .put(VrInterface.DEV_OPACKETS, link.txPackets())
                .put(VrInterface.DEV_OBYTES, link.txBytes())
                .put(VrInterface.DEV_OERRORS, link.txErrors() + link.txDropped());
    }

    /** Lists of bytes end with a NUL, as Contrail's do. */
    private static byte[] text(final String text) {
        return (text + '\0').getBytes(UTF_8);
    }
}
