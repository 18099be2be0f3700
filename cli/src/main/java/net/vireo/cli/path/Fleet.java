// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.text.NearMiss;
import net.vireo.cli.tool.VifName;

/** All nodes that run here. One thread. */
final class Fleet implements AutoCloseable {
    private final List<RouterNode> nodes = new ArrayList<>();

    /** @throws CommandFailed when none runs */
    Fleet(final RunDirectory run) {
        for (final NodeDirectory node : run.running()) {
            nodes.add(new RouterNode(node));
        }
        if (nodes.isEmpty()) {
            throw new CommandFailed(
                    "no node is running (looked in " + run.root() + ")",
                    "start one with 'vireo lab --keep', or set VIREO_RUN_DIR to where they run");
        }
    }

    List<RouterNode> nodes() {
        return nodes;
    }

    /** A guest's vif and its node. */
    record Guest(RouterNode node, int vif) {}

    /**
     * Finds a guest.
     *
     * @param on the name of its node, empty or null for any
     * @throws CommandFailed when there is none of this name, or several
     */
    Guest guest(final String on, final String name) {
        final boolean any = on == null || on.isEmpty();
        final List<RouterNode> searched =
                nodes.stream().filter(node -> any || node.name().equals(on)).toList();
        if (searched.isEmpty()) {
            throw new CommandFailed(
                    "no node '" + on + "' is running",
                    "nodes that run: "
                            + String.join(
                                    ", ", nodes.stream().map(RouterNode::name).toList()));
        }
        final List<Guest> found = new ArrayList<>();
        for (final RouterNode node : searched) {
            final int vif = VifName.indexOrNone(name, node.names());
            if (vif >= 0 && node.vifs().containsKey(vif)) {
                found.add(new Guest(node, vif));
            }
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw found.isEmpty() ? unknown(name, searched) : ambiguous(name, found);
    }

    private static CommandFailed unknown(final String name, final List<RouterNode> searched) {
        final List<String> known =
                searched.stream().flatMap(node -> node.guests().stream()).toList();
        final Optional<String> near = NearMiss.of(name, known);
        return new CommandFailed(
                "there is no guest '" + name + "' on "
                        + String.join(
                                ", ", searched.stream().map(RouterNode::name).toList()),
                near.map(guess -> "did you mean '" + guess + "'?")
                        .orElse(known.isEmpty() ? "no guest is attached" : "guests: " + String.join(", ", known)));
    }

    private static CommandFailed ambiguous(final String name, final List<Guest> found) {
        return new CommandFailed(
                "'" + name + "' is a vif of several nodes: "
                        + String.join(
                                ", ",
                                found.stream().map(guest -> guest.node().name()).toList()),
                "choose one with --node " + found.getFirst().node().name());
    }

    /** The node that tunnels reach at an address. */
    Optional<RouterNode> at(final int address) {
        return nodes.stream()
                .filter(node -> address != 0 && node.address() == address)
                .findFirst();
    }

    @Override
    public void close() {
        nodes.forEach(RouterNode::close);
    }
}
