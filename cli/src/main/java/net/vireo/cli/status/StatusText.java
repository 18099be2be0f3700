// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.status;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.DutyCycle;

/** A node's status on a screen, and as data. */
final class StatusText {
    private static final int LABEL_WIDTH = 10;
    private static final int REASON_WIDTH = 30;

    private StatusText() {}

    static void append(final StringBuilder out, final NodeStatus node) {
        out.append(node.name()).append("  ").append(node.running() ? "up" : "DOWN");
        if (node.running()) {
            out.append(node.upMs() == 0 ? "" : " " + duration(node.upMs()))
                    .append("  version ")
                    .append(node.version().isEmpty() ? "unknown" : node.version())
                    .append("  ")
                    .append(node.vifs())
                    .append(" vifs\n");
            running(out, node);
        } else {
            out.append('\n');
        }
        node.warnings().forEach(warning -> label(out, "warning").append(warning).append('\n'));
        out.append('\n');
    }

    /** What a packet costs, where enough of them were timed to say. */
    private static String cost(final DutyCycle duty, final long longestNs) {
        return duty.timedBusyPackets() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.0f ns each, %.1f at a time, longest round %.0f us",
                        duty.nsPerPacket(),
                        duty.packetsPerBusyCycle(),
                        longestNs / 1e3);
    }

    private static void running(final StringBuilder out, final NodeStatus node) {
        final NodeSample now = node.after();
        long received = 0;
        long transmitted = 0;
        for (final int lcore : now.lcores().keySet()) {
            received += node.receivedPerSecond(lcore);
            transmitted += node.transmittedPerSecond(lcore);
            label(out, "lcore " + lcore)
                    .append(Pad.left(node.busyPercent(lcore), 3))
                    .append(" % busy  ")
                    .append(node.receivedPerSecond(lcore))
                    .append(" in, ")
                    .append(node.transmittedPerSecond(lcore))
                    .append(" out packets/s")
                    .append(cost(node.duty(lcore), now.lcores().get(lcore).longestNs()))
                    .append('\n');
        }
        label(out, "all").append(received).append(" in, ").append(transmitted).append(" out packets/s\n");
        label(out, "pool")
                .append("free ")
                .append(now.poolFree())
                .append(" + cached ")
                .append(now.poolCached())
                .append(" + out ")
                .append(now.poolOut())
                .append(" of ")
                .append(now.poolSize())
                .append('\n');
        label(out, "ledger")
                .append(now.unbalanced().isEmpty() ? "balanced" : "NOT BALANCED")
                .append('\n');
        label(out, "drops")
                .append(now.drops().isEmpty() ? "none" : "")
                .append(now.drops().isEmpty() ? "\n" : "");
        boolean first = true;
        for (final Map.Entry<DropReason, Long> drop : now.drops().entrySet()) {
            out.append(first ? "" : " ".repeat(LABEL_WIDTH + 2));
            first = false;
            out.append(Pad.right(drop.getKey().label(), REASON_WIDTH)).append(drop.getValue());
            final Long rate = node.dropsPerSecond().get(drop.getKey());
            out.append(rate == null ? "" : "  " + rate + "/s").append('\n');
        }
    }

    private static StringBuilder label(final StringBuilder out, final String label) {
        return out.append("  ").append(Pad.right(label, LABEL_WIDTH));
    }

    private static String duration(final long ms) {
        final long seconds = ms / 1000;
        final long hours = seconds / 3600;
        return (hours > 0 ? hours + "h" : "") + (seconds >= 60 ? seconds / 60 % 60 + "m" : "") + seconds % 60 + "s";
    }

    static Map<String, Object> tree(final NodeStatus node) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", node.name());
        tree.put("up", node.running());
        tree.put("warnings", node.warnings());
        if (!node.running()) {
            return tree;
        }
        tree.put("version", node.version());
        tree.put("upMs", node.upMs());
        tree.put("vifs", node.vifs());
        final List<Object> lcores = new ArrayList<>();
        for (final int number : node.after().lcores().keySet()) {
            final Map<String, Object> lcore = new LinkedHashMap<>();
            lcore.put("lcore", number);
            lcore.put("busyPercent", node.busyPercent(number));
            lcore.put("nsPerPacket", node.duty(number).nsPerPacket());
            lcore.put("packetsPerBusyCycle", node.duty(number).packetsPerBusyCycle());
            lcore.put("longestTimedCycleNs", node.after().lcores().get(number).longestNs());
            lcore.put("receivedPerSecond", node.receivedPerSecond(number));
            lcore.put("transmittedPerSecond", node.transmittedPerSecond(number));
            lcores.add(lcore);
        }
        tree.put("lcores", lcores);
        final Map<String, Object> pool = new LinkedHashMap<>();
        pool.put("size", node.after().poolSize());
        pool.put("free", node.after().poolFree());
        pool.put("cached", node.after().poolCached());
        pool.put("out", node.after().poolOut());
        tree.put("pool", pool);
        tree.put("balanced", node.after().unbalanced().isEmpty());
        tree.put("drops", byName(node.after().drops()));
        tree.put("dropsPerSecond", byName(node.dropsPerSecond()));
        return tree;
    }

    private static Map<String, Object> byName(final Map<DropReason, Long> counts) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        counts.forEach((reason, count) -> tree.put(reason.name(), count));
        return tree;
    }
}
