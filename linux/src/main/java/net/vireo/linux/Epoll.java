// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.EpollEvent;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * Sleeps until one of many descriptors is ready (epoll(7)). One thread awaits; any thread may add and remove while it
 * does. Close it after the awaiting thread has let go.
 */
public final class Epoll implements AutoCloseable {
    /** Readable, or a connection to accept. */
    public static final int IN = 0x1;
    /** Writable. */
    public static final int OUT = 0x4;
    /** An error is pending; always reported. */
    public static final int ERROR = 0x8;
    /** The other end hung up; always reported. */
    public static final int HANG_UP = 0x10;
    /** The other end of a stream will send no more. */
    public static final int READ_HANG_UP = 0x2000;
    /** Report a change once, not a state for as long as it lasts. */
    public static final int EDGE_TRIGGERED = 0x80000000;

    private static final int MAX_EVENTS = 256;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final String[] OPERATIONS = {"", "ADD", "DEL", "MOD"};

    private final int fd;
    private final Mapping events = Mmap.anonymous(MAX_EVENTS * EpollEvent.SIZE, false);

    private Epoll(final int fd) {
        this.fd = fd;
    }

    /** An empty set. */
    public static Epoll open() {
        final long fd = Syscall.call(SyscallNumber.EPOLL_CREATE1, Fds.CLOSE_ON_EXEC);
        return new Epoll((int) check(fd, "epoll_create1(flags=%#x)", Fds.CLOSE_ON_EXEC));
    }

    /**
     * Adds a descriptor. A closed descriptor leaves by itself, unless a duplicate is still open.
     *
     * @param eventMask the constants of this class, or'ed
     * @param tag what {@link #await} answers with when the descriptor is ready
     */
    public void add(final int watchedFd, final int eventMask, final int tag) {
        control(ADD, watchedFd, eventMask, tag);
    }

    /** Changes what is waited for on a descriptor that was added. */
    public void modify(final int watchedFd, final int eventMask, final int tag) {
        control(MODIFY, watchedFd, eventMask, tag);
    }

    /** Takes a descriptor out. Do so before closing one that has duplicates. */
    public void remove(final int watchedFd) {
        control(DELETE, watchedFd, 0, 0);
    }

    /**
     * Hot: sleeps until a descriptor is ready, the time is over, or a signal comes; allocates nothing.
     *
     * @param readyTags receives the tags of what is ready, from index 0; its length (at most 256 count) bounds the answer
     * @param timeoutMs 0 looks and returns, -1 waits without limit
     * @return how many tags were written; 0 after the timeout or a signal; negative is -errno
     */
    public int await(final int[] readyTags, final int timeoutMs) {
        final int capacity = Math.min(readyTags.length, MAX_EVENTS);
        final long base = events.address();
        final int ready = (int) Syscall.call(SyscallNumber.EPOLL_PWAIT, fd, base, capacity, timeoutMs, 0, 0);
        for (int i = 0; i < ready; i++) {
            readyTags[i] = Memory.getInt(base + i * EpollEvent.SIZE + EpollEvent.DATA);
        }
        return ready == -Errno.EINTR ? 0 : ready;
    }

    /** What made the index-th tag of the last {@link #await} ready: the constants of this class, or'ed. */
    public int readyEvents(final int index) {
        return Memory.getInt(events.address() + index * EpollEvent.SIZE + EpollEvent.EVENTS);
    }

    /** The descriptor of the set itself; it is readable while a member is ready. */
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        events.close();
        Fds.close(fd);
    }

    private void control(final int operation, final int watchedFd, final int eventMask, final int tag) {
        final long event = Syscall.threadScratch();
        Memory.putInt(event + EpollEvent.EVENTS, eventMask);
        Memory.putLong(event + EpollEvent.DATA, Integer.toUnsignedLong(tag));
        final long result = Syscall.call(SyscallNumber.EPOLL_CTL, fd, operation, watchedFd, event);
        check(
                result,
                "epoll_ctl(%d, %s, fd=%d, events=%#x, tag=%d)",
                fd,
                OPERATIONS[operation],
                watchedFd,
                eventMask,
                tag);
    }
}
