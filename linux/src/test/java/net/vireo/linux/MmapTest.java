// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class MmapTest {
    @Test
    void shouldRoundUpToPagesAndZero() {
        try (Mapping mapping = Mmap.anonymous(5000, false)) {
            assertThat(mapping.lengthBytes()).isEqualTo(8192);
            assertThat(mapping.address() % Mmap.PAGE_BYTES).isZero();
            assertThat(Memory.getLong(mapping.address() + 8184)).isZero();
            mapping.populate();
            mapping.preferHugepages();
        }
    }

    @Test
    void shouldGiveHugePagesOrSayThatThereAreNone() {
        try (Mapping mapping = Mmap.anonymous(1, true)) {
            assertThat(mapping.lengthBytes()).isEqualTo(Mmap.HUGEPAGE_BYTES);
            assertThat(mapping.address() % Mmap.HUGEPAGE_BYTES).isZero();
        } catch (final LinuxException none) {
            assertThat(none)
                    .hasMessage("ENOMEM: mmap(length=2097152, protection=0x3, flags=0x40022, fd=-1, offset=0x0)")
                    .extracting(LinuxException::errno)
                    .isEqualTo(Errno.ENOMEM);
        }
    }

    @Test
    void shouldShareAFileBetweenMappings() {
        final int fd = MemFd.create("shared", false);
        Fds.truncate(fd, 4096);
        try (Mapping writable = Mmap.shared(fd, 4096, true);
                Mapping readable = Mmap.shared(fd, 4096, false)) {
            Fds.close(fd);
            Memory.putLong(writable.address() + 4088, 0x1122_3344_5566_7788L);
            assertThat(Memory.getLong(readable.address() + 4088)).isEqualTo(0x1122_3344_5566_7788L);
            assertThat(readable.address()).isNotEqualTo(writable.address());
        }
    }

    @Test
    void shouldCloseOnce() {
        final Mapping mapping = Mmap.anonymous(4096, false);
        mapping.close();
        assertThatCode(mapping::close).doesNotThrowAnyException();
    }

    @Test
    void shouldSayWhatCouldNotBeMapped() {
        assertThatThrownBy(() -> Mmap.shared(1_000_000, 4096, true))
                .hasMessage("EBADF: mmap(length=4096, protection=0x3, flags=0x1, fd=1000000, offset=0x0)");
    }

    @Test
    void shouldHoldWhatASealPromises() {
        final int fd = MemFd.create("sealed", false);
        try {
            Fds.truncate(fd, 8192);
            MemFd.seal(fd, MemFd.SEAL_SHRINK | MemFd.SEAL_SEAL);
            assertThat(MemFd.seals(fd)).isEqualTo(MemFd.SEAL_SHRINK | MemFd.SEAL_SEAL);
            Fds.truncate(fd, 16384);
            assertThatThrownBy(() -> Fds.truncate(fd, 4096)).hasMessage("EPERM: ftruncate(fd=" + fd + ", length=4096)");
            assertThatThrownBy(() -> MemFd.seal(fd, MemFd.SEAL_GROW))
                    .hasMessage("EPERM: fcntl(F_ADD_SEALS, fd=" + fd + ", seals=0x4)");
        } finally {
            Fds.close(fd);
        }
    }
}
