// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.UnixSocket;

/**
 * The file of a socket that we listen on: mode 0600, in place of one that a dead process left, never of one that
 * somebody listens on and never of a file that is no socket. One thread.
 */
final class SocketFile implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final int MODE_TYPE = 0170000;
    private static final int MODE_SOCKET = 0140000;

    private final Path path;
    private final UnixSocket listener;
    private final Object identity;

    private SocketFile(final Path path, final UnixSocket listener, final Object identity) {
        this.path = path;
        this.listener = listener;
        this.identity = identity;
    }

    /**
     * Makes the file and listens, non-blocking.
     *
     * @throws LinuxException EADDRINUSE when somebody listens there or the file is no socket; what the system refuses
     */
    static SocketFile listen(final Path path) {
        final UnixSocket listener = bind(path);
        try {
            Fds.setNonBlocking(listener.fd());
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return new SocketFile(path, listener, identity(path));
        } catch (final IOException failure) {
            listener.close();
            throw new UncheckedIOException("cannot make the socket " + path, failure);
        }
    }

    /** The listening socket. */
    UnixSocket listener() {
        return listener;
    }

    /** Stops listening, and removes the file unless it is another one by now. */
    @Override
    public void close() {
        listener.close();
        try {
            if (identity.equals(identity(path))) {
                Files.delete(path);
            }
        } catch (final NoSuchFileException gone) {
            // somebody removed it: as wanted
        } catch (final IOException stays) {
            throw new UncheckedIOException("cannot remove the socket " + path, stays);
        }
    }

    private static UnixSocket bind(final Path path) {
        try {
            return UnixSocket.listen(path, UnixSocket.Type.STREAM, BACKLOG);
        } catch (final LinuxException taken) {
            if (taken.errno() != Errno.EADDRINUSE) {
                throw taken;
            }
            removeLeftover(path);
            return UnixSocket.listen(path, UnixSocket.Type.STREAM, BACKLOG);
        }
    }

    /** Only ECONNREFUSED says that nobody listens; and a plain file is answered with it too. */
    private static void removeLeftover(final Path path) {
        try {
            if (!isSocket(path)) {
                throw taken(path, "there is a file of that name that is no socket");
            }
            UnixSocket.connectNow(path, UnixSocket.Type.STREAM).close();
            throw taken(path, "another process listens on it");
        } catch (final LinuxException answer) {
            if (answer.errno() == Errno.EADDRINUSE || answer.errno() == Errno.ENOENT) {
                throw answer;
            }
            if (answer.errno() != Errno.ECONNREFUSED) {
                throw taken(path, "it cannot be asked whether a process listens on it: " + answer.getMessage());
            }
            remove(path);
        } catch (final NoSuchFileException gone) {
            // another one just removed it
        } catch (final IOException failure) {
            throw new UncheckedIOException("cannot look at " + path, failure);
        }
    }

    private static void remove(final Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException notOurs) {
            throw taken(path, "a dead process left it, and it is not ours to remove: " + notOurs.getMessage());
        }
    }

    private static LinuxException taken(final Path path, final String why) {
        return new LinuxException(Errno.EADDRINUSE, "listen on the socket " + path + ": " + why);
    }

    private static boolean isSocket(final Path path) throws IOException {
        final int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & MODE_TYPE) == MODE_SOCKET;
    }

    private static Object identity(final Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
