// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.port.rss.RssFields;
import net.vireo.sandesh.VireoRss;

/** Receive side scaling as text and as a tree for JSON. */
final class RssText {
    static final int KEY_BYTES = 40;

    private static final int ENTRIES_PER_LINE = 8;
    private static final int ENTRY_WIDTH = 6;
    private static final int CELL_WIDTH = 13;
    private static final int QUEUE_WIDTH = 7;
    private static final int NUMBER_WIDTH = 15;
    private static final int SHARE_WIDTH = 9;
    private static final double PERCENT = 100;

    private RssText() {}

    static String table(final VireoRss rss) {
        final StringBuilder out = new StringBuilder();
        out.append("vif0/").append(rss.value(VireoRss.VIF)).append(" over ").append(rss.value(VireoRss.QUEUES));
        out.append(" queues\nKey: ").append(HexFormat.ofDelimiter(":").formatHex(rss.value(VireoRss.KEY)));
        out.append("\nFields: ").append(String.join(" ", RssFields.names(rss.value(VireoRss.FIELDS))));
        out.append("\n\nIndirection table, queue:frames\n");
        final byte[] table = rss.value(VireoRss.TABLE);
        final long[] hits = rss.value(VireoRss.HITS);
        for (int entry = 0; entry < table.length; entry++) {
            if (entry % ENTRIES_PER_LINE == 0) {
                out.append(Pad.left(entry, ENTRY_WIDTH)).append(' ');
            }
            out.append(Pad.left(table[entry] + ":" + hits[entry], CELL_WIDTH));
            if (entry % ENTRIES_PER_LINE == ENTRIES_PER_LINE - 1 || entry == table.length - 1) {
                out.append('\n');
            }
        }
        return spread(out, rss).toString();
    }

    private static StringBuilder spread(final StringBuilder out, final VireoRss rss) {
        final long[] delivered = rss.value(VireoRss.DELIVERED);
        final long[] missed = rss.value(VireoRss.MISSED);
        out.append("\n  Queue  Entries        Packets    Share     Ring drops\n");
        for (int queue = 0; queue < delivered.length; queue++) {
            out.append(Pad.left(queue, QUEUE_WIDTH))
                    .append(Pad.left(entries(rss, queue), SHARE_WIDTH))
                    .append(Pad.left(delivered[queue], NUMBER_WIDTH))
                    .append(Pad.left(percent(delivered, queue), SHARE_WIDTH))
                    .append(Pad.left(missed[queue], NUMBER_WIDTH))
                    .append('\n');
        }
        out.append("Without hash, to queue 0: ").append(rss.value(VireoRss.UNHASHED));
        final Double skew = skew(delivered);
        out.append("\nSkew, max/mean: ").append(skew == null ? "-" : String.format(Locale.ROOT, "%.2f", skew));
        return out.append('\n');
    }

    private static String percent(final long[] delivered, final int queue) {
        final long sum = Arrays.stream(delivered).sum();
        return sum == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", PERCENT * delivered[queue] / sum);
    }

    /** The busiest queue's packets over the mean: 1 is even, the number of queues is all on one; null without any. */
    static Double skew(final long[] delivered) {
        final long sum = Arrays.stream(delivered).sum();
        return sum == 0 ? null : (double) Arrays.stream(delivered).max().orElse(0) * delivered.length / sum;
    }

    static void tree(final Map<String, Object> document, final VireoRss rss) {
        final byte[] table = rss.value(VireoRss.TABLE);
        final long[] hits = rss.value(VireoRss.HITS);
        final long[] delivered = rss.value(VireoRss.DELIVERED);
        final long[] missed = rss.value(VireoRss.MISSED);
        final List<Object> queues = new ArrayList<>();
        for (int queue = 0; queue < delivered.length; queue++) {
            final Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("queue", queue);
            tree.put("entries", entries(rss, queue));
            tree.put("packets", delivered[queue]);
            tree.put("ringDrops", missed[queue]);
            queues.add(tree);
        }
        final List<Object> entries = new ArrayList<>();
        for (int entry = 0; entry < table.length; entry++) {
            final Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("entry", entry);
            tree.put("queue", (int) table[entry]);
            tree.put("frames", hits[entry]);
            entries.add(tree);
        }
        document.put("vif", rss.value(VireoRss.VIF));
        document.put("key", HexFormat.of().formatHex(rss.value(VireoRss.KEY)));
        document.put("fields", RssFields.names(rss.value(VireoRss.FIELDS)));
        document.put("queues", queues);
        document.put("withoutHash", rss.value(VireoRss.UNHASHED));
        document.put("skew", skew(delivered));
        document.put("table", entries);
    }

    private static int entries(final VireoRss rss, final int queue) {
        int count = 0;
        for (final byte each : rss.value(VireoRss.TABLE)) {
            count += each == queue ? 1 : 0;
        }
        return count;
    }
}
