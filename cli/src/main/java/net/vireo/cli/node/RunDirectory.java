// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;

/**
 * The directory under which every node keeps its files: {@code $VIREO_RUN_DIR}, else {@code /run/vireo} for root, else
 * {@code $XDG_RUNTIME_DIR/vireo}, else {@code /tmp/vireo-UID}.
 *
 * @param root the directory; it need not exist
 */
public record RunDirectory(Path root) {
    /** The run directory of this user and environment. */
    public static RunDirectory ofEnvironment() {
        return of(System.getenv(), userId());
    }

    static RunDirectory of(final Map<String, String> environment, final int userId) {
        final String explicit = environment.getOrDefault("VIREO_RUN_DIR", "");
        if (!explicit.isEmpty()) {
            return new RunDirectory(Path.of(explicit).toAbsolutePath());
        }
        if (userId == 0) {
            return new RunDirectory(Path.of("/run/vireo"));
        }
        final String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return new RunDirectory(runtime.isEmpty() ? Path.of("/tmp/vireo-" + userId) : Path.of(runtime, "vireo"));
    }

    /** The effective user id as the owner of this process's own directory in /proc tells it. */
    private static int userId() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (final IOException | UnsupportedOperationException e) {
            throw new CommandFailed("cannot tell who you are: " + e, "set VIREO_RUN_DIR, or mount /proc", e);
        }
    }

    /** The directory of one node; it need not exist. */
    public NodeDirectory node(final String name) {
        return new NodeDirectory(name, nodes().resolve(name));
    }

    private Path nodes() {
        return root.resolve("nodes");
    }

    /** Every node that has a directory here, running or not, by name. */
    public List<NodeDirectory> all() {
        final List<NodeDirectory> found = new ArrayList<>();
        if (Files.isDirectory(nodes())) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(nodes(), Files::isDirectory)) {
                entries.forEach(
                        path -> found.add(new NodeDirectory(path.getFileName().toString(), path)));
            } catch (final IOException e) {
                throw new CommandFailed(
                        "cannot list " + nodes() + ": " + e, "run as the user who started the nodes", e);
            }
        }
        found.sort((a, b) -> a.name().compareTo(b.name()));
        return found;
    }

    /** The nodes that answer on their control socket. */
    public List<NodeDirectory> running() {
        return all().stream().filter(NodeDirectory::answers).toList();
    }

    /**
     * The one node that runs here.
     *
     * @throws CommandFailed when there is none, or more than one: then the message lists them
     */
    public NodeDirectory only() {
        final List<NodeDirectory> running = running();
        if (running.size() == 1) {
            return running.getFirst();
        }
        if (running.isEmpty()) {
            throw new CommandFailed(
                    "no node is running (looked in " + nodes() + ")",
                    "start one with 'vireo lab --keep' or 'vireo run vrouter --node NAME', or name a socket with"
                            + " --sock-dir DIR");
        }
        final String names =
                String.join(", ", running.stream().map(NodeDirectory::name).toList());
        throw new CommandFailed(
                running.size() + " nodes are running: " + names,
                "choose one with --node " + running.getFirst().name() + " (or VIREO_NODE)");
    }

    /**
     * A node by name.
     *
     * @throws CommandFailed when it has no directory here
     */
    public NodeDirectory named(final String name) {
        final NodeDirectory node = node(name);
        if (!Files.isDirectory(node.path())) {
            final List<String> names = all().stream().map(NodeDirectory::name).toList();
            throw new CommandFailed(
                    "there is no node '" + name + "' in " + nodes(),
                    names.isEmpty() ? "no node is running here" : "nodes here: " + String.join(", ", names));
        }
        return node;
    }
}
