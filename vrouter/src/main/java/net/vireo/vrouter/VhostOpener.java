// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.nio.file.Path;
import java.util.Optional;
import net.vireo.port.DescriptorKeeper;
import net.vireo.port.OffloadMode;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.TxWait;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VhostUserPort;
import net.vireo.port.vhost.VhostUserSpec;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/**
 * Opens vhost-user sockets for poll mode guests and for the fabric, and has the thread that serves them from the first one on. Control
 * thread.
 */
final class VhostOpener implements AutoCloseable {
    /** In front of a vif's name, as Contrail names these sockets (fact sheet vrouter-dataplane 3.9). */
    private static final String PREFIX = "uvh_vif_";

    /** What Contrail tells every guest, whatever the number of lcores: more than any of ours has had. */
    private static final int DEFAULT_QUEUE_PAIRS = 16;

    /** As many as guests' drivers usually have. */
    private static final int USER_RING_ENTRIES = 256;

    private final PacketPool pool;
    private final Path directory;
    private final Path nodeDirectory;
    private final OffloadMode offloads;
    private final DescriptorKeeper keeper;
    private final TxWait txWait;
    private VhostControl control;

    /**
     * @param directory where sockets are whose vifs are not named by a path
     * @param keeper has the guests' connections of the process before this one, and gets those of this one
     * @param txWait how long lcores wait for room in guests' rings
     */
    VhostOpener(
            final PacketPool pool,
            final Path directory,
            final Path nodeDirectory,
            final OffloadMode offloads,
            final DescriptorKeeper keeper,
            final TxWait txWait) {
        this.txWait = txWait;
        this.keeper = keeper;
        this.pool = pool;
        this.nodeDirectory = nodeDirectory;
        this.directory = directory;
        this.offloads = offloads;
    }

    /** A guest's. */
    VhostUserPort open(final Vif vif) {
        return open(vif, DEFAULT_QUEUE_PAIRS, offloads);
    }

    /**
     * The fabric's: whole frames with complete checksums, whatever guests may leave open.
     *
     * @param queueCount queue pairs when the vif says nothing of them: one for each lcore
     */
    VhostUserPort openFabric(final Vif vif, final int queueCount) {
        return open(vif, queueCount, OffloadMode.NONE);
    }

    /** The driver's side of somebody else's device, as the fabric. One queue pair when the vif says nothing of them. */
    VirtioUserPort openVirtioUser(final Vif vif) {
        final VhostSocket wanted = vif.features().vhost();
        return VirtioUserPort.open(
                control(),
                pool,
                new VirtioUserSpec(
                        Path.of(vif.name().substring(Vif.VIRTIO_USER.length())),
                        role(wanted),
                        Math.max(1, wanted.queuePairs()),
                        USER_RING_ENTRIES,
                        true,
                        OffloadMode.NONE));
    }

    private VhostUserPort open(final Vif vif, final int defaultQueuePairs, final OffloadMode mode) {
        final VhostSocket wanted = vif.features().vhost();
        return VhostUserPort.open(
                control(),
                pool,
                new VhostUserSpec(
                        path(vif.name()),
                        role(wanted),
                        wanted.queuePairs() == 0 ? defaultQueuePairs : wanted.queuePairs(),
                        mode,
                        Optional.of(nodeDirectory.resolve("vhost-" + vif.index() + ".rings")),
                        txWait),
                keeper);
    }

    private VhostControl control() {
        if (control == null) {
            control = VhostControl.start();
        }
        return control;
    }

    private static SocketRole role(final VhostSocket wanted) {
        return wanted.guestListens() ? SocketRole.CLIENT : SocketRole.SERVER;
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
