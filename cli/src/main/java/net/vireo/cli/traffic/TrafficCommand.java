// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.traffic;

import java.io.IOException;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.CounterFile;
import picocli.CommandLine.Command;

/** {@code vireo traffic}: the queue map, what each lcore did, drops and ledger, on one screen. */
@Command(
        name = "traffic",
        description = "Which lcore polls which queue and why, and where packets went, on one screen.",
        footer = {
            "",
            "Counts are those since the data plane started; a queue's, since its device was opened. Why a",
            "queue is where it is: own, the fabric has one for each lcore; fewest, that lcore polled the",
            "fewest; next, on the lcore after the queue before.",
            "",
            "'vireo lab' ends with this for each of its nodes. More of each part: 'vireo dpdkinfo -c',",
            "'vireo vif --list', 'vireo dropstats', 'vireo ledger'.",
            "",
            "Examples:",
            "  vireo traffic --node compute1",
            "  vireo traffic -o json | jq '.lcores[] | {lcore, polled, toOthers}'"
        })
public final class TrafficCommand extends Tool {
    /** Made by picocli. */
    public TrafficCommand() {}

    @Override
    public Integer call() {
        final NodeTraffic traffic;
        try (VrouterClient client = connect()) {
            traffic = NodeTraffic.take(client, counters());
        }
        if (output().json()) {
            final Map<String, Object> document = document();
            TrafficTree.fill(document, traffic, names());
            output().printJson(document);
        } else {
            output().print(new TrafficText(traffic, names()).text());
        }
        return OK;
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
}
