// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.Family;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.VrRoute;
import net.vireo.vrouter.table.Tables;

/** {@code vr_route_req}: routes of a VRF, of each family its own kind. */
final class RouteHandler implements ObjectHandler<VrRoute> {
    private final Tables tables;
    private final PrefixRouteHandler prefixes;
    private final BridgeRouteHandler macs;

    /** @param treeLimitBytes how much memory the trees of all VRFs may take */
    RouteHandler(final Tables tables, final Paging paging, final long treeLimitBytes) {
        this.tables = tables;
        this.prefixes = new PrefixRouteHandler(tables, paging, treeLimitBytes);
        this.macs = new BridgeRouteHandler(tables, paging);
    }

    @Override
    public void handle(final VrRoute request, final ReplyWriter reply) {
        final int vrf = request.value(VrRoute.VRF_ID);
        Refusal.unlessInRange("VRF", vrf, tables.limits().vrfs());
        final int family = request.value(VrRoute.FAMILY);
        switch (family) {
            case Family.INET -> prefixes.handle(RouteFamily.INET, vrf, request, reply);
            case Family.INET6 -> prefixes.handle(RouteFamily.INET6, vrf, request, reply);
            case Family.BRIDGE -> macs.handle(vrf, request, reply);
            default -> throw Refusal.unsupported("routes of family " + family);
        }
    }

    /** What makes these routes again. */
    void requests(final StateSnapshot to) {
        for (int vrf = 0; vrf < tables.limits().vrfs(); vrf++) {
            for (final RouteFamily family : RouteFamily.values()) {
                prefixes.requests(family, vrf, to);
            }
        }
        macs.requests(to);
    }
}
