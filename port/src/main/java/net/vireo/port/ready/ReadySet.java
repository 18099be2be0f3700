// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.ready;

import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.Epoll;
import net.vireo.port.RxQueue;

/**
 * One descriptor that polls readable while any of several does: what a queue made of other queues gives its lcore to
 * sleep on. An epoll set is such a descriptor itself (epoll(7)); its readiness is that of its members at the time of the
 * question, so nothing has to be reset. Made and closed by the control thread.
 */
public final class ReadySet implements AutoCloseable {
    private final int fd;
    private final Epoll epoll;

    private ReadySet(final int fd, final Epoll epoll) {
        this.fd = fd;
        this.epoll = epoll;
    }

    /**
     * Joins descriptors. None at all, or one of them {@link RxQueue#NO_FD}, makes {@link RxQueue#NO_FD}: an lcore must
     * not sleep on a part of what it has to serve.
     *
     * @throws net.vireo.linux.LinuxException EMFILE when the process has no descriptor left
     */
    public static ReadySet of(final List<Integer> fds) {
        final List<Integer> distinct = new ArrayList<>(fds.stream().distinct().toList());
        if (distinct.isEmpty() || distinct.contains(RxQueue.NO_FD)) {
            return new ReadySet(RxQueue.NO_FD, null);
        }
        if (distinct.size() == 1) {
            return new ReadySet(distinct.getFirst(), null);
        }
        final Epoll epoll = Epoll.open();
        distinct.forEach(member -> epoll.add(member, Epoll.IN, 0));
        return new ReadySet(epoll.fd(), epoll);
    }

    /**
     * Joins one more, for the lcore that sleeps on the set. A set that cannot be waited on stays so.
     *
     * @throws IllegalStateException when it cannot grow: it is one descriptor itself, or the new member is none
     */
    public void add(final int member) {
        if (fd == RxQueue.NO_FD) {
            return;
        }
        if (epoll == null || member == RxQueue.NO_FD) {
            throw new IllegalStateException("a set of one descriptor cannot grow, and none without a descriptor");
        }
        epoll.add(member, Epoll.IN, 0);
    }

    /** The descriptor, or {@link RxQueue#NO_FD}. Any thread. */
    public int fd() {
        return fd;
    }

    /** Closes what was made here, none of the members. */
    @Override
    public void close() {
        if (epoll != null) {
            epoll.close();
        }
    }
}
