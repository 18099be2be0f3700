// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.nio.file.Path;
import java.util.Optional;
import net.vireo.port.DescriptorKeeper;
import net.vireo.port.OffloadMode;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VhostUserPort;
import net.vireo.port.vhost.VhostUserSpec;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/**
 * Opens vhost-user sockets for poll mode guests, and has the thread that serves them from the first one on. Control
 * thread.
 */
final class VhostOpener implements AutoCloseable {
    /** In front of a vif's name, as Contrail names these sockets (fact sheet vrouter-dataplane 3.9). */
    private static final String PREFIX = "uvh_vif_";

    /** What Contrail tells every guest, whatever the number of lcores: more than any of ours has had. */
    private static final int DEFAULT_QUEUE_PAIRS = 16;

    private final PacketPool pool;
    private final Path directory;
    private final Path nodeDirectory;
    private final OffloadMode offloads;
    private final DescriptorKeeper keeper;
    private VhostControl control;

    /**
     * @param directory where sockets are whose vifs are not named by a path
     * @param keeper has the guests' connections of the process before this one, and gets those of this one
     */
    VhostOpener(
            final PacketPool pool,
            final Path directory,
            final Path nodeDirectory,
            final OffloadMode offloads,
            final DescriptorKeeper keeper) {
        this.keeper = keeper;
        this.pool = pool;
        this.nodeDirectory = nodeDirectory;
        this.directory = directory;
        this.offloads = offloads;
    }

    VhostUserPort open(final Vif vif) {
        if (control == null) {
            control = VhostControl.start();
        }
        final VhostSocket wanted = vif.features().vhost();
        return VhostUserPort.open(
                control,
                pool,
                new VhostUserSpec(
                        path(vif.name()),
                        wanted.guestListens() ? SocketRole.CLIENT : SocketRole.SERVER,
                        wanted.queuePairs() == 0 ? DEFAULT_QUEUE_PAIRS : wanted.queuePairs(),
                        offloads,
                        Optional.of(nodeDirectory.resolve("vhost-" + vif.index() + ".rings"))),
                keeper);
    }

    /** After all ports were closed. */
    @Override
    public void close() {
        if (control != null) {
            control.close();
        }
    }

    private Path path(final String name) {
        return name.startsWith("/") ? Path.of(name) : directory.resolve(PREFIX + name);
    }
}
