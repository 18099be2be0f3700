// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import net.vireo.cli.doctor.Diagnosis;
import net.vireo.cli.doctor.check.Check;
import net.vireo.cli.doctor.check.Checks;
import net.vireo.cli.doctor.check.Finding;
import net.vireo.web.model.Knob;
import net.vireo.web.sample.Frame;
import net.vireo.web.sample.NodeSampler;
import net.vireo.web.sample.Nodes;

/** Looks at nodes and mends what can be mended. Any thread; one cure at a time. */
public final class Doctor {
    /** How long the data plane has to show what a remedy does: as long as a diagnosis looks, and a little. */
    private static final long SETTLE_MS = 3200;

    private final ReentrantLock curing = new ReentrantLock();

    private final Nodes nodes;

    /** @param nodes all that the console sees: what ails one of them may have to be mended on another */
    public Doctor(final Nodes nodes) {
        this.nodes = nodes;
    }

    /** What is wrong with a node, the worst first. Waits until it was looked at for two seconds. */
    public List<Ailment> look(final NodeSampler node) throws InterruptedException {
        final Diagnosis diagnosis = node.diagnose();
        final Remedies remedies = new Remedies(
                node.node(),
                knobs(node),
                nodes.all().stream().map(NodeSampler::node).toList());
        final Map<String, Integer> seen = new HashMap<>();
        final List<Ailment> ailments = new ArrayList<>();
        for (final Finding finding : diagnosis.findings()) {
            final int number = seen.merge(finding.check(), 1, Integer::sum);
            ailments.add(new Ailment(
                    number == 1 ? finding.check() : finding.check() + "-" + number,
                    title(finding.check()),
                    finding,
                    remedies.of(finding)));
        }
        return ailments;
    }

    private static Map<String, String> knobs(final NodeSampler node) {
        return node.feed().latest().map(frame -> frame.snapshot().knobs()).orElse(List.of()).stream()
                .collect(Collectors.toMap(Knob::name, Knob::value, (first, again) -> first));
    }

    private static String title(final String check) {
        return Checks.ALL.stream()
                .filter(each -> each.name().equals(check))
                .map(Check::fault)
                .findFirst()
                .orElse(check);
    }

    /**
     * Applies a remedy and looks again.
     *
     * @throws net.vireo.cli.failure.CommandFailed when the data plane refuses it
     */
    public Cure cure(final NodeSampler node, final Ailment ailment) throws InterruptedException {
        curing.lockInterruptibly();
        try {
            final long before = processedPps(node);
            ailment.remedy().treatment().apply();
            Thread.sleep(SETTLE_MS);
            final Optional<Finding> left = look(node).stream()
                    .filter(each -> each.id().equals(ailment.id()))
                    .map(Ailment::finding)
                    .findFirst();
            return new Cure(
                    left.isEmpty()
                            || left.get().severity().compareTo(ailment.finding().severity()) > 0,
                    ailment.remedy().command(),
                    ailment.finding().measure().text(),
                    left.map(finding -> finding.measure().text()).orElse("it is gone"),
                    before,
                    processedPps(node));
        } finally {
            curing.unlock();
        }
    }

    private static long processedPps(final NodeSampler node) {
        return node.feed().latest().map(Frame::snapshot).stream()
                .flatMap(snapshot -> snapshot.lcores().stream())
                .mapToLong(lcore -> lcore.pps())
                .sum();
    }
}
