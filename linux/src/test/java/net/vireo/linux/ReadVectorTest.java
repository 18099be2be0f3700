// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadVectorTest {
    @Test
    void shouldFillThePiecesInTheirOrder(@TempDir final Path directory) throws IOException {
        final Path file = directory.resolve("file");
        Files.writeString(file, "abcdefghij");
        final int fd = Fds.open(file.toString(), Fds.READ_ONLY, 0);
        try (Mapping room = Mmap.anonymous(64, false);
                ReadVector vector = new ReadVector(2)) {
            Memory.fill(room.address(), 64, (byte) 0xa5);
            vector.piece(0, room.address(), 3);
            vector.piece(1, room.address() + 32, 20);
            assertThat(vector.tryRead(fd)).isEqualTo(10);
            assertThat(Memory.getByte(room.address() + 2)).isEqualTo((byte) 'c');
            assertThat(Memory.getByte(room.address() + 3)).isEqualTo((byte) 0xa5);
            assertThat(Memory.getByte(room.address() + 32)).isEqualTo((byte) 'd');
            assertThat(Memory.getByte(room.address() + 38)).isEqualTo((byte) 'j');
            assertThat(vector.tryRead(fd)).as("at the end").isZero();
            assertThat(vector.tryRead(-1)).isEqualTo(-Errno.EBADF);
        } finally {
            Fds.close(fd);
        }
    }

    @Test
    void shouldLeaveOutAPieceOfNoLength(@TempDir final Path directory) throws IOException {
        final Path file = directory.resolve("file");
        Files.writeString(file, "abcdefghij");
        final int fd = Fds.open(file.toString(), Fds.READ_ONLY, 0);
        try (Mapping room = Mmap.anonymous(64, false);
                ReadVector vector = new ReadVector(2)) {
            vector.piece(0, room.address(), 3);
            vector.piece(1, 0, 0);
            assertThat(vector.tryRead(fd)).isEqualTo(3);
        } finally {
            Fds.close(fd);
        }
    }
}
