// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.nio.file.Path;
import java.util.Optional;
import net.vireo.linux.Ethtool;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.packet.Ethernet;
import net.vireo.port.AgentPort;
import net.vireo.port.PacketSocketPort;
import net.vireo.port.Port;
import net.vireo.port.RecordingPort;
import net.vireo.port.TapPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.rss.RssPort;
import net.vireo.vrouter.table.Vif;

/**
 * Opens the kernel's devices for vifs: packet sockets on links that exist in the data plane's namespace, TAPs for the
 * host and for guests without such a link, sockets for the agent. Control thread.
 */
final class LinuxDevices implements DeviceOpener {
    /** Contrail's default for guests' vifs, which says nothing about a device. */
    private static final int UNSTATED_GUEST_MTU = 9160;

    private static final int USUAL_MTU_BYTES = 1500;

    private final PacketPool pool;
    private final Path hostNetns;
    private final FabricOpener fabric;
    private final Path nodeDirectory;

    /**
     * @param hostNetns the namespace that the host's TAP is moved to, or null
     * @param options what stands between the fabric's vif and its links
     * @param nodeDirectory where the sockets of pkt0 are
     */
    LinuxDevices(final PacketPool pool, final Path hostNetns, final FabricOptions options, final Path nodeDirectory) {
        this.pool = pool;
        this.hostNetns = hostNetns;
        this.nodeDirectory = nodeDirectory;
        fabric = new FabricOpener(pool, options, this::openLink);
    }

    /** Every port can be listened to: see {@code vireo vifdump}. */
    @Override
    public Port open(final Vif vif, final int queueCount) {
        final Port port = openDevice(vif, queueCount);
        return port == null ? null : new RecordingPort(port, pool);
    }

    @Override
    public RssPort rss(final int vif) {
        return fabric.rss(vif);
    }

    private Port openDevice(final Vif vif, final int queueCount) {
        return switch (vif.type()) {
            case Vif.TYPE_PHYSICAL -> fabric.open(vif, queueCount);
            case Vif.TYPE_VIRTUAL -> openGuest(vif, queueCount);
            case Vif.TYPE_HOST -> openHost(vif, queueCount);
            case Vif.TYPE_AGENT -> vif.transport() == Vif.TRANSPORT_SOCKET ? AgentPort.open(pool, nodeDirectory) : null;
            default -> null;
        };
    }

    private Port openGuest(final Vif vif, final int queueCount) {
        try (RtNetlink netlink = RtNetlink.open()) {
            final Optional<Link> link = netlink.findLink(vif.name());
            if (link.isPresent()) {
                return openLink(netlink, link.get(), queueCount);
            }
            final int mtuBytes = vif.mtu() == UNSTATED_GUEST_MTU ? USUAL_MTU_BYTES : deviceMtuBytes(vif);
            final TapPort tap = TapPort.open(pool, vif.name(), queueCount, mtuBytes);
            return orClosed(tap, () -> netlink.setMtu(netlink.link(tap.name()).index(), mtuBytes));
        }
    }

    private Port openHost(final Vif vif, final int queueCount) {
        try (RtNetlink netlink = RtNetlink.open()) {
            // Whoever may not open /dev/net/tun gives the host one end of a veth pair and leaves the other one here.
            final Optional<Link> link = netlink.findLink(vif.name());
            if (link.isPresent()) {
                return openLink(netlink, link.get(), queueCount);
            }
        }
        final int mtuBytes = deviceMtuBytes(vif);
        final TapPort tap = TapPort.open(pool, vif.name(), queueCount, mtuBytes);
        return orClosed(tap, () -> giveToHost(vif, mtuBytes));
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

    /** What leaves the link must be whole frames, what comes in must not have been merged. */
    private Port openLink(final RtNetlink netlink, final Link link, final int queueCount) {
        Ethtool.setAllOffloadsOff(link.name());
        netlink.setUp(link.index());
        return PacketSocketPort.open(
                pool, new PacketSocketPort.Link(link.name(), link.index(), link.mtu(), queueCount));
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
