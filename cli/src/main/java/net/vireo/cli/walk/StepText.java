// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.walk;

import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv4Prefix;

/** What a packet met at a step, in words, with names behind ids. */
public final class StepText {
    private final NodeNames names;

    /** @param names of the node that the step is on */
    public StepText(final NodeNames names) {
        this.names = names;
    }

    /**
     * What a step added to what was known before it.
     *
     * @param before the step before, {@link Step#NOTHING} at the first
     * @param first whether a packet begins here
     */
    public List<String> met(final Step before, final Step step, final boolean first) {
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
            met.add(Ipv4.text(step.destination()) + " matches " + prefix(step));
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
        if (step.waits()) {
            met.add("waits");
        }
        return met;
    }

    /** The route that was found, {@code ""} when none was. */
    public static String prefix(final Step step) {
        return step.prefixLength() < 0
                ? ""
                : new Ipv4Prefix(step.destination(), step.prefixLength())
                        .network()
                        .toString();
    }

    /** A vif with its name. */
    public String vif(final int vif) {
        return "vif0/" + vif + blankBefore(names.vif(vif));
    }

    private static String blankBefore(final String text) {
        return text.isEmpty() ? "" : " " + text;
    }
}
