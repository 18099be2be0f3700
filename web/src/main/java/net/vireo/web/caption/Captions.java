// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.vireo.web.model.Snapshot;

/**
 * Names the page of the deck that a node's state looks like: who polls, who processes, which rings are bright, which tunnel
 * it comes in. Pure. The first rule that holds is the page.
 */
public final class Captions {
    private static final List<Rule> BUSY = Stream.of(
                    NodeRules.FAULTS, NodeRules.OTHERS, InwardRules.ALL, OutwardRules.ALL)
            .flatMap(List::stream)
            .toList();
    private static final List<Rule> IDLE =
            Stream.of(NodeRules.FAULTS, NodeRules.IDLE).flatMap(List::stream).toList();

    private Captions() {}

    /** The caption of a state. */
    public static Caption of(final Snapshot snapshot) {
        final Picture picture = new Picture(snapshot);
        final boolean idle = picture.isIdle();
        return (idle ? IDLE : BUSY)
                .stream()
                        .map(rule -> rule.look(picture))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseGet(() -> new Caption(0, "", "not in the deck: " + Description.of(picture), List.of()));
    }

    /** Every page that a caption can name first. */
    public static List<Integer> pages() {
        return Stream.concat(BUSY.stream(), IDLE.stream())
                .map(Rule::page)
                .distinct()
                .sorted()
                .toList();
    }
}
