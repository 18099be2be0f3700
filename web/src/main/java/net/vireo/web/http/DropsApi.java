// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.vireo.cli.doctor.check.Checks;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.show.DropLogText;
import net.vireo.vrouter.counter.DropLogFile;
import net.vireo.vrouter.counter.LoggedDrop;
import net.vireo.web.sample.Nodes;

/** The last dropped packets of a node, out of its mapped drop log. */
public final class DropsApi implements HttpService {
    private static final int USUAL = 20;
    private static final int MOST = 200;

    private final Nodes nodes;

    /** Of these nodes. */
    public DropsApi(final Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void routing(final HttpRules rules) {
        rules.get("/{name}/drops", this::list);
    }

    /** The newest first. */
    private void list(final ServerRequest request, final ServerResponse response) {
        final Parameters parameters = new Parameters(request, "last");
        final int last = parameters.number("last", 1, MOST, USUAL);
        final NodeDirectory node = NodeApi.sampler(nodes, parameters).node();
        final NodeNames names = node.names();
        final List<Object> drops = new ArrayList<>();
        for (final LoggedDrop drop : read(node).stream().limit(last).toList()) {
            final Map<String, Object> tree = DropLogText.tree(drop, names);
            tree.put("sentence", drop.reason() == null ? null : drop.reason().sentence());
            tree.put("label", drop.reason() == null ? null : drop.reason().label());
            tree.put("loss", drop.reason() == null || Checks.isLoss(drop.reason()));
            drops.add(tree);
        }
        Answers.json(response, Map.of("drops", drops));
    }

    private static List<LoggedDrop> read(final NodeDirectory node) {
        final List<LoggedDrop> drops = new ArrayList<>();
        try {
            final DropLogFile file = DropLogFile.open(node.dropLog());
            for (int lcore = 0; lcore < file.lcoreCount(); lcore++) {
                drops.addAll(file.drops(lcore));
            }
        } catch (final IOException unreadable) {
            throw new ApiError(
                    ApiError.UNAVAILABLE,
                    "the log of dropped packets cannot be read: " + unreadable.getMessage(),
                    "run the console as the user who started the node");
        }
        drops.sort(Comparator.comparingLong(LoggedDrop::epochNs).reversed());
        return drops;
    }
}
