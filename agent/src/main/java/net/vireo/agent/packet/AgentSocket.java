// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import net.vireo.linux.Epoll;
import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.UnixName;
import net.vireo.linux.UnixSocket;
import net.vireo.port.AgentPort;

/**
 * The agent's end of pkt0: binds its own name, stays connected to the data plane's. One thread receives, another one may
 * send.
 */
final class AgentSocket implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 16;

    private final Path ownPath;
    private final UnixSocket socket;
    private final UnixName dataPlane;
    private final Epoll epoll = Epoll.open();
    private final int[] ready = new int[1];
    private final ByteBuffer receiving = ByteBuffer.allocate(MOST_BYTES);

    /** @throws IOException when an agent is there already, or the socket cannot be made */
    AgentSocket(final Path nodeDirectory) throws IOException {
        ownPath = nodeDirectory.resolve(AgentPort.AGENT_NAME);
        refuseSecondAgent();
        Files.deleteIfExists(ownPath);
        socket = UnixSocket.bind(ownPath, UnixSocket.Type.DATAGRAM);
        Files.setPosixFilePermissions(ownPath, PosixFilePermissions.fromString("rw-------"));
        Fds.setNonBlocking(socket.fd());
        dataPlane = new UnixName(nodeDirectory.resolve(AgentPort.OUR_NAME));
        epoll.add(socket.fd(), Epoll.IN, 0);
    }

    private void refuseSecondAgent() throws IOException {
        try (UnixSocket probe = UnixSocket.unnamed(UnixSocket.Type.DATAGRAM);
                UnixName name = new UnixName(ownPath)) {
            final int result = name.tryConnect(probe.fd());
            if (result == 0 || result == -Errno.EPERM) {
                throw new IOException("an agent has " + ownPath + " open already");
            }
        }
    }

    /** Connects to the data plane that runs now; to be called now and then, since data planes are restarted. */
    boolean connect() {
        return dataPlane.tryConnect(socket.fd()) == 0;
    }

    /** Waits until there is something to receive, at most so long. */
    boolean await(final int timeoutMs) {
        return epoll.await(ready, timeoutMs) > 0;
    }

    /** A frame that is there, empty when none is. */
    Optional<byte[]> receive() {
        receiving.clear();
        try {
            final int lengthBytes = socket.receive(receiving);
            return Optional.of(Arrays.copyOf(receiving.array(), lengthBytes));
        } catch (final LinuxException e) {
            // Nothing there, or the data plane went away: the next one connects.
            return Optional.empty();
        }
    }

    /** @return whether the data plane took it: it may be away, or busy */
    boolean send(final ByteBuffer frame) {
        try {
            socket.send(frame);
            return true;
        } catch (final LinuxException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(ownPath);
        } catch (final IOException stays) {
            // The next agent replaces it.
        }
        epoll.close();
        socket.close();
        dataPlane.close();
    }
}
