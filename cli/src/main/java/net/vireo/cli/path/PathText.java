// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.cli.walk.Step;
import net.vireo.cli.walk.StepText;

/** A result for people, in three lengths. */
final class PathText {
    private static final int NODE_WIDTH = 16;

    /** The left one of two columns is as wide as its lines, within these. */
    private static final int MIN_COLUMN = 30;

    private static final int MAX_COLUMN = 100;

    private final PathResult result;
    private final StringBuilder out = new StringBuilder();

    PathText(final PathResult result) {
        this.result = result;
    }

    /** @param detail how much of it */
    String text(final PathDetail detail) {
        if (detail == PathDetail.MINIMAL) {
            verdict();
            return out.toString();
        }
        out.append(result.text()).append('\n');
        if (detail == PathDetail.SUMMARY) {
            summary("predicted", result.predicted());
            if (result.wasSent()) {
                summary("taken", result.actual());
            }
        } else {
            detailed();
        }
        result.assumptions()
                .forEach(each -> out.append("assumed: ").append(each).append('\n'));
        verdict();
        return out.toString();
    }

    private void verdict() {
        final Outcome outcome = result.outcome();
        out.append(result.wasSent() ? "" : "predicted: ").append(outcome.text()).append('\n');
        if (!outcome.sentence().isEmpty()) {
            out.append("  ").append(outcome.sentence()).append('\n');
        }
        if (result.wasSent()) {
            final List<PathResult.Parting> partings = result.partings();
            out.append(partings.isEmpty() ? "the probe went as predicted\n" : "prediction and probe part:\n");
            partings.forEach(parting -> out.append("  <> ")
                    .append(PartingText.text(result, parting))
                    .append('\n'));
        }
    }

    private void summary(final String title, final List<Hop> hops) {
        out.append(title).append('\n');
        for (final Hop hop : hops) {
            out.append("  ")
                    .append(Pad.right(hop.node().name(), NODE_WIDTH))
                    .append("in on ")
                    .append(hop.node().vifName(hop.vif()))
                    .append(", ")
                    .append(hop.place())
                    .append('\n')
                    .append("    ")
                    .append(String.join(" > ", way(hop)))
                    .append('\n');
            for (final Hop.Sent sent : hop.sent()) {
                out.append("    ")
                        .append(sent.lengthBytes())
                        .append(" bytes leave by ")
                        .append(hop.node().vifName(sent.vif()))
                        .append(
                                sent.nextHop() >= 0 && sent.nextHop() < hops.size()
                                        ? " for "
                                                + hops.get(sent.nextHop())
                                                        .node()
                                                        .name()
                                        : "")
                        .append('\n');
            }
        }
    }

    /** The nodes of the graph that the packet itself passed. */
    private static List<String> way(final Hop hop) {
        final List<String> way = new ArrayList<>();
        for (final Step step : hop.walk()) {
            if (step.packet() == 0) {
                way.add(hop.node().graphNode(step.node()));
                if (step.dropped()) {
                    way.add("drop");
                }
            }
        }
        return way;
    }

    private void detailed() {
        if (!result.wasSent()) {
            result.predicted().forEach(hop -> {
                header(hop);
                lines(hop).forEach(line -> out.append("    ").append(line).append('\n'));
            });
            return;
        }
        final int[] pairs = result.pairs();
        for (int i = 0; i < pairs.length; i++) {
            final Hop predicted = result.predicted().get(i);
            header(predicted);
            final List<String> foretold = lines(predicted);
            final List<String> taken =
                    pairs[i] < 0 ? List.of() : lines(result.actual().get(pairs[i]));
            final int width =
                    Math.clamp(foretold.stream().mapToInt(String::length).max().orElse(0), MIN_COLUMN, MAX_COLUMN);
            out.append("    ")
                    .append(Pad.right("  predicted", width))
                    .append("     taken, ")
                    .append(
                            pairs[i] < 0
                                    ? "not seen"
                                    : result.actual().get(pairs[i]).place())
                    .append('\n');
            beside(foretold, taken, width);
        }
        for (int j = 0; j < result.actual().size(); j++) {
            final int hop = j;
            if (Arrays.stream(pairs).noneMatch(pair -> pair == hop)) {
                header(result.actual().get(j));
                out.append("    not predicted\n");
                lines(result.actual().get(j))
                        .forEach(line -> out.append("    ").append(line).append('\n'));
            }
        }
    }

    private void beside(final List<String> left, final List<String> right, final int width) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            final String predicted = i < left.size() ? left.get(i) : "";
            final String taken = i < right.size() ? right.get(i) : "";
            out.append("    ")
                    .append(Pad.right(predicted, width))
                    .append(predicted.equals(taken) ? "  =" : "  <> " + taken)
                    .append('\n');
        }
    }

    private void header(final Hop hop) {
        out.append("  ")
                .append(hop.node().name())
                .append(": in on ")
                .append(hop.node().vifName(hop.vif()))
                .append(", ")
                .append(hop.place())
                .append("\n    ")
                .append(hop.packet())
                .append('\n');
    }

    private static List<String> lines(final Hop hop) {
        final List<String> lines = new ArrayList<>();
        final StepText texts = new StepText(hop.node().names());
        final Map<Integer, Step> before = new HashMap<>();
        for (final Step step : hop.walk()) {
            final Step last = before.getOrDefault(step.packet(), Step.NOTHING);
            final String met = String.join(", ", texts.met(last, withLcoreOf(step, last), last.node() < 0));
            final String mark = step.packet() == 0 ? "  " : "* ";
            lines.add(mark + Pad.right(hop.node().graphNode(step.node()), met.isEmpty() ? 0 : NODE_WIDTH + 2) + met);
            if (step.dropped()) {
                lines.add("  dropped: "
                        + (step.reason() == null
                                ? "unknown reason"
                                : step.reason().label()));
            }
            before.put(step.packet(), step);
        }
        return lines;
    }

    /** The hop's header says which lcore it is. */
    private static Step withLcoreOf(final Step step, final Step last) {
        return new Step(
                step.node(),
                step.edge(),
                step.reason(),
                step.flags(),
                step.vif(),
                step.transmitVif(),
                step.vrf(),
                step.nexthop(),
                step.label(),
                step.destination(),
                step.prefixLength(),
                step.lengthBytes(),
                last.lcore(),
                step.packet());
    }
}
