// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The promise of the calls marked hot: once the JVM has compiled them, not one byte of heap. */
class HotCallsTest {
    private static final int CALLS = 2_000;
    private static final int MOST_ROUNDS = 500;
    private static final int BURST = 32;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingWhenReadingAndWriting() {
        final int fd = EventFd.create();
        try (Mapping buffer = Mmap.anonymous(8, false)) {
            assertThat(allocatedBytes(() -> {
                        EventFd.signal(fd);
                        EventFd.drain(fd);
                        Fds.tryRead(fd, buffer.address(), 8);
                        Fds.tryWrite(-1, buffer.address(), 8);
                    }))
                    .isZero();
        } finally {
            Fds.close(fd);
        }
    }

    @Test
    void shouldAllocateNothingWhenWaiting() {
        final int fd = EventFd.create();
        try (Epoll epoll = Epoll.open()) {
            final int[] tags = new int[4];
            epoll.add(fd, Epoll.IN | Epoll.OUT, 3);
            assertThat(allocatedBytes(() -> epoll.await(tags, 0))).isZero();
            assertThat(tags[0]).isEqualTo(3);
        } finally {
            Fds.close(fd);
        }
    }

    @Test
    void shouldAllocateNothingWhenMovingBurstsAndDescriptors() {
        final UnixSocket.Pair pair = UnixSocket.pair(UnixSocket.Type.DATAGRAM);
        final int event = EventFd.create();
        try (UnixSocket first = pair.first();
                UnixSocket second = pair.second();
                Mapping buffers = Mmap.anonymous(2 * BURST * 64, false);
                MessageVector out = MessageVector.forSend(BURST);
                MessageVector in = MessageVector.forReceive(BURST)) {
            Fds.setNonBlocking(second.fd());
            for (int i = 0; i < BURST; i++) {
                out.buffer(i, buffers.address() + i * 64L, 60);
                in.buffer(i, buffers.address() + (BURST + i) * 64L, 64);
            }
            final FdList fds = new FdList(1);
            final long[] moved = new long[4];
            assertThat(allocatedBytes(() -> {
                        moved[3]++;
                        moved[0] += out.trySend(first.fd(), 0, 8);
                        moved[1] += in.tryReceive(second.fd(), BURST);
                        moved[2] += in.lengthBytes(7) + in.vlanTag(7) + in.tryReceive(second.fd(), BURST);
                        fds.add(event);
                        first.trySend(buffers.address(), 10, fds);
                        second.tryReceive(buffers.address(), 10, fds);
                        fds.closeAll();
                    }))
                    .isZero();
            assertThat(moved[0]).isEqualTo(moved[3] * 8);
            assertThat(moved[1]).isEqualTo(moved[0]);
            assertThat(moved[2]).isEqualTo(moved[3] * (60 - 1 - Errno.EAGAIN));
        } finally {
            Fds.close(event);
        }
    }

    /** What a round of calls allocates at last: rounds go on until one allocates nothing, or for long enough. */
    private long allocatedBytes(final Runnable calls) {
        final long self = Thread.currentThread().threadId();
        long allocatedBytes = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && allocatedBytes != 0; round++) {
            threads.getThreadAllocatedBytes(self);
            final long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < CALLS; i++) {
                calls.run();
            }
            allocatedBytes = threads.getThreadAllocatedBytes(self) - before;
        }
        return allocatedBytes;
    }
}
