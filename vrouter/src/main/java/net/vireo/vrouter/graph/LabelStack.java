// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.Mpls;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** Opens a label: it names the next hop and with it the VRF that the inner packet goes on in (sheet 2.1, step 7). */
final class LabelStack {
    /** Says only that more follows, when it is not at the bottom of the stack. */
    private static final int FILLER_LABEL = Mpls.MAX_LABEL;

    private final Packets packets;
    private final Tables tables;

    LabelStack(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    /**
     * Moves the packet's start behind the label.
     *
     * @param at masked address of the first entry
     * @param lengthBytes bytes from there to the packet's end
     * @return why that may not be, or null when it was done
     */
    DropReason open(final int row, final long at, final int lengthBytes) {
        long bottom = at;
        int remainingBytes = lengthBytes - Mpls.ENTRY_BYTES;
        if (remainingBytes < 0) {
            return DropReason.PULL;
        }
        int entry = Mpls.entry(bottom);
        if (Mpls.label(entry) == FILLER_LABEL && !Mpls.isBottom(entry) && remainingBytes >= Mpls.ENTRY_BYTES) {
            bottom += Mpls.ENTRY_BYTES;
            remainingBytes -= Mpls.ENTRY_BYTES;
            entry = Mpls.entry(bottom);
        }
        final int label = Mpls.label(entry);
        final int nexthopId = tables.labelNexthopId(label);
        packets.forward(row, nexthopId, label);
        if (nexthopId < 0 || !Mpls.isBottom(entry)) {
            return DropReason.INVALID_LABEL;
        }
        if (Mpls.ttl(entry) <= 1) {
            return DropReason.TTL_EXCEEDED;
        }
        final Nexthop nexthop = tables.nexthop(nexthopId);
        if (nexthop == null) {
            return DropReason.INVALID_NH;
        }
        packets.decapsulated(row, vrf(nexthop), (int) (packets.ipHead(row) >>> 48) & 0xff);
        packets.move(row, (int) (bottom + Mpls.ENTRY_BYTES - packets.address(row)), remainingBytes);
        return null;
    }

    /** The next hop's VRF, else that of the vif it leads to. */
    private int vrf(final Nexthop nexthop) {
        if (nexthop.vrf >= 0) {
            return nexthop.vrf;
        }
        final Vif vif = tables.vif(nexthop.vifIndex);
        return vif == null ? Vif.NO_VRF : vif.vrf();
    }
}
