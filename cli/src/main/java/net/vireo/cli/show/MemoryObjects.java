// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VrMemStats;

/** The kinds of memory that a vRouter counts, in the order that {@code vrmemstats} prints them. */
final class MemoryObjects {
    private static final String[] LABELS = {
        "Assembler Table",
        "Bridge MAC",
        "Btable",
        "Build Info",
        "Defer",
        "Drop Stats",
        "Drop Stats Request",
        "Flow queue",
        "Flow Request",
        "Flow Request Path",
        "Flow Hold Stat",
        "Flow Link Local",
        "Flow Metadata",
        "Flow Table Data",
        "Flow Table Info",
        "Fragment",
        "Fragment Queue",
        "Fragment Queue Element",
        "Fragment Scanner",
        "Host Packet Pool",
        "Hash Table",
        "Interface",
        "Interface Bridge Lock",
        "Interface Fat Flow Config",
        "Interface MAC",
        "Interface Mirror Meta Objects",
        "Interface Request",
        "Interface Request MAC",
        "Interface Request PBB MAC",
        "Interface Req Bridge ID",
        "Interface Mirror Req Meta Objects   ",
        "Interface Queue",
        "Interface Request Name",
        "Interface Stats",
        "Interface Table",
        "VRF Table",
        "Index Table",
        "Malloc",
        "Message",
        "Message Response",
        "Message Dump",
        "Memory Stats Request",
        "Mirror",
        "Mirror Table",
        "Mirror Meta",
        "MTRIE",
        "Mtrie Bucket",
        "Mtrie Stats",
        "Mtrie Table",
        "Network Address",
        "Nexthop",
        "NextHop Component",
        "NextHop Request List",
        "NextHop Request Encap",
        "NextHop Request PBB BMAC",
        "NextHop Request",
        "Route Table",
        "Route Request MAC object",
        "Timer",
        "Usock",
        "Usock Poll",
        "Usock Buf",
        "Usock Iovec",
        "Vrouter Request",
        "QOS Map Objects",
        "Forwarding Class Objects",
        "Fatflow v4 exclude list object",
        "Fatflow v6 exclude list object"
    };

    /** For each label the id of its field. */
    private static final int[] FIELDS = {
        5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 66, 61, 27, 64, 28, 29, 68,
        70, 65, 67, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 69, 52, 53,
        54, 55, 56, 57, 58, 59, 60, 62, 63, 71, 72
    };

    private MemoryObjects() {}

    /** How many objects there are of each kind. */
    static Map<String, Long> of(final VrMemStats stats) {
        final Map<Integer, Long> byField = new HashMap<>();
        for (final Field<VrMemStats> field : stats.fields()) {
            if (field instanceof final Field.OfLong<VrMemStats> counter) {
                byField.put(field.id(), stats.value(counter));
            }
        }
        final Map<String, Long> objects = new LinkedHashMap<>();
        for (int i = 0; i < LABELS.length; i++) {
            objects.put(LABELS[i], byField.getOrDefault(FIELDS[i], 0L));
        }
        return objects;
    }
}
