// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.topology.ComputeNode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Which lcore polls what on each node, and where packets went: as the tool that people use shows it. */
public final class NodeTraffic {
    private static final long LIMIT_MS = 15_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningLab lab;

    public NodeTraffic(final RunningLab lab) {
        this.lab = lab;
    }

    /** One picture for each node, an empty line before each; a node that gives no answer has a line that says so. */
    public String text() throws InterruptedException {
        final StringBuilder text = new StringBuilder();
        for (final ComputeNode node : lab.topology().nodes()) {
            final Done done = ask(node, "text");
            text.append('\n').append(done.ok() ? done.output() : silence(node, done) + "\n");
        }
        return text.toString();
    }

    /** The same as data, for each node; one that gives no answer has an {@code error}. */
    public List<Object> trees() throws InterruptedException {
        final List<Object> trees = new ArrayList<>();
        for (final ComputeNode node : lab.topology().nodes()) {
            trees.add(tree(node, ask(node, "json")));
        }
        return trees;
    }

    static Object tree(final ComputeNode node, final Done done) {
        if (done.ok()) {
            try {
                return JSON.readTree(done.output());
            } catch (final JacksonException e) {
                return error(node, "vireo traffic did not print JSON: " + e.getOriginalMessage());
            }
        }
        return error(node, silence(node, done));
    }

    private static Map<String, Object> error(final ComputeNode node, final String message) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("node", node.name());
        tree.put("error", message);
        return tree;
    }

    private Done ask(final ComputeNode node, final String format) throws InterruptedException {
        // Who is stopped would only be waited for.
        if (lab.planes().get(node.name()).frozen()) {
            return new Done(1, "its data plane is stopped");
        }
        return Commands.run(lab.launcher().with(List.of("traffic", "--node", node.name(), "-o", format)), LIMIT_MS);
    }

    private static String silence(final ComputeNode node, final Done done) {
        return node.name() + ": no counters, "
                + (done.output().isBlank()
                        ? "no answer in " + LIMIT_MS / 1000 + " s"
                        : done.output().strip());
    }
}
