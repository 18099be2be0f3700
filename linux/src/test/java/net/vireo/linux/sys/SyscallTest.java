// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import net.vireo.linux.Fds;
import net.vireo.linux.MemFd;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class SyscallTest {
    private static final int GETPID = 39;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;

    @Test
    void shouldReturnWhatTheKernelReturns() {
        assertThat(Syscall.call(GETPID)).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void shouldReturnErrnoNegated() {
        assertThat(Syscall.call(SyscallNumber.CLOSE, -1)).isEqualTo(-9);
        assertThat(Syscall.call(100_000)).isEqualTo(-38);
    }

    @Test
    void shouldPassAllSixArgumentsInTheirPlaces() {
        final int fd = MemFd.create("six-arguments", false);
        Fds.truncate(fd, 3 * 4096);
        final long whole = Syscall.call(SyscallNumber.MMAP, 0, 3 * 4096, PROT_READ_WRITE, MAP_SHARED, fd, 0);
        final long third = Syscall.call(SyscallNumber.MMAP, 0, 4096, PROT_READ_WRITE, MAP_SHARED, fd, 2 * 4096);
        Memory.putLong(third + 16, 0x0123_4567_89ab_cdefL);
        assertThat(Memory.getLong(whole + 2 * 4096 + 16)).isEqualTo(0x0123_4567_89ab_cdefL);
        assertThat(Syscall.call(SyscallNumber.MUNMAP, whole, 3 * 4096)).isZero();
        assertThat(Syscall.call(SyscallNumber.MUNMAP, third, 4096)).isZero();
        Fds.close(fd);
    }

    @Test
    void shouldGiveEachThreadItsOwnScratch() throws InterruptedException {
        final AtomicLong others = new AtomicLong();
        Thread.ofVirtual().start(() -> others.set(Syscall.threadScratch())).join();
        assertThat(others.get()).isNotZero().isNotEqualTo(Syscall.threadScratch());
        assertThat(Syscall.threadScratch()).isEqualTo(Syscall.threadScratch());
    }
}
