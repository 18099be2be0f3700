// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import net.vireo.linux.Errno;
import net.vireo.linux.Ethtool;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.Tap;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.LinkCounters;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.packet.Ethernet;
import net.vireo.port.AgentPort;
import net.vireo.port.DescriptorKeeper;
import net.vireo.port.OffloadMode;
import net.vireo.port.PacketSocketPort;
import net.vireo.port.Port;
import net.vireo.port.RecordingPort;
import net.vireo.port.TapPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.rss.RssPort;
import net.vireo.port.vhost.TxWait;
import net.vireo.vrouter.table.Vif;

/**
 * Opens the kernel's devices for vifs: packet sockets on links that exist in the data plane's namespace, TAPs for the
 * host and for guests without such a link, vhost-user sockets for poll mode guests and fabrics, sockets for the agent. Control
 * thread.
 */
final class LinuxDevices implements DeviceOpener, AutoCloseable {
    /** Contrail's default for guests' vifs, which says nothing about a device. */
    private static final int UNSTATED_GUEST_MTU = 9160;

    private static final int USUAL_MTU_BYTES = 1500;
    private static final String TAP_KIND = "tun";

    private final PacketPool pool;
    private final Path hostNetns;
    private final FabricOpener fabric;
    private final VhostOpener vhost;
    private final DescriptorKeeper keeper;
    private final DeviceOptions.Offloading offloads;
    private final int hostQueues;
    private final Path nodeDirectory;

    /**
     * @param hostNetns the namespace that the host's TAP is moved to, or null
     * @param options what stands between the fabric's vif and its links
     * @param keeper has the TAPs and guests of the process before this one, and gets those of this one
     * @param nodeDirectory where the sockets of pkt0 are
     * @param txWait how long lcores wait for room in guests' rings
     */
    LinuxDevices(
            final PacketPool pool,
            final Path hostNetns,
            final DeviceOptions options,
            final DescriptorKeeper keeper,
            final Path nodeDirectory,
            final TxWait txWait) {
        this.pool = pool;
        this.hostNetns = hostNetns;
        this.keeper = keeper;
        this.nodeDirectory = nodeDirectory;
        offloads = options.offloads();
        hostQueues = options.hostQueues();
        vhost = new VhostOpener(
                pool, options.vhostDirectory().orElse(nodeDirectory), nodeDirectory, offloads.guests, keeper, txWait);
        fabric = new FabricOpener(pool, options, vhost);
    }

    /** Every port can be listened to: see {@code vireo vifdump}. */
    @Override
    public Port open(final Vif vif, final int queueCount) {
        final Port port = openDevice(vif, queueCount);
        return port == null ? null : new RecordingPort(port, pool);
    }

    /** After all ports were closed. */
    @Override
    public void close() {
        vhost.close();
    }

    @Override
    public RssPort rss(final int vif) {
        return fabric.rss(vif);
    }

    @Override
    public String driver(final int vif) {
        return fabric.driver(vif);
    }

    @Override
    public LinkCounters linkCounters(final int vif) {
        return fabric.linkCounters(vif);
    }

    private Port openDevice(final Vif vif, final int queueCount) {
        return switch (vif.type()) {
            case Vif.TYPE_PHYSICAL -> fabric.open(vif, queueCount);
            case Vif.TYPE_VIRTUAL -> vif.isVhostUser() ? vhost.open(vif) : openGuest(vif, queueCount);
            case Vif.TYPE_GATEWAY -> openGuest(vif, 1);
            case Vif.TYPE_HOST -> openHost(vif, Math.min(queueCount, hostQueues));
            case Vif.TYPE_AGENT -> vif.transport() == Vif.TRANSPORT_SOCKET ? AgentPort.open(pool, nodeDirectory) : null;
            default -> null;
        };
    }

    private Port openGuest(final Vif vif, final int queueCount) {
        final int mtuBytes = vif.mtu() == UNSTATED_GUEST_MTU ? USUAL_MTU_BYTES : deviceMtuBytes(vif);
        return keptTap(vif, mtuBytes).orElseGet(() -> {
            try (RtNetlink netlink = RtNetlink.open()) {
                final Optional<Link> link = netlink.findLink(vif.name());
                if (link.isPresent() && !isOurs(link.get())) {
                    return openLink(netlink, link.get(), queueCount, offloads.guests);
                }
                return tap(
                        vif,
                        Tap.open(vif.name(), queueCount, true),
                        mtuBytes,
                        () -> setMtu(netlink, vif.name(), mtuBytes));
            }
        });
    }

    /** Whoever waited for the TAP may have moved it to its guest already: then its MTU is that one's to set. */
    private static void setMtu(final RtNetlink netlink, final String name, final int mtuBytes) {
        netlink.findLink(name)
                .filter(link -> link.mtu() != mtuBytes)
                .ifPresent(link -> netlink.setMtu(link.index(), mtuBytes));
    }

