// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * Network namespaces, held by a file as {@code ip netns} does. A namespace belongs to a thread: what a thread opens
 * (sockets, TAPs) stays in the namespace the thread was in. So work in another namespace runs on a fresh platform
 * thread, which ends with it; the caller's own namespace never changes.
 *
 * <p>A thread inherits the namespace of the thread that starts it: code run by {@link #call} must not start threads
 * (virtual ones and thread pools included) that serve anyone else. A process that it starts is in the namespace.
 */
public final class NetNamespace {
    private static final Path OWN = Path.of("/proc/thread-self/ns/net");
    private static final int CLONE_NEWNET = 0x40000000;

    private NetNamespace() {}

    /** Work to do inside a namespace; any {@link java.util.concurrent.Callable} or lambda fits. */
    @FunctionalInterface
    public interface Work<T, X extends Exception> {
        T call() throws X;
    }

    /**
     * Makes a namespace, empty but for a loopback link that is down, and keeps it alive by mounting it on a new file.
     *
     * @param file must not exist; its folder must
     * @throws LinuxException EPERM without CAP_SYS_ADMIN, EEXIST when the file exists
     */
    public static void create(final Path file) {
        Fds.close(Fds.open(file.toString(), Fds.READ_ONLY | Fds.CREATE | Fds.EXCLUSIVE, 0444));
        try {
            onFreshThread(() -> {
                check(Syscall.call(SyscallNumber.UNSHARE, CLONE_NEWNET), "unshare(CLONE_NEWNET)");
                Mounts.bind(OWN, file);
                return null;
            });
        } catch (final LinuxException failure) {
            remove(file);
            throw failure;
        }
    }

    /** Takes the mount and the file away; the namespace ends when nothing else holds it. */
    public static void delete(final Path file) {
        Mounts.unmount(file);
        remove(file);
    }

    /**
     * Runs work in a namespace and waits for its end, also when the caller is interrupted meanwhile (the interrupt
     * stays pending).
     *
     * @param file what {@link #create} made, or any namespace file such as {@code /proc/PID/ns/net}
     * @return what the work returned
     * @throws X what the work threw
     */
    public static <T, X extends Exception> T call(final Path file, final Work<T, X> work) throws X {
        return onFreshThread(() -> {
            enter(file);
            return work.call();
        });
    }

    /** @return a descriptor of the calling thread's namespace, for the caller to close */
    public static int current() {
        return open(OWN);
    }

    /** @return a descriptor of the namespace behind a file, for the caller to close */
    public static int open(final Path file) {
        return Fds.open(file.toString(), Fds.READ_ONLY, 0);
    }

    private static void enter(final Path file) {
        final int fd = open(file);
        try {
            check(Syscall.call(SyscallNumber.SETNS, fd, CLONE_NEWNET), "setns(%s, CLONE_NEWNET)", file);
        } finally {
            Fds.close(fd);
        }
    }

    private static <T, X extends Exception> T onFreshThread(final Work<T, X> work) throws X {
        final Outcome<T, X> outcome = new Outcome<>(work);
        final Thread thread = Thread.ofPlatform()
                .name("netns")
                .inheritInheritableThreadLocals(false)
                .start(outcome);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcome.get();
    }

    private static void remove(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Carries a result or a failure from the fresh thread to the waiting one; the thread's end publishes it. */
    private static final class Outcome<T, X extends Exception> implements Runnable {
        private final Work<T, X> work;
        private T result;
        private Throwable failure;

        private Outcome(final Work<T, X> work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                result = work.call();
            } catch (final Throwable thrown) {
                failure = thrown;
            }
        }

        private T get() throws X {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                // Work declares X and nothing else that is checked.
                @SuppressWarnings("unchecked")
                final X declared = (X) failure;
                throw declared;
            }
            return result;
        }
    }
}
