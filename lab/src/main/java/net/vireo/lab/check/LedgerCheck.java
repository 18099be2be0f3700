// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.List;
import java.util.Map;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.topology.ComputeNode;

/**
 * The ledger of a node balances: every packet that came in is accounted for. Asked with the tool that people use.
 *
 * @param node the node
 */
public record LedgerCheck(ComputeNode node) implements Check {
    private static final long LIMIT_MS = 10_000;

    @Override
    public String title() {
        return "ledger of " + node.name();
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Done done = Commands.run(lab.launcher().with(List.of("ledger", "--node", node.name())), LIMIT_MS);
        final List<String> said = done.output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return new Outcome(
                done.ok(),
                said.isEmpty() ? "vireo ledger said nothing, exit code " + done.exitCode() : said.getLast(),
                "counters of the data plane itself",
                Map.of("exitCode", done.exitCode()));
    }
}
