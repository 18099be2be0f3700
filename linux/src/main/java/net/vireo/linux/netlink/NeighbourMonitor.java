// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import static net.vireo.linux.LinuxException.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.Pollfd;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * Hears of every change in a namespace's IPv4 neighbour table, from the moment it is opened. One thread at a time.
 *
 * <p>When changes come faster than they are taken, the kernel drops some and says so: the monitor then lists the table
 * and returns all of it, so that the reader is up to date again, but for deletions.
 */
public final class NeighbourMonitor implements AutoCloseable {
    private static final int RTMGRP_NEIGH = 0x4;
    private static final int POLLIN = 0x1;

    private final NetlinkSocket changes;
    private final NetlinkSocket table;
    private long overruns;

    private NeighbourMonitor(final NetlinkSocket changes, final NetlinkSocket table) {
        this.changes = changes;
        this.table = table;
    }

    /** Opens on the calling thread's namespace. */
    public static NeighbourMonitor open() {
        final NetlinkSocket changes = NetlinkSocket.open(RTMGRP_NEIGH);
        try {
            return new NeighbourMonitor(changes, NetlinkSocket.open(0));
        } catch (final LinuxException failure) {
            changes.close();
            throw failure;
        }
    }

    /** Opens on the namespace behind a file, see {@link NetNamespace#create}. */
    public static NeighbourMonitor open(final Path netns) {
        return NetNamespace.call(netns, () -> open());
    }

    /**
     * Waits for changes.
     *
     * @param timeoutMs 0 looks and returns, -1 waits without limit
     * @return what changed, in order; empty after the timeout or a signal
     */
    public List<Neighbour> await(final int timeoutMs) {
        final long pollfd = Syscall.threadScratch();
        Memory.putInt(pollfd + Pollfd.FD, changes.fd());
        Memory.putShort(pollfd + Pollfd.EVENTS, (short) POLLIN);
        final long ready = Syscall.call(SyscallNumber.POLL, pollfd, 1, timeoutMs);
        if (ready == 0 || ready == -Errno.EINTR) {
            return List.of();
        }
        check(ready, "poll(netlink fd=%d, timeout=%d)", changes.fd(), timeoutMs);
        try {
            return drain();
        } catch (final LinuxException failure) {
            throwUnlessOverrun(failure);
            overruns++;
            discardQueued();
            return table.dump(NeighbourMessages.list(), NeighbourMessages::read);
        }
    }

    /** Readable when {@link #await} would not wait, for {@link net.vireo.linux.Epoll}. */
    public int fd() {
        return changes.fd();
    }

    /** How often changes were lost and the whole table was read instead. */
    public long overruns() {
        return overruns;
    }

    @Override
    public void close() {
        changes.close();
        table.close();
    }

    private List<Neighbour> drain() {
        final List<Neighbour> changed = new ArrayList<>();
        List<NetlinkMessage> messages = changes.poll();
        while (!messages.isEmpty()) {
            for (final NetlinkMessage message : messages) {
                changed.addAll(NeighbourMessages.read(message));
            }
            messages = changes.poll();
        }
        return changed;
    }

    /** What is still queued is older than what was lost: read after the table, it would undo it. */
    private void discardQueued() {
        boolean more = true;
        while (more) {
            try {
                more = !changes.poll().isEmpty();
            } catch (final LinuxException failure) {
                throwUnlessOverrun(failure);
            }
        }
    }

    private static void throwUnlessOverrun(final LinuxException failure) {
        if (failure.errno() != Errno.ENOBUFS) {
            throw failure;
        }
    }
}
