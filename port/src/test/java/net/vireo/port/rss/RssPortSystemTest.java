// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.vireo.linux.Epoll;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.PacketSocketPort;
import net.vireo.port.Port;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over a real link (veth) and the kernel's fanout, with lcores that sleep on their queue's descriptor. */
@Tag("system")
@Timeout(60)
class RssPortSystemTest {
    private static final int FLOWS = 200;
    private static final int PACKETS_PER_FLOW = 20;

    private final PacketPool pool = PacketPool.create(new Sizes(8192, 64), false);
    private final PoolCache cache = pool.newCache(10);
    private Path namespace;
    private Port far;
    private RssPort port;

    @BeforeEach
    void makeLink(@TempDir final Path directory) throws Exception {
        namespace = directory.resolve("netns");
        NetNamespace.create(namespace);
        NetNamespace.call(namespace, () -> {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
            try (RtNetlink links = RtNetlink.open()) {
                links.addVeth("far", "fab");
                links.setUp(links.link("far").index());
                links.setUp(links.link("fab").index());
                links.awaitOperational(links.link("far").index(), 2000);
                far = socket(links, "far", 1);
            }
            return null;
        });
    }

    @AfterEach
    void remove() {
        port.close();
        far.close();
        assertThat(pool.balance().holds(0)).as("every buffer came back").isTrue();
        pool.close();
        NetNamespace.delete(namespace);
    }

    @Test
    void shouldSpreadOverLcoresThatPollAFanoutMemberEach() throws InterruptedException {
        spreadOver(2);
    }

    @Test
    void shouldSpreadOverLcoresWhereOnePollsForAll() throws InterruptedException {
        spreadOver(1);
    }

    private void spreadOver(final int sockets) throws InterruptedException {
        final Port device = NetNamespace.call(namespace, () -> {
            try (RtNetlink links = RtNetlink.open()) {
                return socket(links, "fab", sockets);
            }
        });
        port = RssPort.over(device, pool, 2);
        final Lcore[] lcores = {new Lcore(0), new Lcore(1)};
        final Thread[] threads = Arrays.stream(lcores).map(Thread::new).toArray(Thread[]::new);
        Arrays.stream(threads).forEach(Thread::start);
        send();
        final long deadlineNs = System.nanoTime() + 5_000_000_000L;
        while (lcores[0].count + lcores[1].count < FLOWS * PACKETS_PER_FLOW && System.nanoTime() < deadlineNs) {
            Thread.sleep(5);
        }
        Arrays.stream(lcores).forEach(lcore -> lcore.running = false);
        for (final Thread thread : threads) {
            thread.join();
        }

        assertThat(lcores[0].count + lcores[1].count).isEqualTo(FLOWS * PACKETS_PER_FLOW);
        assertThat(port.counters().rxPackets()).isEqualTo(FLOWS * PACKETS_PER_FLOW);
        assertThat(lcores[0].last.keySet()).doesNotContainAnyElementsOf(lcores[1].last.keySet());
        assertThat(lcores[0].last.size() + lcores[1].last.size()).isEqualTo(FLOWS);
        assertThat(lcores[0].last).hasSizeBetween(FLOWS / 4, FLOWS * 3 / 4);
        assertThat(lcores[0].overtaken + lcores[1].overtaken)
                .as("packets out of order")
                .isZero();
        assertThat(lcores[0].sleeps).isPositive();
        assertThat(lcores[1].sleeps).isPositive();
    }

    private void send() throws InterruptedException {
        final TxQueue out = far.txQueue(0);
        final long[] burst = new long[20];
        for (int number = 0; number < PACKETS_PER_FLOW; number++) {
            for (int flow = 0; flow < FLOWS; flow += burst.length) {
                for (int i = 0; i < burst.length; i++) {
                    burst[i] = Flows.udp(cache, 40_000 + flow + i, number);
                }
                assertThat(out.transmit(cache, burst, burst.length)).isEqualTo(burst.length);
            }
            Thread.sleep(number % 4); // now and then long enough to fall asleep
        }
    }

    private Port socket(final RtNetlink links, final String name, final int queues) {
        return PacketSocketPort.open(
                pool, new PacketSocketPort.Link(name, links.link(name).index(), 1500, queues));
    }

    private final class Lcore implements Runnable {
        private final int index;
        private final Map<Integer, Integer> last = new HashMap<>();
        private volatile boolean running = true;
        private volatile int count;
        private int overtaken;
        private int sleeps;

        Lcore(final int index) {
            this.index = index;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
        public void run() {
            final PoolCache own = pool.newCache(20 + index);
            final RxQueue queue = port.rxQueue(index);
            final long[] packets = new long[32];
            final int[] tags = new int[1];
            try (Epoll epoll = Epoll.open()) {
                epoll.add(queue.readinessFd(), Epoll.IN, 0);
                while (running) {
                    final int n = queue.receive(own, packets, 32);
                    for (int i = 0; i < n; i++) {
                        final Integer before =
                                last.put(Flows.sourcePort(pool, packets[i]), Flows.number(pool, packets[i]));
                        overtaken += before != null && before >= Flows.number(pool, packets[i]) ? 1 : 0;
                    }
                    own.free(packets, 0, n);
                    count += n;
                    if (n == 0 && epoll.await(tags, 0) == 0) {
                        sleeps++;
                        epoll.await(tags, 100);
                    }
                }
            }
            own.flush();
        }
    }
}
