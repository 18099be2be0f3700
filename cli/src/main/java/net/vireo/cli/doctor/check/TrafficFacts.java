// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.vrouter.counter.DropReason;

/**
 * What happened on the whole node.
 *
 * @param received packets that lcores took in
 * @param drops by reason
 * @param steps packets that went through a node of the graph, by its name
 * @param ringFull packets that found the ring from one lcore to another full
 * @param fragmented packets that were cut because they did not fit their tunnel
 * @param unbalanced the identities of the ledger that do not hold, each with its difference; empty when the lcores did not
 *     come in time to be asked
 */
public record TrafficFacts(
        long received,
        Map<DropReason, Long> drops,
        Map<String, Long> steps,
        long ringFull,
        long fragmented,
        Optional<Map<String, Long>> unbalanced) {
    /** Nothing at all. */
    public static final TrafficFacts NONE = new TrafficFacts(0, Map.of(), Map.of(), 0, 0, Optional.of(Map.of()));

    public TrafficFacts {
        drops = Map.copyOf(drops);
        steps = Map.copyOf(steps);
        unbalanced = unbalanced.map(Map::copyOf);
    }

    /** Drops of these reasons. */
    long dropped(final List<DropReason> reasons) {
        return reasons.stream()
                .mapToLong(reason -> drops.getOrDefault(reason, 0L))
                .sum();
    }
}
