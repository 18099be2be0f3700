// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.vireo.cli.ledger.Balance;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.VireoQueue;

/** A node's traffic on a screen of 100 columns, whatever the number of its lcores. */
final class TrafficText {
    private static final int WIDTH = 100;
    private static final int NAME_WIDTH = 20;
    private static final int COUNT_WIDTH = 10;
    private static final int DROPS_WIDTH = 8;
    private static final int REASON_WIDTH = 7;
    private static final int CELLS_IN_A_LINE = 2;
    private static final int LCORE_WIDTH = 8;
    private static final int STEP_WIDTH = 11;

    private final NodeTraffic traffic;
    private final NodeNames names;
    private final StringBuilder out = new StringBuilder();

    TrafficText(final NodeTraffic traffic, final NodeNames names) {
        this.traffic = traffic;
        this.names = names;
    }

    String text() {
        final int lcores = traffic.lcores().size();
        out.append(names.node().isEmpty() ? "this node" : names.node())
                .append(": ")
                .append(lcores)
                .append(lcores == 1 ? " lcore" : " lcores")
                .append(", load balance ")
                .append(traffic.loadBalance())
                .append(traffic.settled() ? "\n" : "; packets came meanwhile: counts are moments apart\n");
        vifs();
        lcores();
        drops();
        ledger();
        return out.toString();
    }

    private void vifs() {
        out.append(Pad.right("interface", NAME_WIDTH))
                .append(Pad.left("in", COUNT_WIDTH))
                .append(Pad.left("out", COUNT_WIDTH))
                .append(Pad.left("drops", DROPS_WIDTH))
                .append("  polled by lcore: queue, why there, packets\n");
        for (final VifTraffic vif : traffic.vifs()) {
            out.append(Pad.right(name(vif), NAME_WIDTH))
                    .append(Pad.left(vif.in(), COUNT_WIDTH))
                    .append(Pad.left(vif.out(), COUNT_WIDTH))
                    .append(Pad.left(vif.drops(), DROPS_WIDTH));
            queues(vif);
        }
        if (traffic.refusedAfterHandover() > 0) {
            out.append(traffic.refusedAfterHandover())
                    .append(
                            " counted out here were refused by their device after an lcore had handed them on: drops name"
                                    + " them\n");
        }
    }

    private String name(final VifTraffic vif) {
        final NodeNames.VifName known = names.vifs().get(vif.vif());
        final String name = "vif0/" + vif.vif() + " " + (known == null ? vif.name() : known.name());
        return name.length() < NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "~";
    }

    private void queues(final VifTraffic vif) {
        final List<VifTraffic.Queue> queues = new ArrayList<>(vif.queues());
        queues.sort(Comparator.comparingInt(VifTraffic.Queue::lcore));
        final int indent = NAME_WIDTH + 2 * COUNT_WIDTH + DROPS_WIDTH;
        for (int i = 0; i < queues.size(); i++) {
            if (i > 0 && i % CELLS_IN_A_LINE == 0) {
                out.append('\n').append(" ".repeat(indent));
            }
            out.append("  ").append(cell(queues.get(i)));
        }
        out.append('\n');
    }

    /** {@code 10: 0 fewest         28}. */
    private static String cell(final VifTraffic.Queue queue) {
        final String lcore = queue.lcore() == VireoQueue.NONE ? "--" : String.valueOf(queue.lcore());
        final String count = queue.packets() == VireoQueue.NONE ? "-" : String.valueOf(queue.packets());
        return Pad.left(lcore, 2)
                + ":"
                + Pad.left(queue.queue(), 2)
                + " "
                + Pad.right(queue.lcore() == VireoQueue.NONE ? "nobody" : queue.reason(), REASON_WIDTH)
                + Pad.left(queue.enabled() ? count : "unused", COUNT_WIDTH);
    }

    private void lcores() {
        out.append(Pad.right("lcore", LCORE_WIDTH));
        for (final String title : List.of(
                "polled", "taken over", "handed on", "ring full", "processed", "tunnel in", "tunnel out", "dropped")) {
            out.append(Pad.left(title, STEP_WIDTH));
        }
        out.append('\n');
        traffic.lcores().forEach(lcore -> lcore(String.valueOf(lcore.lcore()), lcore));
        if (traffic.lcores().size() > 1) {
            lcore("all", traffic.lcores().stream().reduce(LcoreTraffic::plus).orElseThrow());
        }
    }

    private void lcore(final String name, final LcoreTraffic lcore) {
        out.append(Pad.right(name, LCORE_WIDTH));
        Stream.of(
                        lcore.polled(),
                        lcore.fromOthers(),
                        lcore.toOthers(),
                        lcore.ringFull(),
                        lcore.processed(),
                        lcore.outOfTunnels(),
                        lcore.intoTunnels(),
                        lcore.dropped())
                .forEach(count -> out.append(Pad.left(count, STEP_WIDTH)));
        out.append('\n');
    }

    /** One after the other, over as many lines as they need. */
    private void drops() {
        final StringBuilder line = new StringBuilder(Pad.right("drops", LCORE_WIDTH));
        boolean first = true;
        for (final String drop : traffic.drops().entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
                .map(drop -> drop.getValue() + " " + drop.getKey().label())
                .toList()) {
            if (!first && line.length() + 3 + drop.length() > WIDTH) {
                out.append(line).append(",\n");
                line.setLength(0);
                line.append(" ".repeat(LCORE_WIDTH));
            } else if (!first) {
                line.append(", ");
            }
            line.append(drop);
            first = false;
        }
        out.append(line).append(first ? "none\n" : "\n");
    }

    private void ledger() {
        final Balance.Row sum = traffic.ledger().sumOfNode();
        final String sides = Pad.right("ledger", LCORE_WIDTH) + sum.in() + " in + " + sum.births() + " made = "
                + sum.out() + " out + " + sum.held() + " held + " + sum.consumed() + " used up + " + sum.drops()
                + " dropped:";
        final String verdict = traffic.ledger().balanced() ? "balanced" : "NOT balanced, see 'vireo ledger'";
        final boolean fits = sides.length() + 1 + verdict.length() <= WIDTH;
        out.append(sides)
                .append(fits ? " " : "\n" + " ".repeat(LCORE_WIDTH))
                .append(verdict)
                .append('\n');
    }
}
