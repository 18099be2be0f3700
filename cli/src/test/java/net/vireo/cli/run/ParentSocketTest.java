// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.FdList;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.UnixSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentSocketTest {
    @TempDir
    private Path directory;

    private final BlockingQueue<Byte> told = new LinkedBlockingQueue<>();

    private ParentSocket open() throws IOException {
        return ParentSocket.open(directory.resolve("node"), (pid, stage) -> {
            assertThat(pid).isEqualTo(ProcessHandle.current().pid());
            told.add(stage);
        });
    }

    /** What came before the answer: names, and a descriptor of the last one. */
    private record Answer(List<String> names, int fds, int lastFd) {}

    private static Answer ask(final UnixSocket child, final byte what, final String name, final int... fds) {
        child.send(new ParentMessage(what, name).bytes(), fds);
        final List<String> names = new ArrayList<>();
        int count = 0;
        int last = -1;
        while (true) {
            final FdList given = new FdList(8);
            final ByteBuffer packet = ByteBuffer.allocate(64);
            assertThat(child.receive(packet, given)).isPositive();
            final ParentMessage message = ParentMessage.of(packet.flip());
            if (message.what() == ParentMessage.DONE) {
                return new Answer(names, count, last);
            }
            names.add(message.name());
            for (int i = 0; i < given.count(); i++) {
                last = given.take(i);
                count++;
            }
        }
    }

    @Test
    void shouldKeepDescriptorsFromOneChildForTheNext() throws IOException {
        final Path file = Files.writeString(directory.resolve("file"), "what lies behind the descriptor");
        try (ParentSocket parent = open()) {
            try (UnixSocket child = UnixSocket.connect(parent.path(), UnixSocket.Type.SEQPACKET)) {
                final int fd = Fds.open(file.toString(), Fds.READ_ONLY, 0);
                ask(child, ParentMessage.KEEP, "tap0", fd, fd);
                Fds.close(fd);
            }
            Files.delete(file);
            try (UnixSocket next = UnixSocket.connect(parent.path(), UnixSocket.Type.SEQPACKET)) {
                final Answer given = ask(next, ParentMessage.GIVE, "");
                assertThat(given.names).containsExactly("tap0");
                assertThat(given.fds).isEqualTo(2);
                assertThat(Fds.sizeBytes(given.lastFd)).isEqualTo("what lies behind the descriptor".length());
                ask(next, ParentMessage.DROP, "tap0");
                assertThat(ask(next, ParentMessage.GIVE, "").names).isEmpty();
            }
        }
    }

    @Test
    void shouldTellHowFarAChildIs() throws Exception {
        try (ParentSocket parent = open();
                UnixSocket child = UnixSocket.connect(parent.path(), UnixSocket.Type.SEQPACKET)) {
            ask(child, ParentMessage.WAITS, "");
            ask(child, ParentMessage.FORWARDS, "");
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(ParentMessage.WAITS);
            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(ParentMessage.FORWARDS);
        }
    }

    @Test
    void shouldRemoveWhatAKilledParentLeftAndKeepToItself() throws IOException {
        Files.createDirectories(directory.resolve("node"));
        Files.createFile(directory.resolve("node").resolve("parent.1"));
        try (ParentSocket parent = open()) {
            try (var files = Files.list(directory.resolve("node"))) {
                assertThat(files.toList()).isEqualTo(List.of(parent.path()));
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.path())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("node"))))
                    .isEqualTo("rwx------");
        }
        assertThat(directory.resolve("node")).isEmptyDirectory();
    }

    /** Started by hand with another process's socket, a data plane would end with that process and nobody would know. */
    @Test
    void shouldNotTakeAnyProcessForTheParent() throws IOException {
        try (ParentSocket parent = open()) {
            assertThatThrownBy(() -> ParentLink.connect(parent.path()))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageContaining("find the parent");
        }
    }
}
