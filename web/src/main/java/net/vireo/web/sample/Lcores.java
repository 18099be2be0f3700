// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.cli.doctor.Sample;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.counter.DutyCycle;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.web.model.LcoreLoad;
import net.vireo.web.model.StepLoad;

/** What lcores do: from the counter file, but for who polls and how long they run, which the kernel tells the data plane. */
final class Lcores {
    private static final int FIRST_FORWARDING = 10;
    private static final int ANY_CPU = -1;

    private final Counts before;
    private final Counts after;
    private final Rate rate;
    private final Sample controlBefore;
    private final Sample controlAfter;
    private final Rate controlRate;

    Lcores(final Counts before, final Counts after, final Control controlBefore, final Control controlAfter) {
        this.before = before;
        this.after = after;
        rate = Rate.between(before.timeNs(), after.timeNs());
        this.controlBefore = controlBefore.sample();
        this.controlAfter = controlAfter.sample();
        controlRate = Rate.between(this.controlBefore.timeNs(), this.controlAfter.timeNs());
    }

    List<LcoreLoad> loads() {
        final List<LcoreLoad> loads = new ArrayList<>();
        for (int i = 0; i < after.lcores().size() && i < before.lcores().size(); i++) {
            loads.add(load(i));
        }
        return loads;
    }

    private LcoreLoad load(final int index) {
        final Counts.Lcore then = before.lcores().get(index);
        final Counts.Lcore now = after.lcores().get(index);
        final DutyCycle duty = DutyCycle.of(now::counter).since(DutyCycle.of(then::counter));
        final double running = 100 * runShare(index);
        final double busy = running * duty.busyShare();
        final int[] cpus = controlAfter.node().value(VireoNode.LCORE_CPUS);
        final long packets = now.counter(LcoreCounter.RECEIVED);
        return new LcoreLoad(
                now.number(),
                index < cpus.length ? cpus[index] : ANY_CPU,
                now.number() < FIRST_FORWARDING ? "io" : "forwarding",
                round(100 * duty.busyShare()),
                round(busy),
                round(running - busy),
                round(100 - running),
                packets,
                rate.of(then.counter(LcoreCounter.RECEIVED), packets),
                polledPps(now.number()),
                round(packetsPerBurst(then, now)),
                round(duty.nsPerPacket()));
    }

    private double runShare(final int index) {
        final long[] then = controlBefore.node().value(VireoNode.LCORE_RUN_NS);
        final long[] now = controlAfter.node().value(VireoNode.LCORE_RUN_NS);
        if (index >= then.length || index >= now.length || controlAfter.timeNs() == controlBefore.timeNs()) {
            return 0;
        }
        return Math.clamp(controlRate.of(then[index], now[index]) / 1e9, 0, 1);
    }

    private long polledPps(final int lcore) {
        final Map<Integer, VrInterface> then = controlBefore.vifsOf().getOrDefault(lcore, Map.of());
        long sum = 0;
        for (final VrInterface vif :
                controlAfter.vifsOf().getOrDefault(lcore, Map.of()).values()) {
            final VrInterface old = then.get(vif.value(VrInterface.IDX));
            sum += old == null
                    ? 0
                    : controlRate.of(old.value(VrInterface.PORT_IPACKETS), vif.value(VrInterface.PORT_IPACKETS));
        }
        return sum;
    }

    /** Bursts begin at the first node of the graph. */
    private static double packetsPerBurst(final Counts.Lcore then, final Counts.Lcore now) {
        if (now.steps().isEmpty() || then.steps().size() != now.steps().size()) {
            return 0;
        }
        final long calls =
                now.steps().getFirst().calls() - then.steps().getFirst().calls();
        final long packets =
                now.steps().getFirst().packets() - then.steps().getFirst().packets();
        return calls <= 0 ? 0 : (double) packets / calls;
    }

    private static double cost(final Counts.Step step) {
        return step.timedPackets() == 0 ? 0 : (double) step.timedNs() / step.timedPackets();
    }

    /** Steps that have seen a packet. */
    List<StepLoad> steps() {
        final List<StepLoad> steps = new ArrayList<>();
        for (int i = 0; i < after.lcores().size() && i < before.lcores().size(); i++) {
            final Counts.Lcore now = after.lcores().get(i);
            final Counts.Lcore then = before.lcores().get(i);
            for (int step = 0; step < Math.min(now.steps().size(), then.steps().size()); step++) {
                final Counts.Step each = now.steps().get(step);
                if (each.packets() > 0) {
                    steps.add(new StepLoad(
                            each.name(),
                            now.number(),
                            rate.counter(then.steps().get(step).packets(), each.packets()),
                            round(cost(each))));
                }
            }
        }
        return steps;
    }

    /** To a tenth. */
    private static double round(final double value) {
        return Math.round(Math.max(0, value) * 10) / 10.0;
    }
}
