// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Viewers of a node: many, slow ones, and those that vanish. */
@Timeout(120)
class StreamTest {
    private static final String EVENTS = "/api/v1/nodes/compute1/events";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    private Path run;

    private Console console;
    private final List<Socket> sockets = new ArrayList<>();

    private void open(final int viewers, final long stalledMs) throws IOException {
        console = new Console(run, "vm".repeat(500), "", new Server.Limits(viewers, stalledMs));
    }

    @AfterEach
    void close() throws IOException {
        for (final Socket socket : sockets) {
            socket.close();
        }
        console.close();
    }

    private Socket watch(final int receiveBytes) throws IOException {
        final Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBytes);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), console.port()));
        socket.getOutputStream()
                .write(("GET " + EVENTS + " HTTP/1.1\r\nHost: 127.0.0.1:" + console.port() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        sockets.add(socket);
        return socket;
    }

    private static List<Long> sequences(final InputStream in, final int count) throws IOException {
        final BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        final List<Long> sequences = new ArrayList<>();
        while (sequences.size() < count) {
            final String line = lines.readLine();
            if (line == null) {
                throw new IOException("the stream ended after " + sequences);
            }
            if (line.startsWith("id: ")) {
                sequences.add(Long.parseLong(line.substring(4)));
            }
        }
        return sequences;
    }

    @Test
    void shouldSendEachFrameOnceInOrder() throws Exception {
        open(10, 10_000);
        final List<Long> sequences = sequences(watch(65_536).getInputStream(), 12);
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldLookOnceHoweverManyWatch() throws Exception {
        open(10, 10_000);
        final List<Socket> viewers = List.of(watch(65_536), watch(65_536), watch(65_536));
        for (final Socket viewer : viewers) {
            final List<Long> sequences = sequences(viewer.getInputStream(), 6);
            // Each look has a number: had each viewer its own, or made it one, there would be gaps of three.
            assertThat(sequences.getLast() - sequences.getFirst()).isLessThan(15);
        }
        await().atMost(LIMIT).until(() -> console.server().viewers() == 3);
    }

    /** The ledger is the one look for which lcores do something: fifty browsers are no reason for another one. */
    @Test
    void shouldAskLcoresNoMoreForFiftyViewersThanForOne() throws Exception {
        open(60, 10_000);
        final long startNs = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            watch(65_536);
        }
        for (final Socket viewer : List.copyOf(sockets)) {
            sequences(viewer.getInputStream(), 5);
        }
        assertThat(console.server().viewers()).isEqualTo(50);
        final long seconds = (System.nanoTime() - startNs) / 1_000_000_000;
        assertThat(console.ledgers()).isBetween(1, 2 + (int) (seconds / 5));
        assertThat(console.asked()).as("once a second, whoever watches").isBetween(1, 3 + (int) seconds);
        assertThat(console.traces()).isZero();
    }

    @Test
    void shouldLetGoOfWhoVanishes() throws Exception {
        open(10, 10_000);
        for (int i = 0; i < 5; i++) {
            sequences(watch(65_536).getInputStream(), 1);
        }
        assertThat(console.server().viewers()).isEqualTo(5);
        for (final Socket socket : sockets) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
        await().atMost(LIMIT).until(() -> console.server().viewers() == 0);
    }

    @Test
    void shouldLetGoOfWhoTakesNothing() throws Exception {
        open(10, 500);
        watch(1024);
        await().atMost(LIMIT).until(() -> console.server().viewers() == 1);
        // It never reads: when what lies between is full, a write stands still, and the viewer goes.
        await().atMost(Duration.ofSeconds(100)).until(() -> console.server().viewers() == 0);
        assertThat(console.get("/api/v1/nodes").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldBoundViewers() throws Exception {
        open(2, 10_000);
        sequences(watch(65_536).getInputStream(), 1);
        sequences(watch(65_536).getInputStream(), 1);
        final var refused = console.get(EVENTS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        assertThat(refused.body()).contains("2 browsers watch already");
    }
}
