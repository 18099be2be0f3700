// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.nio.file.Path;
import java.util.Optional;
import net.vireo.port.OffloadMode;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.bond.BondSpec;
import net.vireo.vrouter.lcore.QueuePolicy;

/**
 * How devices are opened.
 *
 * @param rss whether the fabric's flows are spread over lcores by receive side scaling in software
 * @param bond the links behind a fabric vif with the bond's name
 * @param offloads how much is left to the devices
 * @param vhostDirectory where vhost-user sockets are that are named without a path; empty: in the node's directory
 * @param loadBalance which lcore processes what another one polls
 * @param queuePolicy what becomes of a guest's queues when it has more than there are lcores
 * @param fabricPort what kind of port the fabric's links become
 * @param rings how long rings are
 * @param hostQueues queues of the host's interface: with fewer than lcores, the other lcores hand over what they have for it
 */
public record DeviceOptions(
        boolean rss,
        Optional<BondSpec> bond,
        Offloading offloads,
        Optional<Path> vhostDirectory,
        LoadBalance loadBalance,
        QueuePolicy queuePolicy,
        FabricPort fabricPort,
        RingSizes rings,
        int hostQueues) {
    /** As in Contrail: one lcore looks after the host's interface. */
    public static final int DEFAULT_HOST_QUEUES = 1;

    public DeviceOptions {
        if (hostQueues < 1) {
            throw new IllegalArgumentException("queues of the host's interface: " + hostQueues + ", must be 1 or more");
        }
    }

    /** Usual rings, one queue for the host. */
    public DeviceOptions(
            final boolean rss,
            final Optional<BondSpec> bond,
            final Offloading offloads,
            final Optional<Path> vhostDirectory,
            final LoadBalance loadBalance,
            final QueuePolicy queuePolicy,
            final FabricPort fabricPort) {
        this(
                rss,
                bond,
                offloads,
                vhostDirectory,
                loadBalance,
                queuePolicy,
                fabricPort,
                RingSizes.DEFAULT,
                DEFAULT_HOST_QUEUES);
    }

    /** Every queue of a guest is polled; packet sockets on the fabric. */
    public DeviceOptions(
            final boolean rss,
            final Optional<BondSpec> bond,
            final Offloading offloads,
            final Optional<Path> vhostDirectory,
            final LoadBalance loadBalance) {
        this(rss, bond, offloads, vhostDirectory, loadBalance, QueuePolicy.ALL, FabricPort.PACKET_SOCKET);
    }

    /** With vhost-user sockets in the node's directory; flows are spread over lcores under load. */
    public DeviceOptions(final boolean rss, final Optional<BondSpec> bond, final Offloading offloads) {
        this(rss, bond, offloads, Optional.empty(), LoadBalance.AUTO);
    }

    /** The same with another kind of port on the fabric. */
    public DeviceOptions withFabricPort(final FabricPort kind) {
        return new DeviceOptions(
                rss, bond, offloads, vhostDirectory, loadBalance, queuePolicy, kind, rings, hostQueues);
    }

    /** The same with another policy for queues. */
    public DeviceOptions withQueuePolicy(final QueuePolicy policy) {
        return new DeviceOptions(
                rss, bond, offloads, vhostDirectory, loadBalance, policy, fabricPort, rings, hostQueues);
    }

    /** The same with other rings. */
    public DeviceOptions withRings(final RingSizes sizes) {
        return new DeviceOptions(
                rss, bond, offloads, vhostDirectory, loadBalance, queuePolicy, fabricPort, sizes, hostQueues);
    }

    /** The same with so many queues for the host. */
    public DeviceOptions withHostQueues(final int count) {
        return new DeviceOptions(
                rss, bond, offloads, vhostDirectory, loadBalance, queuePolicy, fabricPort, rings, count);
    }

    /** How much is left to the devices. */
    public enum Offloading {
        /** Whole packets with complete checksums everywhere. */
        NONE(OffloadMode.NONE, OffloadMode.NONE),
        /** Guests and the host hand over and take long packets with open checksums. */
        GUESTS(OffloadMode.GUEST, OffloadMode.NONE),
        /** And packets of a tunnel flow cross the fabric together in one long frame: for fabrics that carry such. */
        ALL(OffloadMode.GUEST, OffloadMode.FABRIC);

        final OffloadMode guests;
        final OffloadMode fabric;

        Offloading(final OffloadMode guests, final OffloadMode fabric) {
            this.guests = guests;
            this.fabric = fabric;
        }
    }

    /** One fabric link, spread by the kernel's fanout; guests' offloads are used. */
    public static final DeviceOptions DEFAULT = new DeviceOptions(false, Optional.empty(), Offloading.GUESTS);
}
