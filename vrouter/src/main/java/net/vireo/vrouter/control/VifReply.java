// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.table.Vif;

/** The fields of an interface object that are not the client's: counters, and what the protocol writes for "none". */
final class VifReply {
    private static final int MIRRORED = Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX;
    private static final int NONE = -1;

    private VifReply() {}

    /**
     * Writes them into the request that the vif was made by.
     *
     * @param hasPort whether there is a device: then each lcore processes what it polled and sends itself, unless somebody
     *     writes other numbers over these
     */
    static void complete(final VrInterface vif, final int core, final Traffic traffic, final boolean hasPort) {
        final int index = vif.value(VrInterface.IDX);
        vif.op(SandeshOp.ADD)
                .put(VrInterface.CORE, core)
                .put(VrInterface.RID, 0)
                .put(VrInterface.MARKER, 0)
                .put(VrInterface.SPEED, NONE)
                .put(VrInterface.DUPLEX, NONE)
                .put(VrInterface.IPACKETS, traffic.vif(core, index, VifCounter.RX_PACKETS))
                .put(VrInterface.IBYTES, traffic.vif(core, index, VifCounter.RX_BYTES))
                .put(VrInterface.IERRORS, traffic.vif(core, index, VifCounter.RX_ERRORS))
                .put(VrInterface.OPACKETS, traffic.vif(core, index, VifCounter.TX_PACKETS))
                .put(VrInterface.OBYTES, traffic.vif(core, index, VifCounter.TX_BYTES))
                .put(VrInterface.OERRORS, traffic.vif(core, index, VifCounter.TX_ERRORS))
                .put(VrInterface.DPACKETS, traffic.vif(core, index, VifCounter.DROPS));
        if (vif.value(VrInterface.TYPE) != Vif.TYPE_VIRTUAL_VLAN) {
            vif.put(VrInterface.PARENT_VIF_IDX, NONE);
        }
        if ((vif.value(VrInterface.FLAGS) & MIRRORED) == 0) {
            vif.put(VrInterface.MIR_ID, NONE);
        }
        if (core == Traffic.ALL_CORES) {
            port(vif, traffic);
        } else {
            portOfOneCore(vif, hasPort);
        }
    }

    private static void port(final VrInterface vif, final Traffic traffic) {
        final int index = vif.value(VrInterface.IDX);
        vif.put(VrInterface.PORT_IPACKETS, traffic.port(index, PortCounter.RX_PACKETS))
                .put(VrInterface.PORT_IERRORS, traffic.port(index, PortCounter.RX_ERRORS))
                .put(VrInterface.PORT_INOMBUFS, traffic.port(index, PortCounter.RX_NO_BUFFERS))
                .put(VrInterface.PORT_ISYSCALLS, traffic.port(index, PortCounter.RX_SYSCALLS))
                .put(VrInterface.PORT_OPACKETS, traffic.port(index, PortCounter.TX_PACKETS))
                .put(VrInterface.PORT_OERRORS, traffic.port(index, PortCounter.TX_ERRORS))
                .put(VrInterface.PORT_OSYSCALLS, traffic.port(index, PortCounter.TX_SYSCALLS));
    }

    /** The port counts errors and system calls for all cores together. */
    private static void portOfOneCore(final VrInterface vif, final boolean hasPort) {
        vif.put(VrInterface.PORT_IPACKETS, hasPort ? vif.value(VrInterface.IPACKETS) : 0)
                .put(VrInterface.PORT_IERRORS, 0)
                .put(VrInterface.PORT_INOMBUFS, 0)
                .put(VrInterface.PORT_ISYSCALLS, 0)
                .put(VrInterface.PORT_OPACKETS, hasPort ? vif.value(VrInterface.OPACKETS) : 0)
                .put(VrInterface.PORT_OERRORS, hasPort ? vif.value(VrInterface.OERRORS) : 0)
                .put(VrInterface.PORT_OSYSCALLS, 0);
    }
}
