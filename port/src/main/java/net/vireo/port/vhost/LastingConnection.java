// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import net.vireo.linux.FdList;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.MemFd;
import net.vireo.linux.Mmap;
import net.vireo.linux.UnixSocket;
import net.vireo.linux.memory.Memory;
import net.vireo.port.DescriptorKeeper;
import net.vireo.port.log.LimitedLog;
import net.vireo.virtio.vhost.BackEndSession;
import net.vireo.virtio.vhost.SessionRecord;

/**
 * Lets a guest's connection outlive this process: socket, memory, kicks and calls are with a keeper, and the process after
 * this one goes on with them. The guest's front end sees no end of the connection, so its link stays up.
 *
 * <p>What is kept must hold to the letter: rings at addresses that the guest meanwhile uses for something else would
 * destroy its memory, and a request that died with this process would be waited for for ever. So what is kept is given up
 * before the first byte of anything new is read, and kept anew when the front end has been quiet for a while. Who dies in
 * between leaves nothing: the connection ends, and the front end connects again. {@link VhostControl}'s thread.
 */
final class LastingConnection {
    /** A front end that sets up its device says dozens of things in a row, and each keeping costs a round trip. */
    private static final long QUIET_MS = 20;

    private static final LimitedLog LOG = new LimitedLog(LastingConnection.class);
    private static final long MAX_RECORD_BYTES = 1 << 20;

    private final VhostControl control;
    private final DescriptorKeeper keeper;
    private final String name;
    private boolean kept;
    private int changes;

    /** What the process before this one left. */
    record Left(UnixSocket socket, SessionRecord record) {
        void close() {
            socket.close();
            IntStream.of(record.fds()).forEach(Fds::close);
        }
    }

    LastingConnection(final VhostControl control, final DescriptorKeeper keeper, final String path) {
        this.control = control;
        this.keeper = keeper;
        name = "vhost-user " + path;
    }

    /** What the process before this one left; empty when that is nothing. The caller owns it. */
    Optional<Left> left() {
        final int[] fds = keeper.kept(name);
        if (fds.length < 2) {
            IntStream.of(fds).forEach(Fds::close);
            return Optional.empty();
        }
        final byte[] content = content(fds[0]);
        Fds.close(fds[0]);
        final int[] others = Arrays.copyOfRange(fds, 2, fds.length);
        final Optional<SessionRecord> record = SessionRecord.of(content, others);
        kept = true;
        if (record.isEmpty()) {
            LOG.log(Level.WARNING, name + ": what was kept is of another version; the guest connects anew");
            IntStream.of(others).forEach(Fds::close);
            Fds.close(fds[1]);
            changing();
        }
        return record.map(there -> new Left(UnixSocket.adopt(fds[1]), there));
    }

    /** The front end has said something, or is gone: what is kept does not hold any more. Before anything is read. */
    void changing() {
        changes++;
        if (kept) {
            keeper.drop(name);
            kept = false;
        }
    }

    /** Nothing is under way now. */
    void quiet(final UnixSocket socket, final BackEndSession session) {
        final int then = changes;
        if (!kept) {
            control.after(QUIET_MS, () -> {
                if (changes == then && !kept) {
                    session.record().ifPresent(record -> keep(socket, record));
                }
            });
        }
    }

    private void keep(final UnixSocket socket, final SessionRecord record) {
        final int[] others = record.fds();
        final int[] fds = new int[2 + others.length];
        if (fds.length > FdList.MAX) {
            LOG.log(Level.INFO, name + ": " + fds.length + " descriptors are too many to be kept for a restart");
            return;
        }
        fds[1] = socket.fd();
        System.arraycopy(others, 0, fds, 2, others.length);
        final int file = MemFd.create("vhost-user-session", false);
        fds[0] = file;
        try {
            write(file, record.toBytes());
            keeper.keep(name, fds);
            kept = true;
        } catch (final LinuxException failure) {
            LOG.log(Level.WARNING, name + ": the connection will not outlive this process: " + failure.getMessage());
        } finally {
            Fds.close(file);
        }
    }

    private static void write(final int file, final byte[] content) {
        Fds.truncate(file, content.length);
        try (Mapping mapping = Mmap.shared(file, content.length, true)) {
            Memory.copyIn(content, 0, mapping.address(), content.length);
        }
    }

    private static byte[] content(final int file) {
        final long lengthBytes = Fds.sizeBytes(file);
        if (lengthBytes <= 0 || lengthBytes > MAX_RECORD_BYTES) {
            return new byte[0];
        }
        final byte[] content = new byte[(int) lengthBytes];
        try (Mapping mapping = Mmap.shared(file, lengthBytes, false)) {
            Memory.copyOut(mapping.address(), content, 0, content.length);
        }
        return content;
    }
}
