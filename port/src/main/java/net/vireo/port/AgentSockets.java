// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.Threads;
import net.vireo.linux.UnixName;
import net.vireo.linux.UnixSocket;

/**
 * The two names of a pkt0 and our socket. Datagrams go to the agent by its name, not over a connection: a datagram socket
 * that is connected to a dead agent refuses the next one until somebody notices. Whether an agent listens is asked ten
 * times a second by a thread of its own, so that an lcore need not find out with a packet; what lcores find out all the
 * same is believed at once.
 */
final class AgentSockets implements AutoCloseable {
    private static final int PROBE_MS = 100;
    private static final int SEND_BUFFER_BYTES = 4 << 20;

    private final Path ourPath;
    private final UnixSocket ours;
    private final UnixSocket probe = UnixSocket.unnamed(UnixSocket.Type.DATAGRAM);
    private final UnixName agent;
    private final int ownUid;
    private final Thread watch;
    private volatile boolean listening;
    private volatile boolean closing;

    /** Replaces a file that an earlier process left under our name: its owner must be dead. */
    AgentSockets(final Path ourPath, final Path agentPath) {
        this.ourPath = ourPath;
        agent = new UnixName(agentPath);
        try {
            Files.deleteIfExists(ourPath);
            ours = UnixSocket.bind(ourPath, UnixSocket.Type.DATAGRAM);
            Files.setPosixFilePermissions(ourPath, PosixFilePermissions.fromString("rw-------"));
            ownUid = (int) Files.getAttribute(ourPath, "unix:uid");
        } catch (final IOException failure) {
            throw new UncheckedIOException("cannot make " + ourPath, failure);
        }
        ours.sendBufferBytes(SEND_BUFFER_BYTES);
        ours.passCredentials();
        Fds.setNonBlocking(ours.fd());
        look();
        watch = Thread.ofPlatform().name("pkt0-watch").daemon().start(this::watch);
    }

    int fd() {
        return ours.fd();
    }

    UnixName agent() {
        return agent;
    }

    /** Whether an agent was there when last looked. */
    boolean isListening() {
        return listening;
    }

    /** A send found nobody. */
    void gone() {
        listening = false;
    }

    /** Something came from the agent. */
    void heard() {
        if (!listening) {
            listening = true;
        }
    }

    /** Whether a sender may speak to us: ourselves, or root. */
    boolean isTrusted(final int uid) {
        return uid == ownUid || uid == 0;
    }

    /** Whether a failed send says that nobody takes anything there. */
    static boolean isNobodys(final int errno) {
        return errno == Errno.ECONNREFUSED || errno == Errno.ENOENT || errno == Errno.EPERM;
    }

    private void watch() {
        Threads.name("lcore-8-packet");
        while (!closing) {
            look();
            try {
                Thread.sleep(PROBE_MS);
            } catch (final InterruptedException closed) {
                return;
            }
        }
    }

    private void look() {
        final int result = agent.tryConnect(probe.fd());
        // EPERM: it is there and hears one socket only, ours if it is an agent.
        listening = result == 0 || result == -Errno.EPERM;
    }

    @Override
    public void close() {
        closing = true;
        watch.interrupt();
        boolean interrupted = false;
        while (watch.isAlive()) {
            try {
                watch.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        ours.close();
        probe.close();
        agent.close();
        try {
            Files.deleteIfExists(ourPath);
        } catch (final IOException stays) {
            throw new UncheckedIOException("cannot remove " + ourPath, stays);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
