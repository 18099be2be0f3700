// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpollTest {
    private final Epoll epoll = Epoll.open();
    private final int first = EventFd.create();
    private final int second = EventFd.create();
    private final int[] tags = {-7, -7, -7, -7};

    @AfterEach
    void close() {
        epoll.close();
        Fds.close(first);
        Fds.close(second);
    }

    @Test
    void shouldCountSignalsUntilDrained() {
        assertThat(EventFd.drain(first)).isZero();
        EventFd.signal(first);
        EventFd.signal(first);
        assertThat(EventFd.drain(first)).isEqualTo(2);
        assertThat(EventFd.drain(first)).isZero();
    }

    @Test
    void shouldAnswerTheTagsOfWhatIsReady() {
        epoll.add(first, Epoll.IN, 0x8000_0001);
        epoll.add(second, Epoll.IN, 42);
        assertThat(epoll.await(tags, 0)).isZero();
        EventFd.signal(second);
        assertThat(epoll.await(tags, -1)).isEqualTo(1);
        assertThat(tags).containsExactly(42, -7, -7, -7);
        assertThat(epoll.readyEvents(0)).isEqualTo(Epoll.IN);
        EventFd.signal(first);
        assertThat(epoll.await(tags, -1)).isEqualTo(2);
        assertThat(tags).startsWith(42, 0x8000_0001);
        EventFd.drain(second);
        epoll.remove(first);
        assertThat(epoll.await(tags, 0)).isZero();
    }

    @Test
    void shouldAnswerNoMoreThanTheArrayHolds() {
        epoll.add(first, Epoll.IN | Epoll.OUT, 1);
        epoll.add(second, Epoll.OUT, 2);
        assertThat(epoll.await(new int[1], 0)).isEqualTo(1);
    }

    @Test
    void shouldReportAnEdgeOnce() {
        epoll.add(first, Epoll.IN | Epoll.EDGE_TRIGGERED, 5);
        EventFd.signal(first);
        assertThat(epoll.await(tags, 0)).isEqualTo(1);
        assertThat(epoll.await(tags, 0)).isZero();
        epoll.modify(first, Epoll.IN, 6);
        assertThat(epoll.await(tags, 0)).isEqualTo(1);
        assertThat(tags[0]).isEqualTo(6);
    }

    @Test
    void shouldWaitForTheTimeout() {
        final long startNs = System.nanoTime();
        assertThat(epoll.await(tags, 30)).isZero();
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(29_000_000L);
    }

    @Test
    void shouldBeWokenByAnotherThread() throws InterruptedException {
        epoll.add(first, Epoll.IN, 9);
        final Thread waker = Thread.ofPlatform().start(() -> EventFd.signal(first));
        assertThat(epoll.await(tags, 10_000)).isEqualTo(1);
        waker.join();
    }

    @Test
    void shouldSayWhichDescriptorCouldNotBeAdded() {
        assertThatThrownBy(() -> epoll.add(1_000_000, Epoll.IN, 3))
                .hasMessage("EBADF: epoll_ctl(" + epoll.fd() + ", ADD, fd=1000000, events=0x1, tag=3)");
        epoll.add(first, Epoll.IN, 1);
        assertThatThrownBy(() -> epoll.add(first, Epoll.IN, 1)).hasMessageStartingWith("EEXIST: epoll_ctl(");
    }
}
