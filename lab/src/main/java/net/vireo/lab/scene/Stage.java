// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.lab.driver.DriverGuest;
import net.vireo.lab.driver.FlowFrames;
import net.vireo.lab.host.Attachment;
import net.vireo.lab.host.DataPlane;
import net.vireo.lab.host.FabricWiring;
import net.vireo.lab.host.GuestWiring;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.Provision;
import net.vireo.lab.host.Spaces;
import net.vireo.lab.host.Trees;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VhostPort;

/**
 * A scene while it is played: its namespaces, data planes and guests. Of {@link #close} nothing remains. For one thread but
 * for {@link #counts}.
 */
public final class Stage implements AutoCloseable {
    private static final long READY_LIMIT_MS = 60_000;

    private final Scene scene;
    private final LabFiles files;
    private final Launcher launcher;
    private final Attachment.Kind kind;
    private final Spaces spaces;
    private final List<String> made = new ArrayList<>();
    private final Map<String, DataPlane> planes = new LinkedHashMap<>();
    private final Map<String, DriverGuest> guests = new LinkedHashMap<>();

    /** @param kind how hosts are joined to their data planes here */
    public Stage(final Scene scene, final LabFiles files, final Launcher launcher, final Attachment.Kind kind) {
        this.scene = scene;
        this.files = files;
        this.launcher = launcher;
        this.kind = kind;
        spaces = new Spaces(files);
    }

    /**
     * Starts everything; traffic flows when it returns. Who gets an exception closes the stage all the same.
     *
     * @throws net.vireo.lab.host.LabException when a data plane does not start, or refuses what it is told
     */
    public void build() throws InterruptedException {
        final Topology topology = scene.topology();
        for (final ComputeNode node : topology.nodes()) {
            create(node.hostSpace());
            create(node.dataPlaneSpace());
        }
        new FabricWiring(spaces, topology).buildPair();
        final GuestWiring hosts = new GuestWiring(spaces, topology.withoutGuests(), kind);
        hosts.prepare();
        for (final Scene.Plane plane : scene.planes()) {
            start(plane);
        }
        for (final DataPlane plane : planes.values()) {
            plane.awaitReady(READY_LIMIT_MS);
        }
        for (final String name : planes.keySet()) {
            final ComputeNode node = topology.node(name);
            Provision.apply(topology, node, ports(), files, launcher);
            hosts.finish(node);
            introduce(node);
        }
        for (final Scene.Actor actor : scene.actors()) {
            guests.put(actor.guest(), guest(actor));
        }
    }

    private void create(final String space) {
        spaces.create(space);
        made.add(space);
    }

    private void start(final Scene.Plane plane) {
        try {
            Trees.make(files.node(plane.node()));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        planes.put(
                plane.node(), DataPlane.start(scene.topology().node(plane.node()), plane.options(), files, launcher));
    }

    /** The sockets are in the node's directory, under the names that the original gives them. */
    private Map<String, VhostPort> ports() {
        final Map<String, VhostPort> ports = new LinkedHashMap<>();
        for (final Scene.Actor actor : scene.actors()) {
            ports.put(
                    actor.guest(),
                    new VhostPort(actor.guest(), false, actor.driver().queuePairs()));
        }
        return ports;
    }

    /** A node without a data plane answers no ARP. */
    private void introduce(final ComputeNode node) {
        for (final ComputeNode other : scene.topology().nodes()) {
            if (!other.equals(node)) {
                spaces.inside(node.hostSpace(), netlink -> {
                    netlink.putNeighbour(netlink.link(ComputeNode.HOST_LINK).index(), other.address(), other.mac());
                    return null;
                });
            }
        }
    }

    private DriverGuest guest(final Scene.Actor actor) throws InterruptedException {
        final Topology topology = scene.topology();
        final String node = topology.guest(actor.guest()).node();
        return DriverGuest.start(
                files.node(node).resolve("uvh_vif_" + actor.guest()),
                actor.driver(),
                FlowFrames.of(
                        topology.guest(actor.guest()),
                        topology.guest(actor.to()),
                        actor.driver().load().flows()));
    }

    /** What the guests have seen, by their names. Any thread, once it is built. */
    public Map<String, DriverGuest.Counts> counts() {
        final Map<String, DriverGuest.Counts> counts = new LinkedHashMap<>();
        guests.forEach((name, guest) -> counts.put(name, guest.counts()));
        return counts;
    }

    /** Ends and removes everything; also of what was built in part. */
    @Override
    public void close() {
        guests.values().forEach(DriverGuest::close);
        planes.values().forEach(DataPlane::stop);
        made.forEach(spaces::delete);
        try {
            for (final ComputeNode node : scene.topology().nodes()) {
                Trees.remove(files.node(node.name()));
                Files.deleteIfExists(files.yaml(node.name()));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
