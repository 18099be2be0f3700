// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import net.vireo.linux.NetNamespace;

/** One flow that begins now, and whose packets are sent again until somebody lets them pass. */
final class NewFlow implements AutoCloseable {
    private static final int PORT = 5000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DatagramChannel out;
    private final DatagramChannel in;

    NewFlow(final GuestLink from, final GuestLink to, final String address) throws IOException {
        in = open(to, PORT);
        in.configureBlocking(false);
        out = open(from, 0);
        out.connect(new InetSocketAddress(address, PORT));
    }

    private static DatagramChannel open(final GuestLink guest, final int port) throws IOException {
        return NetNamespace.call(
                guest.namespace(),
                () -> DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress("0.0.0.0", port)));
    }

    /** Sends a packet. @return whether one has arrived by now */
    boolean send() throws IOException {
        out.write(ByteBuffer.allocate(16));
        return in.receive(ByteBuffer.allocate(16)) != null;
    }

    /** Sends until one arrives. */
    void awaitPassage() {
        await("a packet of a new flow")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(this::send);
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
