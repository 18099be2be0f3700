// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.util.List;
import net.vireo.cli.walk.Step;
import net.vireo.vrouter.counter.DropReason;

/**
 * How a packet's way ended.
 *
 * @param node where
 * @param vif by which it left, in words; empty when it did not
 * @param reason why it was dropped, or null
 */
record Outcome(Kind kind, String node, String vif, DropReason reason) {
    /** The ways in which it can end. */
    enum Kind {
        DELIVERED("delivered"),
        TO_HOST("to-host"),
        DROPPED("dropped"),
        WAITS("waits"),
        ANSWERED("answered"),
        HANDED_TO_AGENT("handed-to-agent"),
        LEFT("left"),
        LOST("lost");

        private final String text;

        Kind(final String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    boolean isDelivered() {
        return kind == Kind.DELIVERED;
    }

    /** The outcome of a walk, hop by hop. */
    static Outcome of(final List<Hop> hops) {
        if (hops.isEmpty()) {
            return new Outcome(Kind.LOST, "", "", null);
        }
        for (int i = hops.size() - 1; i >= 0; i--) {
            final Outcome dropped = dropped(hops.get(i));
            if (dropped != null) {
                return dropped;
            }
        }
        for (final Hop hop : hops) {
            for (final Hop.Sent sent : hop.sent()) {
                final boolean back = hop.equals(hops.getFirst()) && sent.vif() == hop.vif();
                if (hop.node().kind(sent.vif()).equals("guest") && !back) {
                    return left(Kind.DELIVERED, hop, sent);
                }
            }
        }
        return undelivered(hops);
    }

    /** The packet itself was dropped, not because copies of it went on. */
    private static Outcome dropped(final Hop hop) {
        for (final Step step : hop.walk()) {
            if (step.dropped() && step.packet() == 0 && step.reason() != DropReason.CLONED_ORIGINAL) {
                return new Outcome(Kind.DROPPED, hop.node().name(), "", step.reason());
            }
        }
        return null;
    }

    private static Outcome undelivered(final List<Hop> hops) {
        final Hop last = hops.getLast();
        for (final Hop hop : hops) {
            for (final Hop.Sent sent : hop.sent()) {
                if (hop.node().kind(sent.vif()).equals("host")) {
                    return left(Kind.TO_HOST, hop, sent);
                }
            }
        }
        if (!last.walk().isEmpty() && last.walk().getLast().waits()) {
            return new Outcome(Kind.WAITS, last.node().name(), "", null);
        }
        for (final Hop.Sent sent : last.sent()) {
            final Kind kind =
                    switch (last.node().kind(sent.vif())) {
                        case "agent" -> Kind.HANDED_TO_AGENT;
                        case "fabric" -> sent.nextHop() == Hop.NOWHERE ? Kind.LEFT : Kind.LOST;
                        default -> Kind.ANSWERED;
                    };
            return left(kind, last, sent);
        }
        return new Outcome(Kind.LOST, last.node().name(), "", null);
    }

    private static Outcome left(final Kind kind, final Hop hop, final Hop.Sent sent) {
        return new Outcome(kind, hop.node().name(), hop.node().vifName(sent.vif()), null);
    }

    /** One sentence without a full stop. */
    String text() {
        return switch (kind) {
            case DELIVERED -> "delivered to " + vif + " on " + node;
            case TO_HOST -> "delivered to the host " + node + " itself, by " + vif;
            case DROPPED -> "dropped on " + node + ": " + label();
            case WAITS -> "waits on " + node;
            case ANSWERED -> "answered by the router on " + node;
            case HANDED_TO_AGENT -> "handed to the agent on " + node;
            case LEFT -> "left " + node + " by " + vif + ", for a place that is no node here";
            case LOST -> node.isEmpty() ? "never seen" : "last seen on " + node;
        };
    }

    private String label() {
        return reason == null ? "for a reason that this program does not know" : reason.label();
    }

    /** What a drop's reason means; empty for other outcomes. */
    String sentence() {
        return reason == null ? "" : reason.sentence();
    }
}
