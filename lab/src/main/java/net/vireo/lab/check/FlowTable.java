// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.host.Commands;
import net.vireo.lab.topology.IpAddress;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The flow table of one node at one moment, as {@code vireo flow} prints it.
 *
 * @param flows what there was
 * @param created flows that packets have asked for since the start
 */
record FlowTable(List<Flow> flows, long created) {
    private static final long LIMIT_MS = 10_000;
    private static final JsonMapper JSON = new JsonMapper();

    FlowTable {
        flows = List.copyOf(flows);
    }

    /** One flow; {@code reverse} is the index of its other half, -1 when it has none; {@code dropReason} is empty when it passes. */
    record Flow(
            int index,
            int reverse,
            String source,
            String destination,
            int destinationPort,
            String action,
            String dropReason,
            long packets) {}

    /** Asks with the tool that people use. */
    static FlowTable of(final RunningLab lab, final String node) throws InterruptedException {
        final String output = Commands.runQuietly(
                        lab.launcher().with(List.of("flow", "--list", "--node", node, "-o", "json")), LIMIT_MS)
                .output();
        return parse(output);
    }

    static FlowTable parse(final String output) {
        final JsonNode root;
        try {
            root = JSON.readTree(output);
        } catch (final JacksonException e) {
            throw new IllegalStateException("vireo flow printed no JSON", e);
        }
        final List<Flow> flows = new ArrayList<>();
        for (final JsonNode flow : root.path("flows")) {
            flows.add(new Flow(
                    flow.path("index").asInt(-1),
                    flow.path("reverseIndex").asInt(-1),
                    flow.path("source").asString(""),
                    flow.path("destination").asString(""),
                    flow.path("destinationPort").asInt(0),
                    flow.path("action").asString(""),
                    flow.path("dropReason").asString(""),
                    flow.path("packets").asLong(0)));
        }
        return new FlowTable(flows, root.path("table").path("created").asLong(-1));
    }

    /** The flows that were not there before. */
    List<Flow> since(final FlowTable earlier) {
        final List<Integer> old = earlier.flows.stream().map(Flow::index).toList();
        return flows.stream().filter(flow -> !old.contains(flow.index)).toList();
    }

    /** Whether there is one flow each way between two addresses, each the other's reverse, both forwarding. */
    static boolean linked(final List<Flow> fresh, final IpAddress from, final IpAddress to, final long leastPackets) {
        final List<Flow> there = between(fresh, from, to);
        final List<Flow> back = between(fresh, to, from);
        if (there.size() != 1 || back.size() != 1) {
            return false;
        }
        final Flow forth = there.getFirst();
        final Flow reply = back.getFirst();
        return forth.reverse == reply.index
                && reply.reverse == forth.index
                && forth.packets >= leastPackets
                && reply.packets >= leastPackets
                && forth.action.equals(reply.action)
                && forth.action.equals("forward");
    }

    private static List<Flow> between(final List<Flow> flows, final IpAddress from, final IpAddress to) {
        return flows.stream()
                .filter(flow -> flow.source.equals(from.toString()) && flow.destination.equals(to.toString()))
                .toList();
    }
}
