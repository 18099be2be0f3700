// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.vireo.linux.Epoll;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.Neighbour;
import net.vireo.linux.netlink.NeighbourMonitor;
import net.vireo.linux.netlink.Route;
import net.vireo.linux.netlink.RtNetlink;

/**
 * The host's network over rtnetlink: questions, and the stream of changes in its neighbour table. One thread, but for
 * {@link #wakeUp}.
 */
final class HostNetlink implements HostNetwork, AutoCloseable {
    private static final Logger LOG = System.getLogger(HostNetlink.class.getName());
    private static final int CHANGES = 1;
    private static final int WAKE_UP = 2;

    private final Supplier<String> fabricLinkName;
    private final RtNetlink questions;
    private final NeighbourMonitor changes;
    private final Epoll epoll;
    private final int wakeUpFd;
    private final int[] ready = new int[2];

    /**
     * Opens both in a network namespace.
     *
     * @param netns the host's namespace, null for the calling thread's
     * @param fabricLinkName names the link that leads to the fabric: routes by any other are none; or answers null
     */
    HostNetlink(final Path netns, final Supplier<String> fabricLinkName) {
        this.fabricLinkName = fabricLinkName;
        questions = netns == null ? RtNetlink.open() : RtNetlink.open(netns);
        changes = netns == null ? NeighbourMonitor.open() : NeighbourMonitor.open(netns);
        epoll = Epoll.open();
        wakeUpFd = EventFd.create();
        epoll.add(changes.fd(), Epoll.IN, CHANGES);
        epoll.add(wakeUpFd, Epoll.IN, WAKE_UP);
    }

    @Override
    public Optional<Hop> hopTo(final int destination) {
        try {
            final Route route = questions.routeTo(destination);
            final String fabric = fabricLinkName.get();
            if (fabric != null && questions.findLink(fabric).map(Link::index).orElse(0) != route.oifIndex()) {
                LOG.log(Level.DEBUG, "the host does not reach a tunnel's end through {0}", fabric);
                return Optional.empty();
            }
            return Optional.of(new Hop(route.oifIndex(), route.gateway() == 0 ? destination : route.gateway()));
        } catch (final LinuxException unreachable) {
            LOG.log(Level.DEBUG, "the host does not reach a tunnel''s end: {0}", unreachable.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void probe(final Hop hop) {
        try {
            questions.probeNeighbour(hop.linkIndex(), hop.address());
        } catch (final LinuxException failure) {
            LOG.log(Level.DEBUG, "a neighbour could not be asked for: {0}", failure.getMessage());
        }
    }

    /** The whole neighbour table. */
    Collection<Neighbour> neighbours() {
        return questions.neighbours();
    }

    /** Waits for changes, for {@link #wakeUp}, or for the time to be over. */
    List<Neighbour> await(final int timeoutMs) {
        epoll.await(ready, timeoutMs);
        EventFd.drain(wakeUpFd);
        return changes.await(0);
    }

    /** Ends {@link #await} now. Any thread. */
    void wakeUp() {
        EventFd.signal(wakeUpFd);
    }

    @Override
    public void close() {
        epoll.close();
        Fds.close(wakeUpFd);
        changes.close();
        questions.close();
    }
}
