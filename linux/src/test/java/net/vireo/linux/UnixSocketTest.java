// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.vireo.linux.UnixSocket.Type.DATAGRAM;
import static net.vireo.linux.UnixSocket.Type.SEQPACKET;
import static net.vireo.linux.UnixSocket.Type.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    @TempDir
    private Path folder;

    @Test
    void shouldCarryAStreamBetweenProcessesThatMeetAtAPath() throws IOException {
        final Path path = folder.resolve("socket");
        try (UnixSocket listener = UnixSocket.listen(path, STREAM, 4);
                UnixSocket client = UnixSocket.connect(path, STREAM);
                UnixSocket server = listener.accept()) {
            assertThat(client.send(bytes("one"))).isEqualTo(3);
            assertThat(client.send(bytes("two"))).isEqualTo(3);
            assertThat(receive(server, 100)).isEqualTo("onetwo");
            final UnixSocket.Credentials peer = server.peerCredentials();
            assertThat(peer.pid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(peer.uid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            assertThat(peer.gid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
        }
    }

    @Test
    void shouldKeepTheBoundsOfPacketsAndCutLongOnes() {
        final UnixSocket.Pair pair = UnixSocket.pair(SEQPACKET);
        try (UnixSocket first = pair.first();
                UnixSocket second = pair.second()) {
            first.send(bytes("one"));
            first.send(bytes("twotwo"));
            first.send(bytes("three"));
            assertThat(receive(second, 100)).isEqualTo("one");
            assertThat(receive(second, 4)).isEqualTo("twot");
            assertThat(receive(second, 100)).isEqualTo("three");
        }
    }

    @Test
    void shouldReceiveDatagramsAtAPath() {
        final Path path = folder.resolve("datagrams");
        try (UnixSocket receiver = UnixSocket.bind(path, DATAGRAM);
                UnixSocket sender = UnixSocket.connect(path, DATAGRAM)) {
            sender.send(bytes("first"));
            sender.send(bytes(""));
            assertThat(receive(receiver, 100)).isEqualTo("first");
            assertThat(receive(receiver, 100)).isEmpty();
        }
    }

    @Test
    void shouldPassDescriptorsThatStayUsableAfterTheSenderClosedThem() {
        final UnixSocket.Pair pair = UnixSocket.pair(STREAM);
        try (UnixSocket first = pair.first();
                UnixSocket second = pair.second()) {
            final int memory = MemFd.create("passed", false);
            Fds.truncate(memory, 12288);
            final int event = EventFd.create();
            EventFd.signal(event);
            first.send(bytes("x"), memory, event);
            Fds.close(memory);
            Fds.close(event);

            final FdList fds = new FdList(4);
            final ByteBuffer into = ByteBuffer.allocate(10);
            assertThat(second.receive(into, fds)).isEqualTo(1);
            assertThat(fds.count()).isEqualTo(2);
            assertThat(Fds.sizeBytes(fds.fd(0))).isEqualTo(12288);
            assertThat(EventFd.drain(fds.fd(1))).isEqualTo(1);
            fds.closeAll();
        }
    }

    @Test
    void shouldCloseTheDescriptorsThatNobodyAskedFor() throws IOException {
        final UnixSocket.Pair pair = UnixSocket.pair(SEQPACKET);
        try (UnixSocket first = pair.first();
                UnixSocket second = pair.second()) {
            final int event = EventFd.create();
            final long before = openDescriptors();
            final FdList one = new FdList(1);
            first.send(bytes("a"), event, event, event);
            first.send(bytes("b"), event);
            assertThat(second.receive(ByteBuffer.allocate(1), one)).isEqualTo(1);
            assertThat(one.count()).isEqualTo(1);
            assertThat(openDescriptors()).isEqualTo(before + 1);
            final int taken = one.take(0);
            one.closeAll();
            assertThat(openDescriptors()).isEqualTo(before + 1);
            Fds.close(taken);
            assertThat(second.receive(ByteBuffer.allocate(1))).isEqualTo(1);
            assertThat(openDescriptors()).isEqualTo(before);
            Fds.close(event);
        }
    }

    @Test
    void shouldCarryAsManyDescriptorsAsLinuxAllows() {
        final UnixSocket.Pair pair = UnixSocket.pair(STREAM);
        try (UnixSocket first = pair.first();
                UnixSocket second = pair.second();
                Mapping buffer = Mmap.anonymous(8, false)) {
            final FdList many = new FdList(FdList.MAX);
            final int event = EventFd.create();
            while (many.add(event)) {}
            assertThat(first.trySend(buffer.address(), 8, many)).isEqualTo(8);
            many.clear();
            assertThat(second.tryReceive(buffer.address(), 8, many)).isEqualTo(8);
            assertThat(many.count()).isEqualTo(253);
            many.closeAll();
            Fds.close(event);
        }
    }

    @Test
    void shouldReturnErrnoInsteadOfWaitingOrDying() {
        final UnixSocket.Pair pair = UnixSocket.pair(STREAM);
        try (UnixSocket first = pair.first();
                Mapping buffer = Mmap.anonymous(8, false)) {
            final FdList none = new FdList(0);
            Fds.setNonBlocking(first.fd());
            assertThat(first.tryReceive(buffer.address(), 8, none)).isEqualTo(-Errno.EAGAIN);
            pair.second().close();
            assertThat(first.tryReceive(buffer.address(), 8, none)).isZero();
            assertThat(first.trySend(buffer.address(), 8, none)).isEqualTo(-Errno.EPIPE);
            assertThatThrownBy(() -> first.send(bytes("abc")))
                    .hasMessage("EPIPE: sendmsg(fd=" + first.fd() + ", length=3, fds=0)");
        }
    }

    @Test
    void shouldSayWhyAPathCannotBeUsed() {
        final Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> UnixSocket.connect(missing, STREAM))
                .hasMessage("ENOENT: connect(" + missing + ", STREAM)");
        final Path path = folder.resolve("taken");
        UnixSocket.listen(path, SEQPACKET, 1).close();
        assertThatThrownBy(() -> UnixSocket.listen(path, SEQPACKET, 1))
                .hasMessage("EADDRINUSE: bind(" + path + ", SEQPACKET)");
        assertThatThrownBy(() -> UnixSocket.connect(path, SEQPACKET))
                .hasMessage("ECONNREFUSED: connect(" + path + ", SEQPACKET)");
        final Path tooLong = Path.of("/" + "x".repeat(107));
        assertThatThrownBy(() -> UnixSocket.connect(tooLong, STREAM))
                .hasMessage("ENAMETOOLONG: connect(" + tooLong
                        + "): a Unix socket's path has at most 107 bytes, this one 108");
    }

    @Test
    void shouldMoveTheBuffersPosition() {
        final UnixSocket.Pair pair = UnixSocket.pair(STREAM);
        try (UnixSocket first = pair.first();
                UnixSocket second = pair.second()) {
            final ByteBuffer out = bytes("..abc").position(2);
            assertThat(first.send(out)).isEqualTo(3);
            assertThat(out.hasRemaining()).isFalse();
            final ByteBuffer in = ByteBuffer.allocate(8).put((byte) '>');
            second.receive(in);
            assertThat(new String(in.array(), 0, in.position(), UTF_8)).isEqualTo(">abc");
        }
    }

    private static long openDescriptors() throws IOException {
        try (var listed = Files.list(Path.of("/proc/self/fd"))) {
            return listed.count();
        }
    }

    private static ByteBuffer bytes(final String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String receive(final UnixSocket socket, final int capacity) {
        final ByteBuffer into = ByteBuffer.allocate(capacity);
        socket.receive(into);
        return new String(into.array(), 0, into.position(), UTF_8);
    }
}
