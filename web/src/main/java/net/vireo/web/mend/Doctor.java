// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import net.vireo.cli.doctor.Diagnosis;
import net.vireo.cli.doctor.check.Check;
import net.vireo.cli.doctor.check.Checks;
import net.vireo.cli.doctor.check.Finding;
import net.vireo.cli.show.VrouterCommand;
import net.vireo.sandesh.VrouterClient;
import net.vireo.web.sample.Frame;
import net.vireo.web.sample.NodeSampler;

/** Looks at nodes and mends what can be mended. Any thread; one cure at a time. */
public final class Doctor {
    /** How long the data plane has to show what a remedy does: as long as a diagnosis looks, and a little. */
    private static final long SETTLE_MS = 3200;

    private final ReentrantLock curing = new ReentrantLock();

    /** No patient yet. */
    public Doctor() {}

    /** What is wrong with a node, the worst first. Waits until it was looked at for two seconds. */
    public List<Ailment> look(final NodeSampler node) throws InterruptedException {
        final Diagnosis diagnosis = node.diagnose();
        final String loadBalance = node.feed()
                .latest()
                .map(frame -> frame.snapshot().settings().loadBalance())
                .orElse("");
        final Map<String, Integer> seen = new HashMap<>();
        final List<Ailment> ailments = new ArrayList<>();
        for (final Finding finding : diagnosis.findings()) {
            final int number = seen.merge(finding.check(), 1, Integer::sum);
            ailments.add(new Ailment(
                    number == 1 ? finding.check() : finding.check() + "-" + number,
                    title(finding.check()),
                    finding,
                    Remedies.of(node.node().name(), loadBalance, finding)));
        }
        return ailments;
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
            try (VrouterClient client = VrouterClient.connect(node.node().socket())) {
                VrouterCommand.balance(client, ailment.remedy().loadBalance());
            }
            Thread.sleep(SETTLE_MS);
            final String after = look(node).stream()
                    .filter(each -> each.id().equals(ailment.id()))
                    .map(each -> each.finding().measure().text())
                    .findFirst()
                    .orElse("");
            return new Cure(
                    after.isEmpty(),
                    ailment.remedy().command(),
                    ailment.finding().measure().text(),
                    after.isEmpty() ? "it is gone" : after,
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
