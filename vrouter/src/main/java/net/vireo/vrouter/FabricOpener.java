// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.Port;
import net.vireo.port.bond.BondLink;
import net.vireo.port.bond.BondPort;
import net.vireo.port.bond.BondSpec;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.rss.RssPort;
import net.vireo.vrouter.table.Vif;

/** Opens the fabric: one link or a bond of several, with receive side scaling in front where that is wanted. */
final class FabricOpener {
    private final PacketPool pool;
    private final DeviceOptions options;
    private final LinkOpener links;
    private final Map<Integer, RssPort> scaling = new HashMap<>();

    /** Opens one link as a port. */
    @FunctionalInterface
    interface LinkOpener {
        Port open(RtNetlink netlink, Link link, int queueCount);
    }

    FabricOpener(final PacketPool pool, final DeviceOptions options, final LinkOpener links) {
        this.pool = pool;
        this.options = options;
        this.links = links;
    }

    /**
     * Opens the device of the fabric's vif.
     *
     * @throws LinuxException ENODEV without such a link in the data plane's namespace
     */
    Port open(final Vif vif, final int queueCount) {
        final Port device =
                options.bond().isPresent() && options.bond().get().name().equals(vif.name())
                        ? openBond(options.bond().get(), vif, queueCount)
                        : openLink(vif.name(), queueCount);
        return scaled(vif, device, queueCount);
    }

    /** A fabric's device with receive side scaling in front, where that is wanted; closed when that fails. */
    Port scaled(final Vif vif, final Port device, final int queueCount) {
        if (!options.rss()) {
            return device;
        }
        try {
            final RssPort port = RssPort.over(device, pool, queueCount);
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

    private Port openLink(final String name, final int queueCount) {
        try (RtNetlink netlink = RtNetlink.open()) {
            return links.open(netlink, find(netlink, name), queueCount);
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
                members.add(new BondLink(links.open(netlink, link, queueCount), link.index()));
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
