// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.LongConsumer;
import net.vireo.linux.Epoll;
import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.Mapping;
import net.vireo.linux.MessageVector;
import net.vireo.linux.Mmap;
import net.vireo.linux.UnixName;
import net.vireo.linux.UnixSocket;
import net.vireo.linux.memory.Memory;
import net.vireo.port.AgentPort;

/** The agent's end of pkt0: binds its own name, stays connected to the data plane's. One thread. */
final class Pkt0 implements AutoCloseable {
    private static final int BATCH = 32;

    /** Frames that are handed out before what they ask for is answered. */
    private static final int MOST = 512;

    private static final int FRAME_BYTES = 2048;
    /** What a reader of a cut packet may touch behind it. */
    private static final int SLACK_BYTES = 1 << 17;

    private final Path ownPath;
    private final UnixSocket socket;
    private final UnixName dataPlane;
    private final Epoll epoll = Epoll.open();
    private final MessageVector vector = MessageVector.forReceive(BATCH);
    private final Mapping frames = Mmap.anonymous((long) BATCH * FRAME_BYTES + SLACK_BYTES, false);
    private final int[] ready = new int[1];

    /** @throws IOException when an agent is there already, or the socket cannot be made */
    Pkt0(final Path nodeDirectory) throws IOException {
        ownPath = nodeDirectory.resolve(AgentPort.AGENT_NAME);
        refuseSecondAgent();
        Files.deleteIfExists(ownPath);
        socket = UnixSocket.bind(ownPath, UnixSocket.Type.DATAGRAM);
        Files.setPosixFilePermissions(ownPath, PosixFilePermissions.fromString("rw-------"));
        Fds.setNonBlocking(socket.fd());
        dataPlane = new UnixName(nodeDirectory.resolve(AgentPort.OUR_NAME));
        epoll.add(socket.fd(), Epoll.IN, 0);
        for (int i = 0; i < BATCH; i++) {
            vector.buffer(i, frame(i), FRAME_BYTES);
        }
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

    /**
     * Waits for frames and hands those that came over, by address.
     *
     * @return how many came, the unreadable ones included
     */
    int receive(final int timeoutMs, final LongConsumer each) {
        if (epoll.await(ready, timeoutMs) <= 0) {
            return 0;
        }
        int all = 0;
        int count;
        do {
            count = vector.tryReceive(socket.fd(), BATCH);
            for (int i = 0; i < count; i++) {
                if (Trapped.isSound(vector.lengthBytes(i))) {
                    each.accept(Memory.base(frame(i)));
                }
            }
            all += Math.max(count, 0);
        } while (count == BATCH && all < MOST);
        return all;
    }

    private long frame(final int i) {
        return frames.address() + (long) i * FRAME_BYTES;
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
        vector.close();
        frames.close();
    }
}