    private Port openHost(final Vif vif, final int queueCount) {
        final int mtuBytes = deviceMtuBytes(vif);
        return keptTap(vif, mtuBytes).orElseGet(() -> {
            try (RtNetlink netlink = RtNetlink.open()) {
                // Whoever may not open /dev/net/tun gives the host one end of a veth pair and leaves the other one
                // here.
                final Optional<Link> link = netlink.findLink(vif.name());
                if (link.isPresent() && !isOurs(link.get())) {
                    return openLink(netlink, link.get(), queueCount, offloads.guests);
                }
            }
            if (hostNetns != null && isLeftWithHost(vif.name())) {
                final Tap left = NetNamespace.call(hostNetns, () -> Tap.open(vif.name(), queueCount, true));
                return tap(vif, left, mtuBytes, () -> {});
            }
            return tap(vif, Tap.open(vif.name(), queueCount, true), mtuBytes, () -> giveToHost(vif, mtuBytes));
        });
    }

    /** The TAP as the process before this one left it: wherever it is now, with whatever name and addresses. */
    private Optional<Port> keptTap(final Vif vif, final int mtuBytes) {
        final int[] fds = keeper.kept(vif.name());
        return fds.length == 0 ? Optional.empty() : Optional.of(lasting(vif, Tap.adopt(vif.name(), fds), mtuBytes));
    }

    /** A new TAP, or one that was found, which is kept from now on. */
    private Port tap(final Vif vif, final Tap tap, final int mtuBytes, final Runnable rest) {
        return orClosed(lasting(vif, tap, mtuBytes), () -> {
            tap.setPersistent(true);
            keeper.keep(
                    vif.name(), IntStream.range(0, tap.queues()).map(tap::fd).toArray());
            rest.run();
        });
    }

    /** A TAP that outlives this process until its port is closed in order. */
    private Port lasting(final Vif vif, final Tap tap, final int mtuBytes) {
        return new LastingPort(TapPort.over(pool, tap, mtuBytes, offloads.guests), () -> {
            keeper.drop(vif.name());
            letGo(tap);
        });
    }

    /** A TAP that somebody deleted has gone already. */
    private static void letGo(final Tap tap) {
        try {
            tap.setPersistent(false);
        } catch (final LinuxException failure) {
            if (failure.errno() != Errno.EBADFD) {
                throw failure;
            }
        }
    }

    /** Whether a link is a TAP that nobody holds: one that an earlier process of ours left behind. */
    private static boolean isOurs(final Link link) {
        return link.kind().equals(TAP_KIND) && !Ethtool.link(link.name());
    }

    private boolean isLeftWithHost(final String name) {
        return NetNamespace.call(hostNetns, () -> {
            try (RtNetlink netlink = RtNetlink.open()) {
                return netlink.findLink(name).filter(LinuxDevices::isOurs).isPresent();
            }
        });
    }

    private void giveToHost(final Vif vif, final int mtuBytes) {
        try (RtNetlink netlink = RtNetlink.open()) {
            final int index = netlink.link(vif.name()).index();
            netlink.setMac(index, vif.mac());
            netlink.setMtu(index, mtuBytes);
            if (hostNetns == null) {
                netlink.setUp(index);
                return;
            }
            final int netns = NetNamespace.open(hostNetns);
            try {
                netlink.moveTo(index, netns);
            } finally {
                Fds.close(netns);
            }
        }
        try (RtNetlink host = RtNetlink.open(hostNetns)) {
            host.setUp(host.link(vif.name()).index());
        }
    }

    /** Without offloads what leaves the link must be whole frames, and what comes in must not have been merged. */
    static void prepare(final RtNetlink netlink, final Link link, final OffloadMode mode) {
        if (mode == OffloadMode.NONE) {
            Ethtool.setAllOffloadsOff(link.name());
        }
        netlink.setUp(link.index());
    }

    private Port openLink(final RtNetlink netlink, final Link link, final int queueCount, final OffloadMode mode) {
        prepare(netlink, link, mode);
        return PacketSocketPort.open(
                pool, new PacketSocketPort.Link(link.name(), link.index(), link.mtu(), queueCount, mode));
    }

    private static int deviceMtuBytes(final Vif vif) {
        return vif.mtu() <= Ethernet.HEADER_BYTES ? USUAL_MTU_BYTES : vif.mtu() - Ethernet.HEADER_BYTES;
    }

    private static Port orClosed(final Port port, final Runnable rest) {
        try {
            rest.run();
            return port;
        } catch (final RuntimeException failure) {
            port.close();
            throw failure;
        }
    }
}
