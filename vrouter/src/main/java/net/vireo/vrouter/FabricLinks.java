// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.Link;
import net.vireo.port.OffloadMode;
import net.vireo.port.PacketSocketPort;
import net.vireo.port.Port;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.xdp.XdpPort;

/**
 * Makes a port of a link of the fabric, by AF_XDP or a packet socket, and remembers which and why not the other. Control
 * thread; {@link #driver} any.
 */
final class FabricLinks {
    private static final Logger LOG = System.getLogger(FabricLinks.class.getName());

    private final PacketPool pool;
    private final FabricPort wanted;
    private final OffloadMode mode;
    private final RingSizes rings;
    private final Map<String, String> drivers = new ConcurrentHashMap<>();

    /** @param mode what the fabric leaves to its links */
    FabricLinks(final PacketPool pool, final FabricPort wanted, final OffloadMode mode, final RingSizes rings) {
        this.pool = pool;
        this.wanted = wanted;
        this.mode = mode;
        this.rings = rings;
    }

    /**
     * Opens a link that is up.
     *
     * @param queueCount receive queues; AF_XDP has those of the link instead
     */
    Port open(final Link link, final int queueCount) {
        if (wanted == FabricPort.PACKET_SOCKET) {
            return packetSocket(link, queueCount, "");
        }
        try {
            return xdp(link);
        } catch (final LinuxException failure) {
            if (wanted != FabricPort.AUTO) {
                throw failure;
            }
            return packetSocket(link, queueCount, failure.getMessage());
        }
    }

    /** What the port of a link is, as tools show it; empty for a link that was not opened. */
    String driver(final String link) {
        return drivers.getOrDefault(link, "");
    }

    private Port xdp(final Link link) {
        if (mode != OffloadMode.NONE) {
            throw new LinuxException(
                    Errno.EOPNOTSUPP, "open AF_XDP on " + link.name() + ": --offloads all wants long frames");
        }
        final boolean busyPoll = wanted == FabricPort.XDP_BUSY_POLL;
        final XdpPort port = XdpPort.open(
                pool,
                new XdpPort.Link(
                        link.name(), link.index(), link.mtu(), busyPoll, rings.rxDescriptors(), rings.txDescriptors()));
        drivers.put(link.name(), port.kind() + " " + port.mode().text() + (busyPoll ? " busy-poll" : ""));
        LOG.log(
                Level.INFO,
                "fabric link {0}: AF_XDP, {1} mode, {2} receive queues",
                link.name(),
                port.mode().text(),
                port.rxQueueCount());
        return port;
    }

    /** @param whyNotXdp empty when nobody wanted it */
    private Port packetSocket(final Link link, final int queueCount, final String whyNotXdp) {
        final Port port = PacketSocketPort.open(
                pool,
                new PacketSocketPort.Link(
                        link.name(),
                        link.index(),
                        link.mtu(),
                        queueCount,
                        mode,
                        rings.rxDescriptors(),
                        rings.txDescriptors()));
        if (whyNotXdp.isEmpty()) {
            drivers.put(link.name(), port.kind());
        } else {
            drivers.put(link.name(), port.kind() + " (no af-xdp: " + whyNotXdp + ")");
            LOG.log(Level.INFO, "fabric link {0}: packet socket, not AF_XDP: {1}", link.name(), whyNotXdp);
        }
        return port;
    }
}
