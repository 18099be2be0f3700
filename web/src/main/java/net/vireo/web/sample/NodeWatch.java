// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.vireo.cli.doctor.Sample;
import net.vireo.cli.ledger.Balance;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.web.model.LedgerState;

/**
 * What is remembered of a node from one look to the next: the mapped counter file, the last answers of the control socket,
 * the last ledger. One thread.
 */
final class NodeWatch implements AutoCloseable {
    private static final long CONTROL_EVERY_NS = 1_000_000_000L;
    private static final long LEDGER_EVERY_NS = 5_000_000_000L;

    /** For how long the control socket may say nothing before the node counts as gone. */
    private static final long SILENCE_NS = 10_000_000_000L;

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    private final NodeDirectory node;
    private VrouterClient client;
    private CounterFile counters;
    private Object fileKey;
    private Composer composer;
    private Control controlBefore;
    private Control control;
    private long controlAtNs;
    private Counts before;
    private Optional<Map<String, Long>> unbalanced = Optional.of(Map.of());
    private LedgerState ledger = LedgerState.NONE;
    private long ledgerAtNs;
    private long sequence;

    NodeWatch(final NodeDirectory node) {
        this.node = node;
    }

    /**
     * Looks.
     *
     * @param withLedger whether lcores may be asked for one, now and then
     * @return empty at the first look, which has nothing to compare with
     * @throws IOException when the counter file cannot be read
     */
    Optional<Frame> look(final boolean withLedger) throws IOException {
        final long nowNs = System.nanoTime();
        if (control == null || nowNs - controlAtNs >= CONTROL_EVERY_NS) {
            open();
            ask(withLedger, nowNs);
        }
        final Counts after = Counts.read(counters, control.sample().vifs().keySet(), vrfs());
        if (before == null
                || before.process() != after.process()
                || before.lcores().size() != after.lcores().size()) {
            before = after;
            restart();
            return Optional.empty();
        }
        sequence++;
        final Frame frame = new Frame(composer.snapshot(sequence, before, after, controlBefore, control, ledger));
        before = after;
        return Optional.of(frame);
    }

    /** What the data plane said last. */
    Sample sample() {
        return control.sample();
    }

    private void restart() {
        composer = new Composer(node.name(), control);
        controlBefore = control;
        ledger = LedgerState.NONE;
    }

    /** A data plane that was started anew has a file of its own at the same place. */
    private void open() throws IOException {
        final Path path = node.counters();
        final Object key = Files.getAttribute(path, "unix:ino");
        if (counters == null || !key.equals(fileKey)) {
            counters = CounterFile.open(path);
            fileKey = key;
            before = null;
        }
        if (client == null) {
            client = VrouterClient.connect(node.socket(), ANSWER_LIMIT);
        }
    }

    private void ask(final boolean withLedger, final long nowNs) {
        try {
            final boolean due = withLedger && (ledgerAtNs == 0 || nowNs - ledgerAtNs >= LEDGER_EVERY_NS);
            if (due) {
                ledgerAtNs = nowNs;
                unbalanced = Sample.ledger(client, counters);
                ledger = unbalanced.isPresent() ? state() : LedgerState.NONE;
            }
            final Control answer = Control.ask(client, counters, node.names(), () -> unbalanced);
            controlBefore = control == null ? answer : control;
            control = answer;
            controlAtNs = nowNs;
            if (composer == null
                    || controlBefore.sample().process() != control.sample().process()) {
                restart();
            }
        } catch (final RuntimeException broken) {
            // A busy machine keeps it waiting: what it said last still stands, and counters need nobody's answer.
            disconnect();
            if (control == null || nowNs - controlAtNs > SILENCE_NS) {
                throw broken;
            }
        }
    }

    private LedgerState state() {
        final List<Integer> numbers = new ArrayList<>();
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            numbers.add(counters.lcoreNumber(lcore));
        }
        final Balance balance = Balance.of(counters.snapshot(), numbers);
        final Balance.Row sum = balance.sumOfNode();
        final Map<String, Long> terms = new LinkedHashMap<>();
        terms.put("in", sum.in());
        terms.put("births", sum.births());
        terms.put("out", sum.out());
        terms.put("held", sum.held());
        terms.put("consumed", sum.consumed());
        terms.put("drops", sum.drops());
        return new LedgerState(
                true,
                System.currentTimeMillis(),
                balance.balanced(),
                balance.unaccounted(),
                terms,
                balance.broken().stream()
                        .map(check -> check.name() + ": " + check.difference())
                        .toList());
    }

    private Set<Integer> vrfs() {
        final Set<Integer> vrfs = new TreeSet<>(control.names().vrfs().keySet());
        control.sample().vifs().values().forEach(vif -> vrfs.add(vif.value(VrInterface.VRF)));
        return vrfs;
    }

    private void disconnect() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    @Override
    public void close() {
        disconnect();
        control = null;
        before = null;
    }
}
