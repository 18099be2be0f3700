// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import java.util.HashMap;
import java.util.Map;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * The control thread's side of the resolver: which tunnels want a header, and the next hops with the header that was
 * found. A finding for a tunnel that has been deleted or settled meanwhile is ignored. Control thread only.
 */
final class RewritePublisher {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final byte[] NO_REWRITE = {};

    private final Tables tables;

    /** The Ethernet address found for each tunnel that wants one, or {@link Target#UNKNOWN}. */
    private final Map<Integer, Long> wanted = new HashMap<>();

    private NeighbourMemory memory = NeighbourMemory.NONE;

    RewritePublisher(final Tables tables) {
        this.tables = tables;
    }

    /** From now on findings are told to a memory. */
    void tell(final NeighbourMemory to) {
        memory = to;
    }

    /** Tells everything that is known now. */
    void tellAll(final NeighbourMemory to) {
        wanted.forEach((nexthopId, mac) -> {
            final Nexthop tunnel = tables.nexthop(nexthopId);
            if (mac != Target.UNKNOWN && tunnel != null) {
                to.changed(nexthopId, tunnel.tunnelDestination, mac);
            }
        });
    }

    void want(final int nexthopId) {
        wanted.putIfAbsent(nexthopId, Target.UNKNOWN);
    }

    void settle(final int nexthopId) {
        wanted.remove(nexthopId);
    }

    void found(final int nexthopId, final int destination, final long mac) {
        final Nexthop tunnel = tunnel(nexthopId, destination);
        if (tunnel != null) {
            final boolean news = wanted.put(nexthopId, mac) != mac;
            publish(tunnel, mac);
            if (news) {
                memory.changed(nexthopId, destination, mac);
            }
        }
    }

    void lost(final int nexthopId, final int destination) {
        final Nexthop tunnel = tunnel(nexthopId, destination);
        if (tunnel != null) {
            wanted.put(nexthopId, Target.UNKNOWN);
            tables.putNexthop(tunnel.withRewrite(NO_REWRITE));
            memory.changed(nexthopId, destination, Target.UNKNOWN);
        }
    }

    /** The source address of all headers on a vif may have changed. */
    void vifChanged(final int vifIndex) {
        wanted.forEach((nexthopId, mac) -> {
            final Nexthop tunnel = tables.nexthop(nexthopId);
            if (mac != Target.UNKNOWN && tunnel != null && tunnel.vifIndex == vifIndex) {
                publish(tunnel, mac);
            }
        });
    }

    private Nexthop tunnel(final int nexthopId, final int destination) {
        final Nexthop nexthop = wanted.containsKey(nexthopId) ? tables.nexthop(nexthopId) : null;
        return nexthop != null && nexthop.tunnelDestination == destination ? nexthop : null;
    }

    private void publish(final Nexthop tunnel, final long mac) {
        final Vif fabric = tables.vif(tunnel.vifIndex);
        if (fabric != null) {
            tables.putNexthop(tunnel.withRewrite(header(mac, fabric.mac())));
        }
    }

    private static byte[] header(final long destination, final long source) {
        final byte[] header = new byte[Nexthop.REWRITE_LENGTH_BYTES];
        for (int i = 0; i < 6; i++) {
            header[i] = (byte) (destination >>> 40 - 8 * i);
            header[6 + i] = (byte) (source >>> 40 - 8 * i);
        }
        header[12] = ETHERTYPE_IPV4 >>> 8;
        header[13] = (byte) ETHERTYPE_IPV4;
        return header;
    }
}
