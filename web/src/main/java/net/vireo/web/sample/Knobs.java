// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.vireo.cli.show.LiveKnobs;
import net.vireo.sandesh.VireoNode;
import net.vireo.web.model.Knob;

/** The options that a data plane was started with, as it tells them itself. */
final class Knobs {
    private static final Map<String, List<String>> CHOICES = Map.of(
            "load-balance", List.of("auto", "all", "contrail", "none", "pipeline"),
            "queue-policy", List.of("all", "contrail"),
            "tx-wait-us", List.of("0", "100", "500", "2000"),
            "poll", List.of("adaptive", "busy"));

    /** Those that can be changed while packets pass. */
    private static final Set<String> LIVE =
            Set.of(LiveKnobs.LOAD_BALANCE, LiveKnobs.QUEUE_POLICY, LiveKnobs.TX_WAIT_US);

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
                    LIVE.contains(name),
                    (LIVE.contains(name) ? "vireo vrouter --node " : "vireo run vrouter --node ") + node + " --" + name
                            + " " + value));
        });
        return knobs;
    }
}
