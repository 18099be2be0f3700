// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.PacketLine;
import net.vireo.cli.text.Pad;
import net.vireo.cli.walk.Step;
import net.vireo.cli.walk.StepText;
import net.vireo.vrouter.counter.DropReason;

/**
 * One packet's walk for people: a line for each node with what the packet met there. What a node left as it was is not
 * repeated.
 */
final class WalkText {
    private static final int NODE_WIDTH = 22;

    private final NodeNames names;
    private final List<String> nodes;
    private final StepText texts;

    /** @param nodes the names of the graph's nodes by index */
    WalkText(final NodeNames names, final List<String> nodes) {
        this.names = names;
        this.nodes = nodes;
        texts = new StepText(names);
    }

    /** @param number which packet it is, from 1 */
    String text(final int number, final List<Step> walk, final byte[] head) {
        final StringBuilder out = new StringBuilder("packet ").append(number);
        if (!walk.isEmpty()) {
            out.append(": ")
                    .append(walk.getFirst().lengthBytes())
                    .append(" bytes in on ")
                    .append(vif(walk.getFirst().vif()))
                    .append(", lcore ")
                    .append(walk.getFirst().lcore());
        }
        out.append("\n  ").append(PacketLine.describe(head)).append('\n');
        Step before = Step.NOTHING;
        for (int i = 0; i < walk.size(); i++) {
            final Step step = walk.get(i);
            final boolean first = before.node() < 0 || step.born() && !before.born();
            final String met = String.join(", ", texts.met(first ? Step.NOTHING : before, step, first));
            out.append((step.born() ? "  * " : "    ") + Pad.right(node(step.node()), met.isEmpty() ? 0 : NODE_WIDTH))
                    .append(met)
                    .append('\n');
            end(out, step, i == walk.size() - 1);
            before = step;
        }
        return out.append('\n').toString();
    }

    /** How the packet ended, if it ended here: a walk whose last step did not drop it left through the port. */
    private void end(final StringBuilder out, final Step step, final boolean last) {
        if (step.dropped()) {
            final DropReason reason = step.reason();
            out.append("  dropped in ").append(node(step.node())).append(": ");
            if (reason == null) {
                out.append("for a reason that this program does not know\n");
            } else {
                out.append(reason.label())
                        .append(". ")
                        .append(reason.sentence())
                        .append('\n');
            }
        } else if (step.waits()) {
            out.append("  waits in ").append(node(step.node())).append('\n');
        } else if (step.left() || last && step.transmitVif() >= 0) {
            out.append("  sent on ")
                    .append(vif(step.transmitVif()))
                    .append(", ")
                    .append(step.lengthBytes())
                    .append(" bytes\n");
        }
    }

    /** The same as data. */
    Map<String, Object> tree(final int number, final List<Step> walk, final byte[] head) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("packet", number);
        tree.put("head", PacketLine.describe(head));
        final List<Object> steps = new ArrayList<>();
        for (final Step step : walk) {
            steps.add(tree(step));
        }
        tree.put("steps", steps);
        return tree;
    }

    private Map<String, Object> tree(final Step step) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", node(step.node()));
        tree.put("next", step.dropped() || step.left() || step.waits() ? null : node(step.edge()));
        tree.put("dropReason", step.reason() == null ? null : step.reason().name());
        tree.put("vif", known(step.vif()));
        tree.put("transmitVif", known(step.transmitVif()));
        tree.put("vrf", known(step.vrf()));
        tree.put("destination", step.destination() == 0 ? null : Ipv4.text(step.destination()));
        tree.put("prefixLength", known(step.prefixLength()));
        tree.put("nexthop", known(step.nexthop()));
        tree.put("nexthopMeaning", emptyToNull(names.nexthop(step.nexthop())));
        tree.put("label", known(step.label()));
        tree.put("lengthBytes", step.lengthBytes());
        tree.put("lcore", step.lcore());
        tree.put("madeHere", step.born());
        tree.put("decapsulated", step.decapsulated());
        return tree;
    }

    private static Integer known(final int number) {
        return number < 0 ? null : Integer.valueOf(number);
    }

    private static String emptyToNull(final String text) {
        return text.isEmpty() ? null : text;
    }

    private String node(final int node) {
        return node < nodes.size() ? nodes.get(node) : "node " + node;
    }

    private String vif(final int vif) {
        return texts.vif(vif);
    }
}
