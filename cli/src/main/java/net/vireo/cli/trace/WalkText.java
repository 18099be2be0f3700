// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv4Prefix;
import net.vireo.cli.text.PacketLine;
import net.vireo.cli.text.Pad;
import net.vireo.vrouter.counter.DropReason;

/**
 * One packet's walk for people: a line for each node with what the packet met there. What a node left as it was is not
 * repeated.
 */
final class WalkText {
    private static final int NODE_WIDTH = 22;

    private final NodeNames names;
    private final List<String> nodes;

    /** @param nodes the names of the graph's nodes by index */
    WalkText(final NodeNames names, final List<String> nodes) {
        this.names = names;
        this.nodes = nodes;
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
            final String met = String.join(", ", met(first ? Step.NOTHING : before, step, first));
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
        } else if (step.left() || last && step.transmitVif() >= 0) {
            out.append("  sent on ")
                    .append(vif(step.transmitVif()))
                    .append(", ")
                    .append(step.lengthBytes())
                    .append(" bytes\n");
        }
    }

    /** What a step added to what was known before it. */
    private List<String> met(final Step before, final Step step, final boolean first) {
        final List<String> met = new ArrayList<>();
        if (step.born() && !before.born()) {
            met.add("made here as an answer");
        }
        if (step.decapsulated() && !before.decapsulated()) {
            met.add("out of the tunnel");
        }
        if (step.vrf() != before.vrf() && step.vrf() >= 0) {
            met.add("vrf " + step.vrf() + blankBefore(names.vrf(step.vrf())));
        }
        if (step.prefixLength() >= 0
                && (step.prefixLength() != before.prefixLength() || step.destination() != before.destination())) {
            final Ipv4Prefix prefix = new Ipv4Prefix(step.destination(), step.prefixLength()).network();
            met.add(Ipv4.text(step.destination()) + " matches " + prefix);
        } else if (step.destination() != before.destination() && step.destination() != 0) {
            met.add("to " + Ipv4.text(step.destination()));
        }
        if (step.nexthop() != before.nexthop() && step.nexthop() >= 0) {
            met.add("nh " + step.nexthop() + blankBefore(names.nexthop(step.nexthop())));
        }
        if (step.label() != before.label() && step.label() >= 0) {
            met.add("label " + step.label() + blankBefore(names.label(step.label())));
        }
        if (step.transmitVif() != before.transmitVif() && step.transmitVif() >= 0) {
            met.add("leaves by " + vif(step.transmitVif()));
        }
        if (!first && step.lengthBytes() != before.lengthBytes()) {
            met.add(before.lengthBytes() + " -> " + step.lengthBytes() + " bytes");
        }
        if (!first && step.lcore() != before.lcore()) {
            met.add("now on lcore " + step.lcore());
        }
        return met;
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
        tree.put("next", step.dropped() || step.left() ? null : node(step.edge()));
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
        return "vif0/" + vif + blankBefore(names.vif(vif));
    }

    private static String blankBefore(final String text) {
        return text.isEmpty() ? "" : " " + text;
    }
}
