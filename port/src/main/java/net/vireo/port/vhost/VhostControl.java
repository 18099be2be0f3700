// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Epoll;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.linux.Threads;
import net.vireo.port.log.LimitedLog;

/**
 * Lcore 2: one thread that serves the control sockets of all vhost-user and virtio-user ports of a process. Nothing here
 * waits for one peer: sockets are non-blocking, and a port's state is changed by this thread alone.
 */
public final class VhostControl implements AutoCloseable {
    /** The thread's name, as tools and {@code ps -L} show it. */
    public static final String NAME = "lcore-2-vhost";

    private static final LimitedLog FAULTS = new LimitedLog(VhostControl.class);
    private static final int WAKE_TAG = 0;

    private final Epoll epoll = Epoll.open();
    private final int wakeFd = EventFd.create();
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Ready> watched = new HashMap<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Thread thread;
    private int lastTag;
    private volatile boolean closing;

    /** Told what a descriptor is ready for: {@link Epoll}'s bits. */
    @FunctionalInterface
    interface Ready {
        void ready(int events);
    }

    /** Something to be done at a time. */
    private record Timer(long atNs, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(final Timer other) {
            return Long.signum(atNs - other.atNs);
        }
    }

    private VhostControl() {
        epoll.add(wakeFd, Epoll.IN, WAKE_TAG);
        thread = Thread.ofPlatform().name(NAME).daemon().unstarted(this::run);
    }

    /** Starts the thread. */
    public static VhostControl start() {
        final VhostControl control = new VhostControl();
        control.thread.start();
        return control;
    }

    /** Ends the thread. Ports must have been closed before. */
    @Override
    public void close() {
        closing = true;
        EventFd.signal(wakeFd);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        epoll.close();
        Fds.close(wakeFd);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a task in the thread, soon. Any thread. */
    void execute(final Runnable task) {
        handedOver.add(task);
        EventFd.signal(wakeFd);
    }

    /** Runs a task in the thread and waits for it; what it throws is thrown here. Any other thread. */
    void call(final Runnable task) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (final RuntimeException failure) {
                done.completeExceptionally(failure);
            }
        });
        try {
            done.join();
        } catch (final CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /**
     * Watches a descriptor. This thread.
     *
     * @return a handle for {@link #change} and {@link #unwatch}
     */
    int watch(final int fd, final int events, final Ready ready) {
        final int tag = ++lastTag;
        epoll.add(fd, events, tag);
        watched.put(tag, ready);
        return tag;
    }

    /** Changes what a descriptor is watched for. This thread. */
    void change(final int fd, final int events, final int tag) {
        epoll.modify(fd, events, tag);
    }

    /** Forgets a descriptor, which the caller closes. This thread. */
    void unwatch(final int fd, final int tag) {
        watched.remove(tag);
        epoll.remove(fd);
    }

    /** Runs a task in so many milliseconds. This thread. */
    void after(final long delayMs, final Runnable task) {
        timers.add(new Timer(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs), task));
    }

    private void run() {
        Threads.name(NAME);
        final int[] tags = new int[64];
        while (!closing) {
            final int ready = epoll.await(tags, timeoutMs());
            final int[] events = new int[Math.max(ready, 0)];
            for (int i = 0; i < events.length; i++) {
                events[i] = epoll.readyEvents(i);
            }
            for (int i = 0; i < events.length; i++) {
                serve(tags[i], events[i]);
            }
            for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
                attempt(task);
            }
            runTimers();
        }
    }

    private void serve(final int tag, final int events) {
        if (tag == WAKE_TAG) {
            EventFd.drain(wakeFd);
            return;
        }
        final Ready handler = watched.get(tag); // gone when an earlier event of this round closed it
        if (handler != null) {
            attempt(() -> handler.ready(events));
        }
    }

    private void runTimers() {
        while (!timers.isEmpty() && timers.peek().atNs - System.nanoTime() <= 0) {
            attempt(timers.poll().task);
        }
    }

    /** One port's fault is not the others'. */
    private static void attempt(final Runnable task) {
        try {
            task.run();
        } catch (final RuntimeException | InternalError fault) {
            FAULTS.log(Level.ERROR, "fault in a task of the vhost-user thread", fault);
        }
    }

    private int timeoutMs() {
        if (timers.isEmpty()) {
            return -1;
        }
        final long leftNs = timers.peek().atNs - System.nanoTime();
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(leftNs) + 1, 0, Integer.MAX_VALUE);
    }
}
