// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.vireo.linux.Epoll;
import net.vireo.linux.Errno;
import net.vireo.linux.FdList;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.ParentProcess;
import net.vireo.linux.UnixSocket;
import net.vireo.port.DescriptorKeeper;
import net.vireo.vrouter.Continuity;

/** A data plane's end of the line to its parent, which holds its TAPs. Any thread. */
final class ParentLink implements DescriptorKeeper {
    /** The parent has next to nothing to do; one that does not answer is stopped. */
    private static final int ANSWER_MS = 2000;

    private final UnixSocket socket;
    private final Epoll answers = Epoll.open();
    private final int[] ready = new int[1];

    /** What the parent gave and nobody has taken yet; null before it was asked. */
    private Map<String, int[]> given;

    private ParentLink(final UnixSocket socket) {
        this.socket = socket;
        answers.add(socket.fd(), Epoll.IN, 0);
    }

    /**
     * Connects to the parent and makes this process end with it.
     *
     * @throws LinuxException when the process that listens there is not this one's parent, or is gone
     */
    static ParentLink connect(final Path path) {
        final UnixSocket socket = UnixSocket.connect(path, UnixSocket.Type.SEQPACKET);
        ParentProcess.dieWithIt();
        final long parent =
                ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
        if (socket.peerCredentials().pid() != parent) {
            socket.close();
            throw new LinuxException(Errno.ESRCH, "find the parent behind " + path);
        }
        return new ParentLink(socket);
    }

    /** Tells the parent how far this data plane is. What nobody has taken by the time it forwards belongs to no vif. */
    synchronized void reached(final Continuity.Stage stage) {
        if (stage == Continuity.Stage.FORWARDS && given != null) {
            given.values().forEach(fds -> IntStream.of(fds).forEach(Fds::close));
            given.clear();
        }
        request(stage == Continuity.Stage.WAITS ? ParentMessage.WAITS : ParentMessage.FORWARDS, "");
    }

    /** Fetches all at the first call: packets wait, and each answer of the parent may wait for a CPU. */
    @Override
    public synchronized int[] kept(final String vifName) {
        if (given == null) {
            given = new HashMap<>();
            request(ParentMessage.GIVE, "");
        }
        final int[] fds = given.remove(vifName);
        return fds == null ? new int[0] : fds;
    }

    @Override
    public void keep(final String vifName, final int... fds) {
        request(ParentMessage.KEEP, vifName, fds);
    }

    @Override
    public void drop(final String vifName) {
        request(ParentMessage.DROP, vifName);
    }

    private synchronized void request(final byte what, final String name, final int... fds) {
        socket.send(new ParentMessage(what, name).bytes(), fds);
        final FdList received = new FdList(FdList.MAX);
        final ByteBuffer packet = ByteBuffer.allocate(ParentMessage.MAX_BYTES);
        ParentMessage answer;
        do {
            if (answers.await(ready, ANSWER_MS) != 1) {
                throw new LinuxException(Errno.ETIMEDOUT, "wait for the parent's answer to '" + (char) what + "'");
            }
            if (socket.receive(packet.clear(), received) == 0) {
                throw new LinuxException(Errno.EPIPE, "hear from the parent");
            }
            answer = ParentMessage.of(packet.flip());
            if (answer.what() == ParentMessage.GIVE) {
                given.put(
                        answer.name(),
                        IntStream.range(0, received.count()).map(received::take).toArray());
            }
        } while (answer.what() != ParentMessage.DONE);
    }
}
