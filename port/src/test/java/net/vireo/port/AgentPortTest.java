// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import net.vireo.linux.Epoll;
import net.vireo.linux.LinuxException;
import net.vireo.linux.UnixName;
import net.vireo.linux.UnixSocket;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's Unix sockets in between, the test as the agent. */
@Timeout(60)
class AgentPortTest {
    private final PacketPool pool = PacketPool.create(new Sizes(2048, 32), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[256];

    @TempDir
    private Path directory;

    private AgentPort port;
    private TxQueue queue;

    @BeforeEach
    void open() {
        port = AgentPort.open(pool, directory);
        queue = port.txQueue(0);
    }

    @AfterEach
    void close() {
        port.close();
        assertThat(directory.resolve("dpdk_pkt0")).doesNotExist();
        assertThat(pool.balance().holds(0)).isTrue();
        pool.close();
    }

    @Test
    void shouldCarryOneFramePerDatagramBothWays() {
        try (UnixSocket agent = agent()) {
            assertThat(send(Frames.packet(cache, bytes(60, 1)), Frames.packet(cache, bytes(234, 2))))
                    .isEqualTo(2);
            assertThat(read(agent)).isEqualTo(bytes(60, 1));
            assertThat(read(agent)).isEqualTo(bytes(234, 2));

            agent.send(ByteBuffer.wrap(bytes(14, 3)));
            agent.send(ByteBuffer.wrap(bytes(1558, 4)));
            agent.send(ByteBuffer.wrap(bytes(9044, 5)));
            assertThat(receive()).isEqualTo(3);
            assertThat(Frames.bytes(pool, packets[0])).isEqualTo(bytes(14, 3));
            assertThat(Frames.bytes(pool, packets[1])).isEqualTo(bytes(1558, 4));
            assertThat(Frames.bytes(pool, packets[2])).isEqualTo(bytes(9044, 5));
            assertThat(PacketRef.offset(packets[1])).isEqualTo(PacketPool.HEADROOM_BYTES);
            cache.free(packets, 0, 3);
            assertThat(pool.balance().holds(port.counters().heldBuffers())).isTrue();
        }
        assertThat(port.counters().txPackets()).isEqualTo(2);
        assertThat(port.counters().rxPackets()).isEqualTo(3);
    }

    @Test
    void shouldRefuseFramesThatAreNoneAndGoOn() {
        try (UnixSocket agent = agent()) {
            agent.send(ByteBuffer.wrap(bytes(13, 1)));
            agent.send(ByteBuffer.wrap(new byte[0]));
            agent.send(ByteBuffer.wrap(bytes(66_000, 1)));
            agent.send(ByteBuffer.wrap(bytes(20, 7)));
            assertThat(receive() + receive()).isOne();
            assertThat(port.counters().rxErrors()).isBetween(2L, 3L);
            cache.free(packets[0]);
        }
    }

    @Test
    void shouldTakeNothingWhileNobodyListensAndGoOnWhenTheAgentComes() {
        assertThat(queue.isOpen()).isFalse();
        final long lost = Frames.packet(cache, bytes(60, 1));
        packets[0] = lost;
        assertThat(queue.transmit(cache, packets, 1)).isZero();
        assertThat(packets[0]).isEqualTo(lost);
        assertThat(port.counters().txErrors()).isOne();
        cache.free(lost);
        try (UnixSocket agent = agent()) {
            assertThat(send(Frames.packet(cache, bytes(60, 2)))).isOne();
            assertThat(read(agent)).isEqualTo(bytes(60, 2));
        }
    }

    @Test
    void shouldKnowTheAgentThatComesAgainAfterADeath() throws IOException {
        for (int life = 0; life < 3; life++) {
            final UnixSocket agent = agent();
            assertThat(send(Frames.packet(cache, bytes(60, life)))).isOne();
            assertThat(read(agent)).isEqualTo(bytes(60, life));
            agent.close(); // its file stays, as after kill -9
            packets[0] = Frames.packet(cache, bytes(60, life));
            assertThat(queue.transmit(cache, packets, 1)).isZero();
            assertThat(queue.isOpen()).isFalse();
            cache.free(packets[0]);
            Files.delete(directory.resolve("agent_pkt0"));
        }
    }

    @Test
    void shouldRefuseWhatAnAgentThatDoesNotReadCannotTakeAndRecover() {
        try (UnixSocket agent = agent()) {
            int taken = 0;
            int refused = 0;
            for (int i = 0; i < 20_000 && refused == 0; i++) {
                packets[0] = Frames.packet(cache, bytes(234, i));
                final int sent = queue.transmit(cache, packets, 1);
                taken += sent;
                if (sent == 0) {
                    refused++;
                    cache.free(packets[0]);
                }
            }
            assertThat(refused).isOne();
            // More than net.unix.max_dgram_qlen could ever explain: only the send buffer limits a connected pair.
            assertThat(taken).isGreaterThan(100);
            assertThat(queue.isOpen()).as("it is there, it only does not read").isTrue();
            for (int i = 0; i < taken; i++) {
                assertThat(read(agent)).isEqualTo(bytes(234, i));
            }
            assertThat(send(Frames.packet(cache, bytes(60, 1)))).isOne();
            assertThat(read(agent)).isEqualTo(bytes(60, 1));
            assertThat(port.counters().txErrors()).isOne();
        }
    }

    @Test
    void shouldReplaceTheSocketOfADeadProcessAndKeepItsOwnToItself() throws IOException {
        port.close();
        UnixSocket.bind(directory.resolve("dpdk_pkt0"), UnixSocket.Type.DATAGRAM)
                .close();
        port = AgentPort.open(pool, directory);
        queue = port.txQueue(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("dpdk_pkt0"))))
                .isEqualTo("rw-------");
        try (UnixSocket agent = agent()) {
            assertThat(send(Frames.packet(cache, bytes(60, 1)))).isOne();
            assertThat(read(agent)).hasSize(60);
        }
    }

    @Test
    void shouldBeWaitedOn() throws IOException {
        try (UnixSocket agent = agent();
                Epoll epoll = Epoll.open()) {
            epoll.add(port.rxQueue(0).readinessFd(), Epoll.IN, 0);
            assertThat(epoll.await(new int[1], 0)).isZero();
            agent.send(ByteBuffer.wrap(bytes(20, 7)));
            assertThat(epoll.await(new int[1], 1000)).isOne();
            assertThat(receive()).isOne();
            cache.free(packets[0]);
        }
    }

    @Test
    void shouldAllocateNothing() {
        try (UnixSocket agent = agent()) {
            final byte[] frame = bytes(60, 1);
            final long[] sent = new long[1];
            assertThat(agent.fd()).isPositive();
            // Most of these find the agent's queue full, which is a way of its own.
            assertThat(Allocation.leastBytes(2000, () -> {
                        sent[0] = Frames.packet(cache, frame);
                        if (queue.transmit(cache, sent, 1) == 0) {
                            cache.free(sent[0]);
                        }
                        cache.free(packets, 0, receive());
                    }))
                    .isZero();
        }
    }

    /** As an agent starts: takes its own name, connects to ours. */
    private UnixSocket agent() {
        final UnixSocket agent = UnixSocket.bind(directory.resolve("agent_pkt0"), UnixSocket.Type.DATAGRAM);
        try (UnixName ours = new UnixName(directory.resolve("dpdk_pkt0"))) {
            assertThat(ours.tryConnect(agent.fd())).isZero();
        } catch (final LinuxException failure) {
            agent.close();
            throw failure;
        }
        await().until(queue::isOpen);
        return agent;
    }

    private int send(final long... burst) {
        return queue.transmit(cache, burst, burst.length);
    }

    private int receive() {
        return port.rxQueue(0).receive(cache, packets, 32);
    }

    private static byte[] read(final UnixSocket agent) {
        final ByteBuffer into = ByteBuffer.allocate(70_000);
        agent.receive(into);
        return Arrays.copyOf(into.array(), into.position());
    }

    private static byte[] bytes(final int length, final int fill) {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }
}
