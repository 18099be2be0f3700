// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.vireo.port.balance.BalancedPort;
import net.vireo.port.spread.TransmitRings;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ObjectReader;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * {@code vr_interface_req}: vifs. A vif is published when its device is open, and its device is closed before the vif
 * is gone. Keeps each request as it was accepted, since replies repeat fields that lcores have no use for.
 */
final class InterfaceHandler implements ObjectHandler<VrInterface> {
    /** In the flags of a get or dump: with drop counters. */
    private static final int WITH_DROPS = 0x1;

    private final Tables tables;
    private final VifPorts ports;
    private final ClearableTraffic traffic;
    private final NexthopObserver observer;
    private final VifFatFlows fatFlows;
    private final Paging paging;
    private final NavigableMap<Integer, VrInterface> accepted = new TreeMap<>();

    /** In the order of their last request, for each was checked against the parent that it had then. */
    private final Set<Integer> subInterfaces = new LinkedHashSet<>();

    InterfaceHandler(
            final Tables tables,
            final VifPorts ports,
            final ClearableTraffic traffic,
            final NexthopObserver observer,
            final VifFatFlows fatFlows,
            final Paging paging) {
        this.tables = tables;
        this.ports = ports;
        this.traffic = traffic;
        this.observer = observer;
        this.fatFlows = fatFlows;
        this.paging = paging;
    }

