// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.Snapshot;
import picocli.CommandLine.Command;

/** {@code vireo ledger}: asks for a snapshot of all counters and proves that no packet is missing. */
@Command(
        name = "ledger",
        description = "Where every packet went: in + births = out + held + consumed + drops, for each lcore.",
        footer = {
            "",
            "Exit code 1 when it does not balance.",
            "",
            "Examples:",
            "  vireo ledger",
            "  vireo ledger -o json | jq .balanced"
        })
public final class LedgerCommand extends Tool {
    private static final int NOT_BALANCED = 1;

    /** Made by picocli. */
    public LedgerCommand() {}

    @Override
    public Integer call() {
        final int sequence;
        try (VrouterClient client = connect()) {
            sequence = client.request(new VireoLedger().op(SandeshOp.GET))
                    .first(VireoLedger.class)
                    .value(VireoLedger.SEQUENCE);
        }
        final CounterFile counters = counters();
        final Balance balance = Balance.of(checked(counters.snapshot(), sequence), lcoreNumbers(counters));
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("sequence", sequence);
            BalanceText.tree(document, balance);
            output().printJson(document);
        } else {
            output().print(BalanceText.table(balance));
        }
        return balance.balanced() ? OK : NOT_BALANCED;
    }

    private CounterFile counters() {
        try {
            return CounterFile.open(node().counters());
        } catch (final IOException e) {
            throw new CommandFailed(
                    "cannot read the counters: " + e.getMessage(),
                    "they are in the data plane's run directory; with --sock-dir that has to be its run directory",
                    e);
        }
    }

    /** The snapshot may be a newer one than we asked for, when another ledger ran at the same time; never an older. */
    private static Snapshot checked(final Snapshot snapshot, final int sequence) {
        for (int lcore = 0; lcore < snapshot.lcoreCount(); lcore++) {
            if (snapshot.sequence(lcore) < sequence) {
                throw new CommandFailed(
                        "the counter file holds snapshot " + snapshot.sequence(lcore) + ", expected " + sequence,
                        "it belongs to another data plane: see 'vireo ps'");
            }
        }
        return snapshot;
    }

    private static List<Integer> lcoreNumbers(final CounterFile counters) {
        final List<Integer> numbers = new ArrayList<>();
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            numbers.add(counters.lcoreNumber(lcore));
        }
        return numbers;
    }
}
