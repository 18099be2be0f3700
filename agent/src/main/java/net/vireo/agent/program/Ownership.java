// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;

/**
 * The agent owns its node: whatever the data plane holds and nobody wants is swept, also what the journal of names does
 * not know. Left alone are the discard, class 0, and what tools put there to watch.
 */
final class Ownership {
    private static final int DISCARD = 0;
    private static final int CLASS_0 = 0;

    private Ownership() {}

    /** The names, with one for everything that is there. */
    static NodeNames of(final NodeState actual, final NodeNames names) {
        final NodeNames all = new NodeNames(names.node()).with(names);
        actual.vifs()
                .forEach((index, vif) ->
                        all.vifs().putIfAbsent(index, new NodeNames.VifName(vif.device(), vif.device(), "")));
        actual.nexthops().keySet().stream()
                .filter(id -> id != DISCARD)
                .forEach(id -> all.nexthops().putIfAbsent(id, new NodeNames.NexthopName("", "")));
        actual.labels().keySet().forEach(label -> all.labels().putIfAbsent(label, ""));
        actual.vnis().keySet().forEach(vni -> all.vnis().putIfAbsent(vni, ""));
        actual.mirrors().keySet().forEach(mirror -> all.mirrors().putIfAbsent(mirror, ""));
        actual.qosMaps().keySet().forEach(map -> all.qosMaps().putIfAbsent(map, ""));
        actual.classes().keySet().stream()
                .filter(id -> id != CLASS_0)
                .forEach(id -> all.classes().putIfAbsent(id, ""));
        all.routes().addAll(actual.routes().keySet());
        all.macs().addAll(actual.macs().keySet());
        return all;
    }
}
