// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.trace.TraceStep;
import net.vireo.vrouter.trace.WalkComparison;

/** Where prediction and probe part, in words. */
final class PartingText {
    private PartingText() {}

    /** The hop at which they part. */
    static Hop hop(final PathResult result, final PathResult.Parting parting) {
        return parting.predictedHop() >= 0
                ? result.predicted().get(parting.predictedHop())
                : result.actual().get(parting.actualHop());
    }

    /** The node of the graph at which they part, empty when one of them was not there at all. */
    static String graphNode(final PathResult result, final PathResult.Parting parting) {
        final WalkComparison.Parting at = parting.at();
        if (at == null) {
            return "";
        }
        final Hop hop = at.predictedStep() >= 0
                ? result.predicted().get(parting.predictedHop())
                : result.actual().get(parting.actualHop());
        final int step = at.predictedStep() >= 0 ? at.predictedStep() : at.actualStep();
        return hop.node().graphNode(hop.walk().get(step).node());
    }

    /** What was predicted there. */
    static String predicted(final PathResult result, final PathResult.Parting parting) {
        if (parting.at() == null) {
            return parting.predictedHop() >= 0 ? "arrives" : "does not arrive";
        }
        return value(hop(result, parting), parting.at(), true);
    }

    /** What happened there. */
    static String actual(final PathResult result, final PathResult.Parting parting) {
        if (parting.at() == null) {
            return parting.actualHop() >= 0 ? "arrived" : "did not arrive";
        }
        return value(result.actual().get(parting.actualHop()), parting.at(), false);
    }

    /** All of it in one line. */
    static String text(final PathResult result, final PathResult.Parting parting) {
        final String node = hop(result, parting).node().name();
        final String where = graphNode(result, parting);
        final String field = parting.at() == null ? "" : parting.at().field().label() + ": ";
        return (where.isEmpty() ? node : where + " on " + node) + ": " + field + predicted(result, parting)
                + " predicted, " + actual(result, parting);
    }

    private static String value(final Hop hop, final WalkComparison.Parting at, final boolean predicted) {
        final int value = predicted ? at.predicted() : at.actual();
        final int step = predicted ? at.predictedStep() : at.actualStep();
        if (step < 0) {
            return "ends before";
        }
        return switch (at.field()) {
            case NODE, END -> hop.node().graphNode(value);
            case EDGE -> edge(hop, step, value);
            case REASON -> reason(hop.walk().get(step).reason());
            case VIF, TRANSMIT_VIF -> value < 0 ? "none" : hop.node().vifName(value);
            default -> value < 0 ? "none" : Integer.toString(value);
        };
    }

    private static String edge(final Hop hop, final int step, final int edge) {
        return switch (edge) {
            case TraceStep.DROPPED -> "dropped (" + reason(hop.walk().get(step).reason()) + ")";
            case TraceStep.WAITS -> "waits";
            default ->
                edge == hop.walk().get(step).node()
                        ? "left by a port"
                        : "to " + hop.node().graphNode(edge);
        };
    }

    private static String reason(final DropReason reason) {
        return reason == null ? "unknown" : reason.label();
    }
}
