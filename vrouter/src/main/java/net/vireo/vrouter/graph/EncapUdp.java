// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;

/**
 * Puts routed IPv4 in a tunnel over UDP whose headers have one length: the common way out. What is not so common goes to
 * {@link EncapTunnel}.
 */
abstract class EncapUdp implements Node {
    static final int VIF_OUTPUT = 0;
    static final int TUNNEL_TOO_BIG = 1;
    static final int MSS_CLAMP = 2;

    final Packets packets;
    final OuterUdp outer;
    private final Tables tables;
    private final Transmit transmit;
    private final LcoreCounters counters;
    private final VrfCounter counter;

    /** What the tunnel adds to an IP packet; the Ethernet header takes the place of the guest's. */
    private final int overheadBytes;

    /** The tunnel that the fields below belong to: most packets of a burst take the same. */
    private int tunnelId = Packets.UNKNOWN;

    private Nexthop tunnel;
    private boolean straight;

    /** The largest inner packet that fits. */
    private int limitBytes;

    EncapUdp(final Workbench bench, final OuterUdp outer, final int overheadBytes, final VrfCounter counter) {
        this.outer = outer;
        this.overheadBytes = overheadBytes;
        this.counter = counter;
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
        counters = bench.counters();
    }

    /** Notes what all packets of a tunnel have in their headers. */
    abstract void tunnel(Nexthop tunnel);

    /**
     * Writes the headers in front of a packet.
     *
     * @param frame where they begin
     * @param innerBytes of the IP packet
     */
    abstract void write(long frame, int row, int innerBytes);

    @Override
    public final void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final boolean clamps = tables.settings().clampFromGuest();
        int vrf = Packets.UNKNOWN;
        int sent = 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.nexthopId(row) != tunnelId) {
                prepare(packets.nexthopId(row));
            }
            final int innerBytes = Packets.totalBytes(packets.ipHead(row));
            if (tunnel == null || !tunnel.resolved) {
                edges.drop(row, tunnel == null ? DropReason.INVALID_NH : DropReason.UNRESOLVED_NEIGHBOUR);
            } else if (innerBytes > limitBytes && !packets.has(row, Packets.FLAG_SEGMENTS_FIT)) {
                edges.to(TUNNEL_TOO_BIG, row);
            } else if (clamps && isNewTcp(row)) {
                edges.to(MSS_CLAMP, row);
            } else if (packets.headroomBytes(row) < overheadBytes) {
                edges.drop(row, DropReason.PUSH);
            } else {
                if (packets.vrf(row) != vrf) {
                    counters.vrf(vrf, counter, sent);
                    vrf = packets.vrf(row);
                    sent = 0;
                }
                sent++;
                write(packets.ip(row) - Ethernet.HEADER_BYTES - overheadBytes, row, innerBytes);
                final long packet =
                        packets.move(row, -overheadBytes, Ethernet.HEADER_BYTES + overheadBytes + innerBytes);
                packets.txVif(row, tunnel.vifIndex);
                if (straight) {
                    transmit.add(tunnel.vifIndex, packet);
                } else {
                    edges.to(VIF_OUTPUT, row);
                }
            }
        }
        counters.vrf(vrf, counter, sent);
        // A next hop that was replaced must not be kept by the cache.
        tunnelId = Packets.UNKNOWN;
        tunnel = null;
    }

    private boolean isNewTcp(final int row) {
        return (packets.ipLife(row) >>> 16 & 0xff) == IpProtocol.TCP
                && DecapInput.opensTcp(packets.ip(row), packets.ipHead(row))
                && !packets.has(row, Packets.FLAG_CLAMPED);
    }

    private void prepare(final int nexthopId) {
        tunnelId = nexthopId;
        tunnel = tables.nexthop(nexthopId);
        if (tunnel == null) {
            return;
        }
        straight = transmit.isOpen(tunnel.vifIndex);
        limitBytes = TunnelMtu.ipMtuBytes(tables, tunnel.vifIndex) - overheadBytes;
        outer.tunnel(tunnel);
        tunnel(tunnel);
    }
}
