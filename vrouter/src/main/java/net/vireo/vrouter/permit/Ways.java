// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;
import net.vireo.vrouter.table.Nexthop;

/**
 * Where addresses lie, as the data plane's own tables say; remembered for a second, since an agent would know of changes.
 */
final class Ways {
    private static final long FRESH_NS = 1_000_000_000;
    private static final int MOST = 65_536;
    private static final int FULL_LENGTH = 32;
    private static final int FULL_LENGTH_6 = 128;

    private final VrouterClient client;
    private final Map<Address, Way> known = new HashMap<>();
    private long sinceNs = System.nanoTime();

    /**
     * Where an address lies.
     *
     * @param nexthop that leads there, 0 when nothing does
     * @param keyNexthop what stands in the keys of flows whose packets a guest of this node sends from there, -1 when it
     *     lies elsewhere
     * @param vrf of that guest
     */
    record Way(int nexthop, int keyNexthop, int vrf) {
        static final int ELSEWHERE = -1;
    }

    private record Address(int vrf, int family, long high, long low) {}

    Ways(final VrouterClient client) {
        this.client = client;
    }

    Way to(final int vrf, final int family, final long high, final long low) {
        if (System.nanoTime() - sinceNs > FRESH_NS || known.size() >= MOST) {
            known.clear();
            sinceNs = System.nanoTime();
        }
        return known.computeIfAbsent(new Address(vrf, family, high, low), this::ask);
    }

    private Way ask(final Address address) {
        try {
            final int nexthopId = route(address).value(VrRoute.NH_ID);
            final VrNexthop nexthop = client.request(
                            new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, nexthopId))
                    .first(VrNexthop.class);
            final int[] interfaces = nexthop.value(VrNexthop.ENCAP_OIF_ID);
            if (nexthop.value(VrNexthop.TYPE) != Nexthop.TYPE_ENCAP || interfaces.length == 0) {
                return new Way(nexthopId, Way.ELSEWHERE, address.vrf);
            }
            final VrInterface vif = client.request(
                            new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, interfaces[0]))
                    .first(VrInterface.class);
            return new Way(nexthopId, vif.value(VrInterface.NH_ID), vif.value(VrInterface.VRF));
        } catch (final VrouterRefusal unknown) {
            return new Way(0, Way.ELSEWHERE, address.vrf);
        }
    }

    private VrRoute route(final Address address) {
        final boolean ipv4 = address.family == Family.INET;
        final ByteBuffer octets = ipv4
                ? ByteBuffer.allocate(Integer.BYTES).putInt((int) address.low)
                : ByteBuffer.allocate(2 * Long.BYTES).putLong(address.high).putLong(address.low);
        return client.request(new VrRoute()
                        .op(SandeshOp.GET)
                        .put(VrRoute.VRF_ID, address.vrf)
                        .put(VrRoute.FAMILY, address.family)
                        .put(VrRoute.PREFIX, octets.array())
                        .put(VrRoute.PREFIX_LEN, ipv4 ? FULL_LENGTH : FULL_LENGTH_6))
                .first(VrRoute.class);
    }
}
