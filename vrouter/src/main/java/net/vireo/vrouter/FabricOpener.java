// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.LinkCounters;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.OffloadMode;
import net.vireo.port.Port;
import net.vireo.port.bond.BondLink;
import net.vireo.port.bond.BondPort;
import net.vireo.port.bond.BondSpec;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.rss.RssPort;
import net.vireo.vrouter.table.Vif;

/** Opens the fabric: one link, a bond of several, or either side of a vhost-user socket; with receive side scaling in front where that is wanted. */
final class FabricOpener {
    private static final Logger LOG = System.getLogger(FabricOpener.class.getName());

    private final PacketPool pool;
    private final DeviceOptions options;
    private final VhostOpener sockets;
    private final FabricLinks kinds;
    private final Map<Integer, RssPort> scaling = new HashMap<>();
    private final Map<Integer, List<String>> linksOf = new HashMap<>();
    private final Map<Integer, String> socketOf = new HashMap<>();

    /** @param sockets opens those that are a socket */
    FabricOpener(final PacketPool pool, final DeviceOptions options, final VhostOpener sockets) {
        this.pool = pool;
        this.options = options;
        this.sockets = sockets;
        kinds = new FabricLinks(pool, options.fabricPort(), options.offloads().fabric, options.rings());
    }

    /**
     * Opens the device of the fabric's vif.
     *
     * @throws LinuxException ENODEV without such a link in the data plane's namespace; EADDRINUSE when somebody else has
     *     the socket
     */
    Port open(final Vif vif, final int queueCount) {
        if (vif.isVhostUser() || vif.isVirtioUser()) {
            return scaled(vif, openSocket(vif, queueCount), queueCount);
        }
        final Port device = isBond(vif)
                ? openBond(options.bond().orElseThrow(), vif, queueCount)
                : openLink(vif.name(), queueCount);
        linksOf.put(vif.index(), isBond(vif) ? options.bond().orElseThrow().members() : List.of(vif.name()));
        return scaled(vif, device, queueCount);
    }

    /** A fabric's device with receive side scaling in front, where that is wanted; closed when that fails. */
    Port scaled(final Vif vif, final Port device, final int queueCount) {
        if (!options.rss()) {
            return device;
        }
        try {
            final RssPort port =
                    RssPort.over(device, pool, queueCount, options.rings().receivePackets());
            scaling.put(vif.index(), port);
            return port;
        } catch (final LinuxException failure) {
            device.close();
            throw failure;
        }
    }

    /** The receive side scaling of a vif that was opened, or null. */
    RssPort rss(final int vif) {
        return scaling.get(vif);
    }

    /** What the ports of a vif's links are; empty for a vif that was not opened. */
    String driver(final int vif) {
        final String socket = socketOf.get(vif);
        return socket != null
                ? socket
                : linksOf.getOrDefault(vif, List.of()).stream()
                        .map(kinds::driver)
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    /** What a vif's links have counted, all together; nothing for a vif that was not opened. */
    LinkCounters linkCounters(final int vif) {
        final List<String> links = linksOf.getOrDefault(vif, List.of());
        if (links.isEmpty()) {
            return LinkCounters.NONE;
        }
        try (RtNetlink netlink = RtNetlink.open()) {
            return links.stream().map(netlink::counters).reduce(LinkCounters.NONE, LinkCounters::plus);
        }
    }

    private Port openSocket(final Vif vif, final int queueCount) {
        if (options.offloads().fabric != OffloadMode.NONE) {
            LOG.log(
                    Level.INFO,
                    "fabric {0}: no long frames of tunnels cross a socket, --offloads all changes nothing here",
                    vif.name());
        }
        final Port port = vif.isVirtioUser() ? sockets.openVirtioUser(vif) : sockets.openFabric(vif, queueCount);
        socketOf.put(vif.index(), port.kind());
        return port;
    }

    private boolean isBond(final Vif vif) {
        return options.bond().isPresent() && options.bond().get().name().equals(vif.name());
    }

    private Port openLink(final RtNetlink netlink, final Link link, final int queueCount) {
        LinuxDevices.prepare(netlink, link, options.offloads().fabric);
        return kinds.open(link, queueCount);
    }

    private Port openLink(final String name, final int queueCount) {
        try (RtNetlink netlink = RtNetlink.open()) {
            return openLink(netlink, find(netlink, name), queueCount);
        }
    }

    /** All members get the vif's MAC, so that what is sent to the node is for each of them. */
    private Port openBond(final BondSpec bond, final Vif vif, final int queueCount) {
        final List<BondLink> members = new ArrayList<>();
        try (RtNetlink netlink = RtNetlink.open()) {
            for (final String name : bond.members()) {
                final Link link = find(netlink, name);
                if (vif.mac() != 0 && vif.mac() != link.mac()) {
                    netlink.setMac(link.index(), vif.mac());
                }
                members.add(new BondLink(openLink(netlink, link, queueCount), link.index()));
            }
            return BondPort.open(bond.name(), bond.mode(), pool, members);
        } catch (final RuntimeException failure) {
            members.forEach(member -> member.port().close());
            throw failure;
        }
    }

    private static Link find(final RtNetlink netlink, final String name) {
        return netlink.findLink(name)
                .orElseThrow(() -> new LinuxException(
                        Errno.ENODEV, "open the fabric link " + name + " in the data plane's namespace"));
    }
}
