// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.Neighbour;
import net.vireo.port.log.LimitedLog;
import net.vireo.vrouter.control.NexthopObserver;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Finds the Ethernet headers of tunnels: the host routes to the tunnel's far end and resolves its neighbour, as it would
 * for a packet of its own; this asks it to, follows its neighbour table, and publishes the next hop with its header. A
 * neighbour that is lost is withdrawn, packets to it then drop as unresolved.
 *
 * <p>Has a thread of its own; the tables are changed by the control thread, to which findings are handed.
 */
public final class NeighbourResolver implements NexthopObserver, AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(NeighbourResolver.class);

    /** How often the whole neighbour table is compared: a safety net for lost changes. */
    private static final long COMPARE_MS = 30_000;

    private final RewritePublisher publisher;
    private final HostNetlink host;
    private final NeighbourTracker tracker;
    private final Queue<LongConsumer> wishes = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Opens its sockets in the host's namespace.
     *
     * @param tables whose tunnels are resolved
     * @param hostNetns the namespace that holds {@code vhost0}, null for the calling thread's
     * @param controlThread runs what changes the tables: the control server
     * @throws LinuxException when the namespace cannot be entered
     */
    public NeighbourResolver(final Tables tables, final Path hostNetns, final Executor controlThread) {
        publisher = new RewritePublisher(tables);
        host = new HostNetlink(hostNetns, () -> hostLinkName(tables));
        tracker = new NeighbourTracker(host, new Resolutions() {
            @Override
            public void found(final int nexthopId, final int destination, final long mac) {
                controlThread.execute(() -> publisher.found(nexthopId, destination, mac));
            }

            @Override
            public void lost(final int nexthopId, final int destination) {
                controlThread.execute(() -> publisher.lost(nexthopId, destination));
            }
        });
        thread = Thread.ofPlatform().name("neighbour").daemon().unstarted(this::run);
    }

    /**
     * What an earlier process knew of a tunnel's neighbour: published at once, asked for again in the background. Control
     * thread.
     */
    public void remember(final int nexthopId, final int destination, final long mac) {
        if (mac == Target.UNKNOWN) {
            publisher.lost(nexthopId, destination);
        } else {
            publisher.found(nexthopId, destination, mac);
            wish(nowMs -> tracker.remember(nexthopId, destination, mac, nowMs));
        }
    }

    /** From now on findings are told to a memory. Control thread. */
    public void tell(final NeighbourMemory memory) {
        publisher.tell(memory);
    }

    /** Tells everything that is known now. Control thread. */
    public void tellAll(final NeighbourMemory memory) {
        publisher.tellAll(memory);
    }

    /** Starts the thread. Once. */
    public void start() {
        thread.start();
    }

    @Override
    public void unresolved(final Nexthop tunnel) {
        publisher.want(tunnel.id);
        wish(nowMs -> tracker.track(tunnel.id, tunnel.tunnelDestination, nowMs));
    }

    @Override
    public void settled(final int nexthopId) {
        publisher.settle(nexthopId);
        wish(nowMs -> tracker.untrack(nexthopId));
    }

    @Override
    public void vifChanged(final int vifIndex) {
        publisher.vifChanged(vifIndex);
    }

    /** Ends the thread and waits for it. Any other thread. */
    @Override
    public void close() {
        closing = true;
        host.wakeUp();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        host.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void wish(final LongConsumer wish) {
        wishes.add(wish);
        host.wakeUp();
    }

    private void run() {
        long compareMs = nowMs();
        while (!closing) {
            try {
                if (nowMs() >= compareMs) {
                    compareMs = nowMs() + COMPARE_MS;
                    tracker.reset(host.neighbours(), nowMs());
                }
                cycle(compareMs);
            } catch (final LinuxException failure) {
                LOG.log(Level.WARNING, "neighbours cannot be followed: " + failure.getMessage());
                compareMs = nowMs() + NeighbourTracker.RETRY_MS;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(NeighbourTracker.RETRY_MS));
            }
        }
    }

    private void cycle(final long compareMs) {
        for (LongConsumer wish = wishes.poll(); wish != null; wish = wishes.poll()) {
            wish.accept(nowMs());
        }
        final long nextMs = Math.min(tracker.tick(nowMs()), compareMs);
        for (final Neighbour neighbour : host.await((int) Math.clamp(nextMs - nowMs(), 0, COMPARE_MS))) {
            tracker.changed(neighbour, nowMs());
        }
    }

    /** The name of vif 1, which carries the host's traffic to the fabric; null while there is none. */
    private static String hostLinkName(final Tables tables) {
        final Vif hostVif = tables.vif(Vif.HOST_INDEX);
        return hostVif == null ? null : hostVif.name();
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
