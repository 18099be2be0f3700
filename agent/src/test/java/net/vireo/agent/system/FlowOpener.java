// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.NetNamespace;

/** Begins one flow after the other, as a client with many connections does. */
final class FlowOpener implements AutoCloseable {
    private static final int SINK_PORT = 6000;

    private final GuestLink guest;
    private final InetSocketAddress to;
    private final long betweenNs;
    private final AtomicInteger begunCount = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    /** Begins at once. */
    FlowOpener(final GuestLink guest, final String address, final int perSecond) {
        this.guest = guest;
        to = new InetSocketAddress(address, SINK_PORT);
        betweenNs = 1_000_000_000L / perSecond;
        thread = Thread.ofPlatform().name("flow-opener").start(this::run);
    }

    private void run() {
        while (running) {
            try (DatagramChannel flow =
                    NetNamespace.call(guest.namespace(), () -> DatagramChannel.open(StandardProtocolFamily.INET))) {
                // A hundred of a socket: a namespace is entered by a thread of its own.
                for (int i = 0; i < 100 && running; i++) {
                    flow.send(ByteBuffer.allocate(32), new InetSocketAddress(to.getAddress(), SINK_PORT + i));
                    begunCount.incrementAndGet();
                    LockSupport.parkNanos(betweenNs);
                }
            } catch (final IOException refused) {
                // The guest has no room, or nobody listens: flows are what counts here.
                LockSupport.parkNanos(betweenNs);
            }
        }
    }

    /** How many packets of new flows were sent. */
    int begunCount() {
        return begunCount.get();
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
