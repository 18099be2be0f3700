// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.List;
import java.util.Map;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.topology.ComputeNode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ledger of a node balances: every packet that came in is accounted for. Asked with the tool that people use.
 *
 * @param node the node
 */
public record LedgerCheck(ComputeNode node) implements Check {
    private static final long LIMIT_MS = 10_000;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String title() {
        return "ledger of " + node.name();
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Done done = Commands.runQuietly(
                lab.launcher().with(List.of("ledger", "--node", node.name(), "-o", "json")), LIMIT_MS);
        return outcome(done);
    }

    static Outcome outcome(final Done done) {
        final JsonNode root;
        try {
            root = JSON.readTree(done.output());
        } catch (final JacksonException e) {
            return new Outcome(false, "vireo ledger gave no answer, exit code " + done.exitCode(), "", Map.of());
        }
        final JsonNode sum = root.path("sum");
        final long in = sum.path("in").asLong(0);
        final long out = sum.path("out").asLong(0);
        final long drops = sum.path("drops").asLong(0);
        final long unaccounted = root.path("unaccounted").asLong(-1);
        final boolean balanced = root.path("balanced").asBoolean(false) && unaccounted == 0 && in > 0;
        return new Outcome(
                done.ok() && balanced,
                in + " in, " + out + " out, " + drops + " dropped",
                unaccounted + " unaccounted for" + (balanced ? ", each drop has a name" : ": NOT BALANCED"),
                Map.of("in", in, "out", out, "drops", drops, "unaccounted", unaccounted));
    }
}
