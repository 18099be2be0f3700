// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import net.vireo.cli.doctor.check.Facts;
import net.vireo.cli.doctor.check.LcoreFacts;
import net.vireo.cli.doctor.check.MachineFacts;
import net.vireo.cli.doctor.check.NodeSettings;
import net.vireo.cli.doctor.check.TrafficFacts;
import net.vireo.cli.doctor.check.VifFacts;
import net.vireo.sandesh.VireoNode;
import net.vireo.vrouter.lcore.PollMode;

/** What happened between two looks at a node. A counter that went back, since somebody cleared it, counts as still. */
record TwoLooks(Sample before, Sample after) {
    /** @param names what vifs are called, empty for those without a name */
    Facts facts(final IntFunction<String> names, final MachineFacts machine) {
        final List<VifFacts> vifs = new ArrayList<>();
        final VifDifference difference = new VifDifference(before, after, names);
        after.vifs().keySet().forEach(index -> vifs.add(difference.facts(index)));
        return new Facts(seconds(), settings(), lcores(), vifs, traffic(), machine);
    }

    private double seconds() {
        return Math.max(1, after.timeNs() - before.timeNs()) / 1e9;
    }

    private NodeSettings settings() {
        final VireoNode node = after.node();
        return new NodeSettings(
                node.value(VireoNode.POLL).equals(PollMode.BUSY.text()),
                node.value(VireoNode.LOAD_BALANCE),
                node.value(VireoNode.HUGEPAGES_WANTED) != 0,
                node.value(VireoNode.HUGEPAGES_USED) != 0,
                node.value(VireoNode.POOL_BYTES));
    }

    private List<LcoreFacts> lcores() {
        final List<LcoreFacts> lcores = new ArrayList<>();
        final int[] cpus = after.node().value(VireoNode.LCORE_CPUS);
        for (int i = 0; i < after.lcores().size(); i++) {
            final int number = after.lcores().get(i);
            final Sample.Loop then = before.loops().get(number);
            final Sample.Loop now = after.loops().get(number);
            lcores.add(new LcoreFacts(
                    number,
                    i < cpus.length ? cpus[i] : LcoreFacts.ANY_CPU,
                    now.duty().since(then.duty()).busyShare(),
                    share(
                            i,
                            before.node().value(VireoNode.LCORE_RUN_NS),
                            after.node().value(VireoNode.LCORE_RUN_NS)),
                    share(
                            i,
                            before.node().value(VireoNode.LCORE_WAIT_NS),
                            after.node().value(VireoNode.LCORE_WAIT_NS))));
        }
        return lcores;
    }

    private double share(final int lcore, final long[] then, final long[] now) {
        return lcore < then.length && lcore < now.length ? grown(then[lcore], now[lcore]) / 1e9 / seconds() : 0;
    }

    private TrafficFacts traffic() {
        long received = 0;
        for (final int lcore : after.lcores()) {
            received += grown(
                    before.loops().get(lcore).received(),
                    after.loops().get(lcore).received());
        }
        return new TrafficFacts(
                received,
                grown(before.drops(), after.drops()),
                grown(before.steps(), after.steps()),
                grown(before.ringFull(), after.ringFull()),
                grown(before.fragmented(), after.fragmented()),
                after.unbalanced());
    }

    private static <K> Map<K, Long> grown(final Map<K, Long> then, final Map<K, Long> now) {
        final Map<K, Long> grown = new LinkedHashMap<>();
        now.forEach((key, count) -> {
            final long more = grown(then.getOrDefault(key, 0L), count);
            if (more > 0) {
                grown.put(key, more);
            }
        });
        return grown;
    }

    /** How much a counter has grown. */
    static long grown(final long then, final long now) {
        return Math.max(0, now - then);
    }
}
