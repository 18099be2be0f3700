// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrMemStats;
import net.vireo.vrouter.table.ForwardingClass;
import net.vireo.vrouter.table.QosMap;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * {@code vr_mem_stats_req}: how many objects of each kind there are, as far as there are such objects here; what the
 * original allocates and this router does not stays 0. {@code vms_alloced} is their sum, {@code vms_freed} is 0, since
 * nobody counts what the garbage collector takes.
 */
final class MemoryHandler implements ObjectHandler<VrMemStats> {
    private static final int NODE_BYTES = 1024;

    private final Tables tables;

    MemoryHandler(final Tables tables) {
        this.tables = tables;
    }

    @Override
    public void handle(final VrMemStats request, final ReplyWriter reply) {
        if (request.op() != SandeshOp.GET) {
            throw Refusal.unsupported("memory statistics can be read only");
        }
        final Tables.Limits limits = tables.limits();
        final Count count = new Count(new VrMemStats().op(SandeshOp.GET));
        count.put(VrMemStats.INTERFACE_OBJECT, limits.vifs(), index -> tables.vif(index) != null);
        count.put(VrMemStats.INTERFACE_MAC_OBJECT, limits.vifs(), this::hasSourceMacs);
        count.put(VrMemStats.INTERFACE_FAT_FLOW_CONFIG_OBJECT, limits.vifs(), this::hasFatFlows);
        count.put(VrMemStats.NEXTHOP_OBJECT, limits.nexthops(), id -> tables.nexthop(id) != null);
        count.put(VrMemStats.NEXTHOP_COMPONENT_OBJECT, members());
        count.put(
                VrMemStats.MIRROR_OBJECT,
                limits.mirrors(),
                index -> tables.mirrors().at(index) != null);
        count.put(VrMemStats.QOS_MAP_OBJECT, QosMap.MAPS, id -> tables.qosMaps().at(id) != null);
        count.put(
                VrMemStats.FC_OBJECT,
                ForwardingClass.CLASSES,
                id -> tables.forwardingClasses().at(id) != null);
        count.put(VrMemStats.BRIDGE_MAC_OBJECT, tables.bridgeUsed() + (long) tables.bridgeOverflowUsed());
        count.put(VrMemStats.MTRIE_OBJECT, limits.vrfs(), vrf -> tables.routes(vrf) != null);
        count.put(VrMemStats.MTRIE_TABLE_OBJECT, limits.vrfs(), vrf -> tables.routes6(vrf) != null);
        count.put(VrMemStats.MTRIE_BUCKET_OBJECT, tables.routeTreeBytes() / NODE_BYTES);
        reply.objects(count.object.put(VrMemStats.ALLOCED, count.sum));
    }

    private boolean hasSourceMacs(final int index) {
        final Vif vif = tables.vif(index);
        return vif != null && vif.features().sourceMacs().length > 0;
    }

    private boolean hasFatFlows(final int index) {
        final Vif vif = tables.vif(index);
        return vif != null && vif.features().fatFlowRules().length > 0;
    }

    private long members() {
        return IntStream.range(0, tables.limits().nexthops())
                .mapToObj(tables::nexthop)
                .filter(nexthop -> nexthop != null)
                .mapToLong(nexthop -> nexthop.details.members().length)
                .sum();
    }

    private static final class Count {
        private final VrMemStats object;
        private long sum;

        Count(final VrMemStats object) {
            this.object = object;
        }

        void put(final Field.OfLong<VrMemStats> field, final int limit, final IntPredicate exists) {
            put(field, IntStream.range(0, limit).filter(exists).count());
        }

        void put(final Field.OfLong<VrMemStats> field, final long value) {
            object.put(field, value);
            sum += value;
        }
    }
}