    @Override
    public void handle(final VrInterface request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                add(request);
                reply.ok();
            }
            case GET -> reply.objects(current(existing(request), request));
            case DUMP -> reply.dump(page(request));
            case DEL -> {
                delete(existing(request).value(VrInterface.IDX));
                reply.ok();
            }
            case RESET -> reply.objects(cleared(request));
            default -> throw Refusal.unsupported("no such operation on a vif");
        }
    }

    /** What makes these vifs again: first all of them, since the host's names others, then the names. */
    void requests(final StateSnapshot to) {
        for (final VrInterface vif : accepted.values()) {
            if (!subInterfaces.contains(vif.value(VrInterface.IDX))) {
                to.add(copy(vif).put(VrInterface.CROSS_CONNECT_IDX));
            }
        }
        subInterfaces.forEach(index -> to.add(copy(accepted.get(index)).put(VrInterface.CROSS_CONNECT_IDX)));
        for (final VrInterface vif : accepted.values()) {
            final int[] peers = vif.value(VrInterface.CROSS_CONNECT_IDX);
            if (peers.length > 0) {
                to.addNamingVifs(copy(vif), peers);
            } else if (keepsItsPeer(tables.vif(vif.value(VrInterface.IDX)))) {
                final int peer = tables.vif(vif.value(VrInterface.IDX)).crossConnect();
                to.addNamingVifs(copy(vif).put(VrInterface.CROSS_CONNECT_IDX, peer), peer);
                to.add(copy(vif));
            }
        }
    }

    /** Whether a vif was cross-connected by a request before its last one, and not by the host's vif. */
    private boolean keepsItsPeer(final Vif vif) {
        final Vif peer = tables.vif(vif.crossConnect());
        return vif.crossConnect() != Vif.NONE
                && (peer == null || peer.type() != Vif.TYPE_HOST || peer.crossConnect() != vif.index());
    }

    private static VrInterface copy(final VrInterface vif) {
        return (VrInterface)
                ObjectReader.readAll(ObjectWriter.encode(vif.op(SandeshOp.ADD))).getFirst();
    }

    /** Closes the devices too; the tables are cleared by the caller afterwards. */
    void detachAll() {
        accepted.keySet().forEach(index -> detach(tables.vif(index)));
    }

    /** Forgets everything that clients made. Called after the tables were cleared. */
    void clear() {
        accepted.keySet().forEach(traffic::forgetVif);
        accepted.keySet().forEach(index -> fatFlows.put(index, FatFlowRules.NONE));
        accepted.clear();
        subInterfaces.clear();
    }

    private void add(final VrInterface request) {
        final Vif vif = InterfaceCheck.checked(request, tables);
        final FatFlowRules rules = FatFlowRequest.rules(request);
        if (!vif.isSubInterface()) {
            ports.attach(vif);
        }
        accepted.put(vif.index(), request);
        fatFlows.put(vif.index(), rules);
        subInterfaces.remove(vif.index());
        if (vif.isSubInterface()) {
            subInterfaces.add(vif.index());
        }
        tables.putVif(vif);
        if (vif.type() == Vif.TYPE_HOST && vif.crossConnect() != Vif.NONE) {
            connectBack(vif);
        }
        reconnect(vif.index());
        observer.vifChanged(vif.index());
    }

    /** What the host's vif is cross-connected to is cross-connected to it. */
    private void connectBack(final Vif host) {
        final Vif peer = tables.vif(host.crossConnect());
        if (peer != null && peer.crossConnect() == Vif.NONE) {
            tables.putVif(peer.withCrossConnect(host.index()));
        }
    }

    /** A vif that was deleted and is there again: the host's vif that was told to use it does so again. */
    private void reconnect(final int index) {
        for (final VrInterface request : accepted.values()) {
            final int[] peers = request.value(VrInterface.CROSS_CONNECT_IDX);
            final Vif host = tables.vif(request.value(VrInterface.IDX));
            if (peers.length > 0 && peers[0] == index && host.crossConnect() == Vif.NONE) {
                tables.putVif(host.withCrossConnect(index));
                if (host.type() == Vif.TYPE_HOST) {
                    connectBack(tables.vif(host.index()));
                }
            }
        }
    }

    private void delete(final int index) {
        detach(tables.vif(index));
        accepted.remove(index);
        subInterfaces.remove(index);
        tables.removeVif(index);
        fatFlows.put(index, FatFlowRules.NONE);
        traffic.forgetVif(index);
        for (final int other : accepted.keySet()) {
            if (tables.vif(other).crossConnect() == index) {
                tables.putVif(tables.vif(other).withCrossConnect(Vif.NONE));
            }
        }
    }

    /** Sub-interfaces have their parent's device. */
    private void detach(final Vif vif) {
        if (!vif.isSubInterface()) {
            ports.detach(vif);
        }
    }

    private VrInterface cleared(final VrInterface request) {
        final int index = existing(request).value(VrInterface.IDX);
        traffic.clearVif(Cores.requested(request.value(VrInterface.CORE), traffic), index);
        return new VrInterface().op(SandeshOp.RESET).put(VrInterface.IDX, index);
    }

    /** The vif that a request means: by index, else by the kernel's index, else, to delete it, by name. */
    private VrInterface existing(final VrInterface request) {
        final int index = request.value(VrInterface.IDX);
        if (index >= 0 && index < tables.limits().vifs()) {
            final VrInterface found = accepted.get(index);
            if (found == null) {
                throw gone(request, "vif " + index + " does not exist");
            }
            return found;
        }
        final int osIndex = request.value(VrInterface.OS_IDX);
        final String name = request.value(VrInterface.NAME);
        for (final VrInterface each : accepted.values()) {
            final boolean named = !name.isEmpty() && name.equals(each.value(VrInterface.NAME));
            if (named || name.isEmpty() && osIndex > 0 && osIndex == each.value(VrInterface.OS_IDX)) {
                return each;
            }
        }
        throw gone(request, "no vif is named '" + name + "' or has the kernel's index " + osIndex);
    }

    private static Refusal gone(final VrInterface request, final String sentence) {
        return new Refusal(request.op() == SandeshOp.GET ? ResponseError.ENOENT : ResponseError.ENODEV, sentence);
    }

    private DumpPage page(final VrInterface request) {
        final PageFill page = paging.begin();
        for (final VrInterface vif :
                accepted.tailMap(request.value(VrInterface.MARKER), false).values()) {
            if (!page.offer(current(vif, request))) {
                break;
            }
        }
        return page.page();
    }

    private void transmit(final VrInterface vif, final int core) {
        final int index = vif.value(VrInterface.IDX);
        final TransmitRings rings = ports.transmitRings(index);
        if (rings == null) {
            vif.put(VrInterface.QUEUE_OPACKETS, 0).put(VrInterface.QUEUE_OERRORS, 0);
        } else {
            TransmitReply.complete(vif, core, ports.queues(index).lcores(), rings);
        }
    }

    /** The kept request with its counters; written to the reply before the next call. */
    private SandeshObject<?>[] current(final VrInterface vif, final VrInterface request) {
        final int index = vif.value(VrInterface.IDX);
        final int core = Cores.requested(request.value(VrInterface.CORE), traffic);
        VifReply.complete(vif, core, traffic, ports.queues(index) != null);
        FabricReply.complete(vif, core, ports.fabric(index));
        final BalancedPort balanced = ports.balanced(index);
        if (balanced != null) {
            BalanceReply.complete(vif, core, balanced);
        }
        transmit(vif, core);
        vif.put(VrInterface.REF_CNT, 1 + tables.vifUses(index));
        return (request.value(VrInterface.FLAGS) & WITH_DROPS) == 0
                ? new SandeshObject<?>[] {vif}
                : new SandeshObject<?>[] {vif, DropReply.ofVif(core, index, traffic)};
    }
}
