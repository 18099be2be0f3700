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

    /** Writes them into the request that the vif was made by. */
    static void complete(final VrInterface vif, final int core, final Traffic traffic) {
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
        // The port counts for all cores together.
        final boolean all = core == Traffic.ALL_CORES;
        vif.put(VrInterface.PORT_IPACKETS, all ? traffic.port(index, PortCounter.RX_PACKETS) : 0)
                .put(VrInterface.PORT_IERRORS, all ? traffic.port(index, PortCounter.RX_ERRORS) : 0)
                .put(VrInterface.PORT_INOMBUFS, all ? traffic.port(index, PortCounter.RX_NO_BUFFERS) : 0)
                .put(VrInterface.PORT_ISYSCALLS, all ? traffic.port(index, PortCounter.RX_SYSCALLS) : 0)
                .put(VrInterface.PORT_OPACKETS, all ? traffic.port(index, PortCounter.TX_PACKETS) : 0)
                .put(VrInterface.PORT_OERRORS, all ? traffic.port(index, PortCounter.TX_ERRORS) : 0)
                .put(VrInterface.PORT_OSYSCALLS, all ? traffic.port(index, PortCounter.TX_SYSCALLS) : 0);
    }
}
