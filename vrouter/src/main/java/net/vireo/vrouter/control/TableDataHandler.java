// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Arrays;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrBridgeTableData;
import net.vireo.sandesh.VrFlowTableData;
import net.vireo.sandesh.VrHugepageConfig;

/**
 * {@code vr_flow_table_data}, {@code vr_bridge_table_data} and {@code vr_hugepage_config}: where the shared tables are.
 * Ours are laid out differently, so no file is named: a program that maps the original's layout stops with an error of
 * its own instead of showing nonsense. How full the flow table is can be told, and huge pages are not needed.
 */
final class TableDataHandler {
    private static final int TABLE_GET = 2;

    private final FlowRequests flows;
    private final int lcores;

    TableDataHandler(final FlowRequests flows, final int lcores) {
        this.flows = flows;
        this.lcores = lcores;
    }

    void handle(final VrFlowTableData request, final ReplyWriter reply) {
        if (request.opCode() != TABLE_GET) {
            throw Refusal.unsupported("the flow table's numbers can be read only");
        }
        final FlowTotals totals = flows.totals();
        reply.objects(request.put(VrFlowTableData.SIZE, 0)
                .put(VrFlowTableData.DEV, 0)
                .put(VrFlowTableData.FILE_PATH, "")
                .put(VrFlowTableData.USED_ENTRIES, totals.used() + totals.overflowUsed())
                .put(VrFlowTableData.PROCESSED, totals.processed())
                .put(VrFlowTableData.DELETED, totals.deleted())
                .put(VrFlowTableData.ADDED, totals.added())
                .put(VrFlowTableData.CREATED, totals.created())
                .put(VrFlowTableData.CHANGED, totals.changed())
                .put(VrFlowTableData.HOLD_OFLOWS, 0)
                .put(VrFlowTableData.CPUS, lcores)
                .put(VrFlowTableData.OFLOW_ENTRIES, (int) totals.overflowUsed())
                .put(VrFlowTableData.HOLD_STAT, created(totals))
                .put(VrFlowTableData.BURST_FREE_TOKENS, totals.burstTokens())
                .put(VrFlowTableData.HOLD_ENTRIES, totals.held()));
    }

    private int[] created(final FlowTotals totals) {
        return Arrays.copyOf(
                totals.createdByLcore().stream().mapToInt(Integer::intValue).toArray(), lcores);
    }

    static void handle(final VrBridgeTableData request, final ReplyWriter reply) {
        if (request.op() != SandeshOp.GET) {
            throw Refusal.unsupported("the bridge table's place can be read only");
        }
        reply.objects(request.put(VrBridgeTableData.SIZE, 0)
                .put(VrBridgeTableData.DEV, 0)
                .put(VrBridgeTableData.FILE_PATH, ""));
    }

    /** The agent hands pages over before it adds objects; it is told that all is well, and the pages stay its own. */
    static void handle(final VrHugepageConfig request, final ReplyWriter reply) {
        if (request.op() != SandeshOp.ADD) {
            throw Refusal.unsupported("huge pages can be handed over only");
        }
        reply.objects(new VrHugepageConfig().put(VrHugepageConfig.RESP, 0));
    }
}
