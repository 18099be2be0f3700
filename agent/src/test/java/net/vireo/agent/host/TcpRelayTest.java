// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.vireo.agent.service.Counters;
import net.vireo.cli.text.IpPrefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TcpRelayTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final IpPrefix LOOPBACK = IpPrefix.host(0x7f000001);

    private final AtomicLong clockNs = new AtomicLong();
    private final CompletableFuture<Void> served = new CompletableFuture<>();
    private ServerSocket service;
    private Socket guest;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        final TcpRelay relay = new TcpRelay(
                List.of(LOOPBACK), service.getLocalPort(), new Counters<>(DoorCounter.class), clockNs::get);
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            guest = new Socket(InetAddress.getLoopbackAddress(), door.getLocalPort());
            final Socket accepted = door.accept();
            Thread.ofVirtual().start(() -> {
                try (accepted) {
                    relay.serve(accepted, null);
                    served.complete(null);
                } catch (final IOException e) {
                    served.completeExceptionally(e);
                }
            });
        }
        server = service.accept();
    }

    @AfterEach
    void close() throws IOException {
        guest.close();
        server.close();
        service.close();
    }

    @Test
    void shouldCarryALongAnswerToAGuestThatOnlyListens() throws Exception {
        guest.getOutputStream().write('?');
        assertThat(server.getInputStream().read()).isEqualTo('?');
        for (int i = 0; i < 6; i++) {
            server.getOutputStream().write(i);
            assertThat(guest.getInputStream().read()).as("after %d s", i * 20).isEqualTo(i);
            clockNs.addAndGet(20 * SECOND_NS);
        }
        server.close();
        guest.shutdownOutput();
        served.get();
    }

    @Test
    void shouldEndAConnectionOnWhichBothAreSilent() throws IOException {
        clockNs.addAndGet(31 * SECOND_NS);

        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(served::get).isInstanceOf(ExecutionException.class).hasMessageContaining("silent");
    }

    @Test
    void shouldEndAConnectionWhoseGuestTakesNothing() {
        Thread.ofVirtual().start(() -> {
            final byte[] much = new byte[1 << 20];
            try {
                guest.shutdownOutput();
                for (int i = 0; i < 64; i++) {
                    server.getOutputStream().write(much);
                }
            } catch (final IOException ended) {
                // That is what is waited for.
            }
        });
        Thread.ofVirtual().start(() -> {
            while (!served.isDone()) {
                clockNs.addAndGet(SECOND_NS);
                LockSupport.parkNanos(10_000_000L);
            }
        });

        assertThatThrownBy(served::get).isInstanceOf(ExecutionException.class);
    }
}
