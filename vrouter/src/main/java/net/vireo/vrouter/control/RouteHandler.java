// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.Ipv4Routes;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;

/**
 * {@code vr_route_req}: IPv4 unicast routes. A get answers the longest route that covers the prefix, its length in
 * {@code rtr_replace_plen}. A delete finds the covering route itself; what the request says of it is not used.
 */
final class RouteHandler implements ObjectHandler<VrRoute> {
    private static final int LABEL_FLAGS = 0x1f;
    private static final int MAX_LABEL = (1 << 20) - 1;
    private static final int NO_BRIDGE_INDEX = -1;

    private final Tables tables;
    private final Paging paging;
    private final long treeLimitBytes;

    /** @param treeLimitBytes how much memory the trees of all VRFs may take */
    RouteHandler(final Tables tables, final Paging paging, final long treeLimitBytes) {
        this.tables = tables;
        this.paging = paging;
        this.treeLimitBytes = treeLimitBytes;
    }

    @Override
    public void handle(final VrRoute request, final ReplyWriter reply) {
        if (request.value(VrRoute.FAMILY) != Family.INET) {
            throw Refusal.unsupported("routes of family " + request.value(VrRoute.FAMILY));
        }
        final int vrf = request.value(VrRoute.VRF_ID);
        Refusal.unlessInRange("VRF", vrf, tables.limits().vrfs());
        switch (request.op()) {
            case ADD -> {
                add(vrf, request);
                reply.ok();
            }
            case GET -> reply.objects(covering(vrf, request));
            case DUMP -> reply.dump(page(vrf, request));
            case DEL -> {
                delete(vrf, request);
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a route");
        }
    }

    private void add(final int vrf, final VrRoute request) {
        final int nexthopId = request.value(VrRoute.NH_ID);
        if (tables.nexthop(nexthopId) == null) {
            throw Refusal.missing("the route names next hop " + nexthopId + ", which does not exist");
        }
        if (tables.routeTreeBytes() > treeLimitBytes) {
            throw new Refusal(ResponseError.ENOMEM, "the routes take " + tables.routeTreeBytes() + " bytes already");
        }
        final int length = prefixLength(request);
        final int flags = request.value(VrRoute.LABEL_FLAGS) & LABEL_FLAGS;
        final int label = (flags & Route.FLAG_LABEL_VALID) == 0 ? 0 : request.value(VrRoute.LABEL);
        if (label < 0 || label > MAX_LABEL) {
            throw Refusal.invalid("label " + label + " does not fit 20 bits");
        }
        final long mac = WireMac.fromBytes(request.value(VrRoute.MAC));
        tables.putRoute(vrf, new Route(prefix(request, length), length, nexthopId, label, flags, mac));
    }

    private void delete(final int vrf, final VrRoute request) {
        final int length = prefixLength(request);
        if (!tables.removeRoute(vrf, prefix(request, length), length)) {
            throw Refusal.missing("VRF " + vrf + " has no such route");
        }
    }

    private VrRoute covering(final int vrf, final VrRoute request) {
        final int length = prefixLength(request);
        final int prefix = prefix(request, length);
        final Ipv4Routes routes = tables.routes(vrf);
        final Route found = routes == null ? null : routes.covering(prefix, length);
        if (found == null) {
            throw Refusal.missing("VRF " + vrf + " has no route to the prefix");
        }
        return object(vrf, found).put(VrRoute.PREFIX, WireIpv4.toBytes(prefix)).put(VrRoute.PREFIX_LEN, length);
    }

    private DumpPage page(final int vrf, final VrRoute request) {
        final int marker = WireIpv4.fromBytes(request.value(VrRoute.MARKER));
        final RoutePage page = new RoutePage(paging.begin(), marker);
        final Ipv4Routes routes = tables.routes(vrf);
        if (routes != null) {
            final int markerLength = markerLength(marker, request.value(VrRoute.MARKER_PLEN));
            routes.forEachAfter(marker, markerLength, route -> page.add(route.prefix(), object(vrf, route)));
        }
        return page.end();
    }

    /** The original tool sends no length: all routes with the marker's prefix are done, but for the marker of the start. */
    private static int markerLength(final int marker, final int length) {
        if (length > 0 && length <= Route.MAX_PREFIX_LENGTH) {
            return length;
        }
        return marker == 0 ? -1 : Route.MAX_PREFIX_LENGTH;
    }

    private static int prefixLength(final VrRoute request) {
        final int length = request.value(VrRoute.PREFIX_LEN);
        Refusal.unlessInRange("prefix length", length, Route.MAX_PREFIX_LENGTH + 1);
        return length;
    }

    private static int prefix(final VrRoute request, final int length) {
        return WireIpv4.fromBytes(request.value(VrRoute.PREFIX)) & Route.mask(length);
    }

    private static VrRoute object(final int vrf, final Route route) {
        final VrRoute object = new VrRoute()
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, Family.INET)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(route.prefix()))
                .put(VrRoute.PREFIX_LEN, route.prefixLength())
                .put(VrRoute.LABEL_FLAGS, route.flags())
                .put(VrRoute.LABEL, route.label())
                .put(VrRoute.NH_ID, route.nexthopId())
                .put(VrRoute.REPLACE_PLEN, route.prefixLength())
                .put(VrRoute.INDEX, NO_BRIDGE_INDEX);
        return route.stitchedMac() == 0 ? object : object.put(VrRoute.MAC, WireMac.toBytes(route.stitchedMac()));
    }
}
