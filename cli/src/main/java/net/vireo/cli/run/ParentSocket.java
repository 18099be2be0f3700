// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import net.vireo.linux.FdList;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.UnixSocket;

/**
 * Where the data planes of one node reach their parent: takes TAPs' descriptors from the one that forwards and gives
 * them to the next. One thread for each child, which are few.
 */
final class ParentSocket implements AutoCloseable {
    private static final String PREFIX = "parent.";
    private static final int BACKLOG = 8;
    private static final long STACK_BYTES = 128 << 10;

    private final Path path;
    private final UnixSocket listener;
    private final BiConsumer<Long, Byte> progress;
    private final Map<String, int[]> kept = new HashMap<>();

    private ParentSocket(final Path path, final BiConsumer<Long, Byte> progress) {
        this.path = path;
        this.progress = progress;
        listener = UnixSocket.listen(path, UnixSocket.Type.SEQPACKET, BACKLOG);
    }

    /**
     * Opens the socket in the node's directory, which is made if it is not there.
     *
     * @param progress is told the process id of a child and {@link ParentMessage#WAITS} or {@link ParentMessage#FORWARDS}
     */
    static ParentSocket open(final Path directory, final BiConsumer<Long, Byte> progress) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        removeLeftovers(directory);
        final ParentSocket socket = new ParentSocket(
                directory.resolve(PREFIX + ProcessHandle.current().pid()), progress);
        Files.setPosixFilePermissions(socket.path, PosixFilePermissions.fromString("rw-------"));
        start("children", socket::accept);
        return socket;
    }

    Path path() {
        return path;
    }

    /** Removes the socket; what was kept ends with the process. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }

    private static void removeLeftovers(final Path directory) throws IOException {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (final Path socket : sockets) {
                try {
                    UnixSocket.connect(socket, UnixSocket.Type.SEQPACKET).close();
                } catch (final LinuxException nobodyListens) {
                    Files.deleteIfExists(socket);
                }
            }
        }
    }

    private static void start(final String name, final Runnable work) {
        final Thread thread = new Thread(null, work, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            final UnixSocket child = listener.accept();
            start("child", () -> serve(child));
        }
    }

    /** Until the child's end is closed, which its death does. */
    private void serve(final UnixSocket child) {
        try (child) {
            final long pid = child.peerCredentials().pid();
            final FdList fds = new FdList(FdList.MAX);
            final ByteBuffer packet = ByteBuffer.allocate(ParentMessage.MAX_BYTES);
            while (child.receive(packet.clear(), fds) > 0) {
                answer(child, pid, ParentMessage.of(packet.flip()), fds);
                fds.closeAll();
            }
        } catch (final LinuxException gone) {
            // The child died with a request under way: its exit code tells more.
            return;
        }
    }

    private void answer(final UnixSocket child, final long pid, final ParentMessage message, final FdList fds) {
        synchronized (kept) {
            switch (message.what()) {
                case ParentMessage.KEEP -> {
                    drop(message.name());
                    final int[] own = new int[fds.count()];
                    for (int i = 0; i < own.length; i++) {
                        own[i] = fds.take(i);
                    }
                    kept.put(message.name(), own);
                }
                case ParentMessage.GIVE ->
                    kept.forEach((name, own) -> child.send(new ParentMessage(ParentMessage.GIVE, name).bytes(), own));
                case ParentMessage.DROP -> drop(message.name());
                default -> progress.accept(pid, message.what());
            }
            child.send(new ParentMessage(ParentMessage.DONE, "").bytes());
        }
    }

    private void drop(final String name) {
        final int[] fds = kept.remove(name);
        if (fds != null) {
            for (final int fd : fds) {
                Fds.close(fd);
            }
        }
    }
}
