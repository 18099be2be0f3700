// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.BridgeWriter;
import net.vireo.vrouter.table.Tables;

/**
 * MAC addresses of a VRF (fact sheet vrouter-dataplane 1.5). A dump goes by slot, as the addresses have no other order:
 * its marker is the last entry's index, beside its MAC.
 */
final class BridgeRouteHandler {
    /** All flags of an entry: valid, label valid, flood DHCP, MAC moved, control word, MAC new, EVPN. */
    private static final int FLAGS = 0x7f;

    private final Tables tables;
    private final Paging paging;

    BridgeRouteHandler(final Tables tables, final Paging paging) {
        this.tables = tables;
        this.paging = paging;
    }

    void handle(final int vrf, final VrRoute request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                add(key(vrf, request), request);
                reply.ok();
            }
            case GET -> reply.objects(object(existing(key(vrf, request))).op(SandeshOp.GET));
            case DUMP -> reply.dump(page(vrf, request));
            case DEL -> {
                final long key = key(vrf, request);
                existing(key);
                tables.removeBridge(key);
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a bridge route");
        }
    }

    /** What makes these addresses again. */
    void requests(final StateSnapshot to) {
        final BridgeTable table = tables.bridge();
        for (int slot = table.nextUsed(0); slot != BridgeTable.NONE; slot = table.nextUsed(slot + 1)) {
            to.addNamingNexthop(
                    BridgeValue.nexthopId(table.value(slot)), object(slot).op(SandeshOp.ADD));
        }
    }

    private void add(final long key, final VrRoute request) {
        final int nexthopId = request.value(VrRoute.NH_ID);
        if (tables.nexthop(nexthopId) == null) {
            throw Refusal.missing("the route names next hop " + nexthopId + ", which does not exist");
        }
        final int flags = request.value(VrRoute.LABEL_FLAGS) & FLAGS;
        final int label = (flags & BridgeValue.FLAG_LABEL_VALID) == 0 ? 0 : request.value(VrRoute.LABEL);
        if (label < 0 || label > BridgeValue.MAX_LABEL) {
            throw Refusal.invalid("label " + label + " is neither a label nor a VNI");
        }
        if (tables.putBridge(key, BridgeValue.of(nexthopId, label, flags)) == BridgeWriter.FULL) {
            throw new Refusal(ResponseError.ENOSPC, "the bridge table has no room for another MAC address");
        }
    }

    private static long key(final int vrf, final VrRoute request) {
        final long mac = WireMac.fromBytes(request.value(VrRoute.MAC));
        if (mac == 0) {
            throw Refusal.invalid("a bridge route needs a MAC address");
        }
        return BridgeKey.of(mac, vrf);
    }

    private int existing(final long key) {
        final int slot = tables.bridge().find(key);
        if (slot == BridgeTable.NONE) {
            throw Refusal.missing("VRF " + BridgeKey.vrf(key) + " has no such MAC address");
        }
        return slot;
    }

    private DumpPage page(final int vrf, final VrRoute request) {
        final BridgeTable table = tables.bridge();
        final PageFill page = paging.begin();
        final boolean begins = WireMac.fromBytes(request.value(VrRoute.MARKER)) == 0;
        final int after = begins ? -1 : Math.clamp(request.value(VrRoute.INDEX), -1, Integer.MAX_VALUE - 1);
        for (int slot = table.nextUsed(after + 1); slot != BridgeTable.NONE; slot = table.nextUsed(slot + 1)) {
            if (BridgeKey.vrf(table.key(slot)) == vrf
                    && !page.offer(object(slot).op(SandeshOp.DUMP))) {
                break;
            }
        }
        return page.page();
    }

    private VrRoute object(final int slot) {
        final long key = tables.bridge().key(slot);
        final long value = tables.bridge().value(slot);
        return new VrRoute()
                .put(VrRoute.VRF_ID, BridgeKey.vrf(key))
                .put(VrRoute.FAMILY, Family.BRIDGE)
                .put(VrRoute.MAC, WireMac.toBytes(BridgeKey.mac(key)))
                .put(VrRoute.LABEL_FLAGS, BridgeValue.flags(value))
                .put(VrRoute.LABEL, BridgeValue.label(value))
                .put(VrRoute.NH_ID, BridgeValue.nexthopId(value))
                .put(VrRoute.INDEX, slot);
    }
}
