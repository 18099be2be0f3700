// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import net.vireo.sandesh.VrFlowTableData;

/** How many entries a flow table has: what is told is its size in bytes, with 256 of them an entry (sheet 1.0). */
final class FlowTableSize {
    private static final int ENTRY_BYTES = 256;

    private FlowTableSize() {}

    static long entries(final VrFlowTableData table) {
        return Integer.toUnsignedLong(table.value(VrFlowTableData.SIZE)) / ENTRY_BYTES;
    }
}
