// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;

/** The samplers of all nodes of a run directory. Any thread. */
public final class Nodes implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 2000;

    private final RunDirectory run;
    private final Map<String, NodeSampler> samplers = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;

    /** Looks for nodes, now and whenever one comes. */
    public Nodes(final RunDirectory run) {
        this.run = run;
        look();
        thread = Thread.ofPlatform().daemon().name("node-watch").start(this::watch);
    }

    /** Where their directories are. */
    public RunDirectory run() {
        return run;
    }

    private void watch() {
        while (!stopped) {
            try {
                Thread.sleep(LOOK_EVERY_MS);
                look();
            } catch (final InterruptedException told) {
                return;
            } catch (final RuntimeException unreadable) {
                // It may vanish and come back; the nodes themselves say why they cannot be looked at.
                System.getLogger(Nodes.class.getName()).log(System.Logger.Level.DEBUG, "no nodes", unreadable);
            }
        }
    }

    private synchronized List<NodeDirectory> look() {
        final List<NodeDirectory> there = run.all();
        there.forEach(node -> samplers.computeIfAbsent(node.name(), name -> new NodeSampler(node)));
        samplers.values().removeIf(sampler -> {
            final boolean gone = !there.contains(sampler.node());
            if (gone) {
                sampler.close();
            }
            return gone;
        });
        return there;
    }

    /** Those that have a directory, by name. */
    public List<NodeSampler> all() {
        return look().stream()
                .map(node -> samplers.get(node.name()))
                .filter(Objects::nonNull) // it has vanished meanwhile
                .toList();
    }

    /** A node by its name. */
    public Optional<NodeSampler> named(final String name) {
        return all().stream()
                .filter(sampler -> sampler.node().name().equals(name))
                .findFirst();
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        samplers.values().forEach(NodeSampler::close);
    }
}
