// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FdsTest {
    private static final int CREATE_NEW = Fds.READ_WRITE | Fds.CREATE | Fds.EXCLUSIVE;

    @TempDir
    private Path folder;

    @Test
    void shouldSayWhichFileCouldNotBeOpened() {
        final Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> Fds.open(missing.toString(), Fds.READ_ONLY, 0))
                .isInstanceOf(LinuxException.class)
                .hasMessage("ENOENT: open(" + missing + ", flags=0x0, mode=00)");
    }

    @Test
    void shouldWriteAndReadThroughTheKernel() throws IOException {
        final Path file = folder.resolve("file");
        final int fd = Fds.open(file.toString(), CREATE_NEW, 0640);
        try (Mapping buffer = Mmap.anonymous(16, false)) {
            Memory.putLongBe(buffer.address(), 0x5669_7265_6f21_0000L);
            assertThat(Fds.tryWrite(fd, buffer.address(), 6)).isEqualTo(6);
            assertThat(Fds.sizeBytes(fd)).isEqualTo(6);
            Fds.truncate(fd, 5);
            assertThat(Fds.sizeBytes(fd)).isEqualTo(5);
        } finally {
            Fds.close(fd);
        }
        assertThat(Files.readString(file)).isEqualTo("Vireo");
        assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100640);
    }

    @Test
    void shouldReturnErrnoFromAHotCall() {
        final int fd = EventFd.create();
        try (Mapping buffer = Mmap.anonymous(8, false)) {
            assertThat(Fds.tryRead(fd, buffer.address(), 8)).isEqualTo(-Errno.EAGAIN);
            assertThat(Fds.tryRead(fd, 8, 8)).isEqualTo(-Errno.EAGAIN);
            EventFd.signal(fd);
            assertThat(Fds.tryRead(fd, buffer.address(), 4)).isEqualTo(-Errno.EINVAL);
            assertThat(Fds.tryRead(-1, buffer.address(), 8)).isEqualTo(-Errno.EBADF);
        } finally {
            Fds.close(fd);
        }
    }

    @Test
    void shouldRefuseToCloseTwice() {
        final int fd = 1_000_000;
        assertThatThrownBy(() -> Fds.close(fd)).hasMessage("EBADF: close(fd=1000000)");
    }

    @Test
    void shouldDuplicateTheOpenFile() {
        final int fd = MemFd.create("duplicated", false);
        final int duplicate = Fds.duplicate(fd);
        Fds.truncate(fd, 4096);
        Fds.close(fd);
        assertThat(Fds.sizeBytes(duplicate)).isEqualTo(4096);
        Fds.close(duplicate);
    }

    @Test
    void shouldMakeReadsReturnInsteadOfWaiting() {
        final UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.STREAM);
        try (UnixSocket first = pair.first();
                UnixSocket second = pair.second();
                Mapping buffer = Mmap.anonymous(8, false)) {
            Fds.setNonBlocking(first.fd());
            assertThat(Fds.tryRead(first.fd(), buffer.address(), 8)).isEqualTo(-Errno.EAGAIN);
            assertThat(Fds.tryWrite(second.fd(), buffer.address(), 8)).isEqualTo(8);
            assertThat(Fds.tryRead(first.fd(), buffer.address(), 8)).isEqualTo(8);
        }
    }
}
