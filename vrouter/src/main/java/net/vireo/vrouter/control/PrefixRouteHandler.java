// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.PrefixRoutes;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;

/**
 * IPv4 and IPv6 unicast routes. A get answers the longest route that covers the prefix, its length in
 * {@code rtr_replace_plen}, and where its MAC is in the bridge table in {@code rtr_index}. A delete finds the covering route itself; what the request says of it is not used.
 */
final class PrefixRouteHandler {
    private static final int LABEL_FLAGS = 0x1f;
    private static final int MAX_LABEL = (1 << 20) - 1;

    private final Tables tables;
    private final Paging paging;
    private final long treeLimitBytes;

    PrefixRouteHandler(final Tables tables, final Paging paging, final long treeLimitBytes) {
        this.tables = tables;
        this.paging = paging;
        this.treeLimitBytes = treeLimitBytes;
    }

    void handle(final RouteFamily family, final int vrf, final VrRoute request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                add(family, vrf, request);
                reply.ok();
            }
            case GET -> reply.objects(covering(family, vrf, request));
            case DUMP -> reply.dump(page(family, vrf, request));
            case DEL -> {
                delete(family, vrf, request);
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a route");
        }
    }

    /** What makes the routes of a VRF again. */
    void requests(final RouteFamily family, final int vrf, final StateSnapshot to) {
        final PrefixRoutes routes = family.routes(tables, vrf);
        if (routes != null) {
            routes.forEachAfter(0, 0, -1, route -> {
                to.addNamingNexthop(
                        route.nexthopId(), object(family, vrf, route).op(SandeshOp.ADD));
                return true;
            });
        }
    }

    private void add(final RouteFamily family, final int vrf, final VrRoute request) {
        final int nexthopId = request.value(VrRoute.NH_ID);
        if (tables.nexthop(nexthopId) == null) {
            throw Refusal.missing("the route names next hop " + nexthopId + ", which does not exist");
        }
        if (tables.routeTreeBytes() > treeLimitBytes) {
            throw new Refusal(ResponseError.ENOMEM, "the routes take " + tables.routeTreeBytes() + " bytes already");
        }
        final RoutePrefix prefix = prefix(family, request);
        final int flags = request.value(VrRoute.LABEL_FLAGS) & LABEL_FLAGS;
        final int label = (flags & Route.FLAG_LABEL_VALID) == 0 ? 0 : request.value(VrRoute.LABEL);
        if (label < 0 || label > MAX_LABEL) {
            throw Refusal.invalid("label " + label + " does not fit 20 bits");
        }
        final long mac = WireMac.fromBytes(request.value(VrRoute.MAC));
        family.put(tables, vrf, new Route(prefix.high(), prefix.low(), prefix.length(), nexthopId, label, flags, mac));
    }

    private void delete(final RouteFamily family, final int vrf, final VrRoute request) {
        if (!family.remove(tables, vrf, prefix(family, request))) {
            throw Refusal.missing("VRF " + vrf + " has no such route");
        }
    }

    private VrRoute covering(final RouteFamily family, final int vrf, final VrRoute request) {
        final RoutePrefix prefix = prefix(family, request);
        final PrefixRoutes routes = family.routes(tables, vrf);
        final Route found = routes == null ? null : routes.covering(prefix.high(), prefix.low(), prefix.length());
        if (found == null) {
            throw Refusal.missing("VRF " + vrf + " has no route to the prefix");
        }
        return object(family, vrf, found)
                .put(VrRoute.PREFIX, family.bytes(prefix.high(), prefix.low()))
                .put(VrRoute.PREFIX_LEN, prefix.length());
    }

    private DumpPage page(final RouteFamily family, final int vrf, final VrRoute request) {
        final RoutePrefix marker = family.prefix(request.value(VrRoute.MARKER), family.maxLength());
        final RoutePage page = new RoutePage(paging.begin(), marker.high(), marker.low());
        final PrefixRoutes routes = family.routes(tables, vrf);
        if (routes != null) {
            final int markerLength = markerLength(marker, request.value(VrRoute.MARKER_PLEN));
            routes.forEachAfter(
                    marker.high(),
                    marker.low(),
                    markerLength,
                    route -> page.add(route.high(), route.low(), object(family, vrf, route)));
        }
        return page.end();
    }

    /** The original tool sends no length: all routes with the marker's prefix are done, but for the marker of the start. */
    private static int markerLength(final RoutePrefix marker, final int length) {
        if (length > 0 && length <= marker.length()) {
            return length;
        }
        return marker.high() == 0 && marker.low() == 0 ? -1 : marker.length();
    }

    private static RoutePrefix prefix(final RouteFamily family, final VrRoute request) {
        return family.prefix(request.value(VrRoute.PREFIX), request.value(VrRoute.PREFIX_LEN));
    }

    private VrRoute object(final RouteFamily family, final int vrf, final Route route) {
        final VrRoute object = new VrRoute()
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, family.wire())
                .put(VrRoute.PREFIX, family.bytes(route.high(), route.low()))
                .put(VrRoute.PREFIX_LEN, route.prefixLength())
                .put(VrRoute.LABEL_FLAGS, route.flags())
                .put(VrRoute.LABEL, route.label())
                .put(VrRoute.NH_ID, route.nexthopId())
                .put(VrRoute.REPLACE_PLEN, route.prefixLength())
                .put(VrRoute.INDEX, BridgeTable.NONE);
        return route.stitchedMac() == 0
                ? object
                : object.put(VrRoute.MAC, WireMac.toBytes(route.stitchedMac()))
                        .put(VrRoute.INDEX, tables.bridge().find(BridgeKey.of(route.stitchedMac(), vrf)));
    }
}
