// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.sandesh.VireoNode;
import net.vireo.web.model.Knob;

/** The options that a data plane was started with, as it tells them itself. */
final class Knobs {
    private static final Map<String, List<String>> CHOICES = Map.of(
            "load-balance", List.of("auto", "all", "contrail", "none", "pipeline"),
            "queue-policy", List.of("all", "contrail"),
            "poll", List.of("adaptive", "busy"));

    /** The one that can be changed while packets pass. */
    private static final String LIVE = "load-balance";

    private Knobs() {}

    static List<Knob> of(final String node, final VireoNode settings) {
        final List<Knob> knobs = new ArrayList<>();
        settings.value(VireoNode.KNOBS).lines().forEach(line -> {
            final int space = line.indexOf(' ');
            final String name = space < 0 ? line : line.substring(0, space);
            final String value = space < 0 ? "" : line.substring(space + 1);
            knobs.add(new Knob(
                    name,
                    value,
                    CHOICES.getOrDefault(name, List.of()),
                    name.equals(LIVE),
                    (name.equals(LIVE) ? "vireo vrouter --node " : "vireo run vrouter --node ") + node + " --" + name
                            + " " + value));
        });
        return knobs;
    }
}
