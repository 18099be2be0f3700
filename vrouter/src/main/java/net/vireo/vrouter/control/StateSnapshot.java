// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.function.Consumer;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * The requests that make a router's state again. An object may outlive the one that it names: a route whose next hop was
 * deleted drops its packets until there is one again. Such an object could not be added, so what it names is made for a
 * moment, and deleted again behind it. Control thread.
 */
final class StateSnapshot implements RequestSink {
    private final Tables tables;
    private final Consumer<SandeshObject<?>> to;

    StateSnapshot(final Tables tables, final Consumer<SandeshObject<?>> to) {
        this.tables = tables;
        this.to = to;
    }

    /** An object that names no other. */
    @Override
    public void add(final SandeshObject<?> request) {
        to.accept(request);
    }

    /** An object that names a next hop. */
    @Override
    public void addNamingNexthop(final int nexthopId, final SandeshObject<?> request) {
        final boolean dangling = tables.nexthop(nexthopId) == null;
        if (dangling) {
            to.accept(new VrNexthop()
                    .op(SandeshOp.ADD)
                    .put(VrNexthop.ID, nexthopId)
                    .put(VrNexthop.TYPE, Nexthop.TYPE_DISCARD)
                    .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID));
        }
        to.accept(request);
        if (dangling) {
            to.accept(new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, nexthopId));
        }
    }

    /** An object that names vifs, which must exist when it is added. */
    void addNamingVifs(final SandeshObject<?> request, final int... vifs) {
        for (final int index : vifs) {
            if (isGone(index)) {
                to.accept(standIn(index));
            }
        }
        to.accept(request);
        for (final int index : vifs) {
            if (isGone(index)) {
                to.accept(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, index));
            }
        }
    }

    private boolean isGone(final int vif) {
        return vif >= 0 && vif < tables.limits().vifs() && tables.vif(vif) == null;
    }

    /** The agent's kind of vif has no device to open. */
    private static VrInterface standIn(final int index) {
        return new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, Vif.TYPE_AGENT)
                .put(VrInterface.NAME, "gone" + index)
                .put(VrInterface.MAC, WireMac.toBytes(Vif.ROUTER_MAC));
    }
}
