// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv4Address;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Picks out what guests mostly send, IPv4 for the router from a source that is their own, checks and reads its header in
 * the same breath, and leaves everything else, and everything that is wrong, to the nodes that look closely. A burst is
 * of one vif here.
 */
final class GuestInput implements Node {
    static final int ROUTE_LOOKUP = 0;
    static final int GUEST_SORT = 1;
    static final int TAG_INPUT = 2;
    static final int FLOW = 3;
    static final int GUEST_BRIDGE = 4;

    private static final int LAYERS = Vif.FLAG_L2 | Vif.FLAG_L3;
    private static final int IPV4_FRAME_BYTES = Ethernet.HEADER_BYTES + Ipv4.MIN_HEADER_BYTES;

    private final Packets packets;
    private final Tables tables;

    GuestInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final Vif vif = tables.vif(packets.vif(burst.rows()[0]));
        if (vif == null || !vif.isPlain() || tables.subInterfaces().any(vif.index())) {
            edges.all(TAG_INPUT, burst);
        } else if ((vif.flags() & LAYERS) == Vif.FLAG_L2) {
            edges.all(other(vif), burst);
        } else {
            pick(burst, edges, vif);
        }
    }

    /** Who looks at what is not for the router. */
    private static int other(final Vif vif) {
        return vif.has(Vif.FLAG_POLICY) || (vif.flags() & LAYERS) == Vif.FLAG_L3 ? GUEST_SORT : GUEST_BRIDGE;
    }

    private void pick(final Burst burst, final Edges edges, final Vif vif) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final long ownMac = SourceGuard.macOf(vif, tables);
        final int ownIp = vif.ip();
        final int edge = vif.has(Vif.FLAG_POLICY) ? FLOW : ROUTE_LOOKUP;
        final int other = other(vif);
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long frame = Memory.base(packets.address(row));
            if (packets.lengthBytes(row) < IPV4_FRAME_BYTES) {
                edges.to(GUEST_SORT, row);
            } else if (Ethernet.destination(frame) != Vif.ROUTER_MAC) {
                edges.to(other, row);
            } else {
                final boolean common = isOwnIpv4(frame, ownMac)
                        && read(row, Memory.base(packets.address(row) + Ethernet.HEADER_BYTES), ownIp);
                edges.to(common ? edge : GUEST_SORT, row);
            }
        }
    }

    private static boolean isOwnIpv4(final long frame, final long ownMac) {
        final long sourceAndType = Ethernet.sourceAndType(frame);
        return (sourceAndType & 0xffff) == EtherType.IPV4 && (ownMac == 0 || sourceAndType >>> 16 == ownMac);
    }

    /** Puts the header of a sound packet in the row. */
    private boolean read(final int row, final long ip, final int ownIp) {
        final long head = Ipv4.head(ip);
        final int life = Ipv4.life(ip);
        final long addresses = Ipv4.addresses(ip);
        final int source = (int) (addresses >>> 32);
        if (!IpInput.isSound(head, life, addresses, packets.lengthBytes(row) - Ethernet.HEADER_BYTES)
                || !Ipv4Address.isHost((int) addresses)
                || !Ipv4Address.isHost(source)
                || ownIp != 0 && source != ownIp) {
            return false;
        }
        packets.ip(row, ip, head, life, addresses);
        packets.cutTo(row, Ethernet.HEADER_BYTES + Packets.totalBytes(head));
        return true;
    }
}
