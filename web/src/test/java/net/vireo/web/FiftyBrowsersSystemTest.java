// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.cli.node.RunDirectory;
import net.vireo.web.http.Token;
import net.vireo.web.sample.Nodes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty browsers on the console of a node that forwards without a pause. What is asserted is what the console asks of lcores,
 * which depends on no machine; what forwarding costs with and without them is printed, in turns, for who measures.
 */
@Tag("system")
@Timeout(600)
class FiftyBrowsersSystemTest {
    private static final int BROWSERS = 50;
    private static final int ROUNDS = Integer.getInteger("vireo.browsers.rounds", 1);
    private static final long ROUND_MS = Long.getLong("vireo.browsers.roundMs", 3000);
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    /** Between ledgers while somebody watches. */
    private static final int LEDGER_SECONDS = 5;

    @TempDir
    private Path run;

    private final List<Socket> browsers = new ArrayList<>();
    private final AtomicLong readBytes = new AtomicLong();

    private void open(final int port) throws IOException {
        final Socket socket = new Socket();
        browsers.add(socket);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(("GET /api/v1/nodes/compute1/events HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        final InputStream in = socket.getInputStream();
        Thread.ofVirtual().start(() -> read(in));
    }

    private void read(final InputStream in) {
        final byte[] bytes = new byte[65_536];
        try {
            int n = in.read(bytes);
            while (n >= 0) {
                readBytes.addAndGet(n);
                n = in.read(bytes);
            }
        } catch (final IOException closed) {
            // The round is over.
        }
    }

    private void leave() throws IOException {
        for (final Socket browser : browsers) {
            browser.close();
        }
        browsers.clear();
    }

    @Test
    void shouldAskNothingMoreOfLcoresForFiftyBrowsers() throws Exception {
        try (ForwardingNode node = new ForwardingNode(run, "compute1");
                Nodes nodes = new Nodes(new RunDirectory(run));
                Server server = Server.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new Token(""),
                        nodes,
                        Server.Limits.USUAL)) {
            await().atMost(PATIENCE).until(() -> node.arrived() > 1000);
            for (int round = 0; round < ROUNDS; round++) {
                measure(node, "none");
                for (int i = 0; i < BROWSERS; i++) {
                    open(server.port());
                }
                await().atMost(PATIENCE).until(() -> server.viewers() == BROWSERS && readBytes.get() > 0);
                final long before = readBytes.get();
                measure(node, "fifty");
                await().alias("they are served").atMost(PATIENCE).until(() -> readBytes.get() > before);
                leave();
                await().atMost(PATIENCE).until(() -> server.viewers() == 0);
            }
        }
    }

    /**
     * One turn. Ledgers are the one thing for which lcores do something: at most one in five seconds, whoever watches, and one
     * that was asked for in the turn before and is answered late.
     */
    private static void measure(final ForwardingNode node, final String who) throws Exception {
        final long startNs = System.nanoTime();
        final long ledgers = node.ledgers();
        final long packets = node.arrived();
        final long busyNs = node.busyNs();
        final long busyPackets = node.busyPackets();
        Thread.sleep(ROUND_MS);
        await().alias("it forwards").atMost(PATIENCE).until(() -> node.arrived() > packets);
        final long passed = node.arrived() - packets;
        final double nsPerPacket = (double) (node.busyNs() - busyNs) / Math.max(1, node.busyPackets() - busyPackets);
        final long asked = node.ledgers() - ledgers;
        final double seconds = (System.nanoTime() - startNs) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "browsers %-5s %6.3f Mpps  %6.1f ns of the lcore per packet  %d ledgers%n",
                who,
                passed / seconds / 1e6,
                nsPerPacket,
                asked);
        assertThat(asked).as("ledgers in %.1f s", seconds).isLessThanOrEqualTo(2 + (long) (seconds / LEDGER_SECONDS));
    }
}
