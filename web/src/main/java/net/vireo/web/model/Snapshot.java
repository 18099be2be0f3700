// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

import java.util.List;

/**
 * A node at one moment. Counts are since its data plane started, as tools print them; rates are of the time since the look
 * before.
 *
 * @param address of its end of tunnels, or empty while it has none
 * @param sequence one more for each look
 * @param periodMs how long after the look before
 * @param restarts how often another process took over
 * @param handovers what lcores polled for others
 * @param knobs options of the data plane
 */
public record Snapshot(
        String node,
        String address,
        long atEpochMs,
        long sequence,
        long periodMs,
        long restarts,
        Settings settings,
        List<LcoreLoad> lcores,
        List<VifLoad> vifs,
        List<Handover> handovers,
        List<StepLoad> steps,
        List<TunnelLoad> tunnels,
        List<DropLoad> drops,
        LedgerState ledger,
        RssTable rss,
        List<Knob> knobs) {
    public Snapshot {
        lcores = List.copyOf(lcores);
        vifs = List.copyOf(vifs);
        handovers = List.copyOf(handovers);
        steps = List.copyOf(steps);
        tunnels = List.copyOf(tunnels);
        drops = List.copyOf(drops);
        knobs = List.copyOf(knobs);
    }
}
