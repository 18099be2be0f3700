// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.PacketSocket;
import net.vireo.linux.netlink.RtNetlink;

/** An analyzer: keeps what comes to it, a frame or a datagram each, and finds copies by the words in them. */
final class CopyCounter implements AutoCloseable {
    private static final int MOST_BYTES = 4_096;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final long PAUSE_NS = 1_000_000;

    private final List<byte[]> copies = new CopyOnWriteArrayList<>();
    private final Runnable before;
    private final Runnable after;
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * @param before ends a read that waits
     * @param after when nobody reads any more
     */
    private CopyCounter(final Runnable before, final Runnable after, final Consumer<CopyCounter> reading) {
        this.before = before;
        this.after = after;
        thread = Thread.ofPlatform().name("analyzer").daemon().start(() -> reading.accept(this));
    }

    /** Of the frames that come to a device of a namespace. */
    static CopyCounter ofFrames(final Path namespace, final String device) {
        final PacketSocket socket = NetNamespace.call(namespace, () -> {
            try (RtNetlink links = RtNetlink.open()) {
                return PacketSocket.open(links.link(device).index());
            }
        });
        return new CopyCounter(() -> {}, socket::close, analyzer -> analyzer.frames(socket));
    }

    /** Of the datagrams that come to a port. */
    static CopyCounter ofDatagrams(final Path namespace, final int port) throws IOException {
        final DatagramSocket socket = NetNamespace.call(namespace, () -> {
            final DatagramSocket bound = new DatagramSocket(null);
            bound.setReceiveBufferSize(BUFFER_BYTES);
            bound.bind(new InetSocketAddress("0.0.0.0", port));
            return bound;
        });
        return new CopyCounter(socket::close, () -> {}, analyzer -> analyzer.datagrams(socket));
    }

    private void frames(final PacketSocket from) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment memory = arena.allocate(MOST_BYTES);
            while (running) {
                final long length = Fds.tryRead(from.fd(), memory.address(), MOST_BYTES);
                if (length > 0) {
                    copies.add(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
                } else {
                    LockSupport.parkNanos(PAUSE_NS);
                }
            }
        }
    }

    private void datagrams(final DatagramSocket from) {
        while (running) {
            final DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
            try {
                from.receive(packet);
                copies.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            } catch (final SocketException closed) {
                return;
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The copies that hold these words. */
    List<byte[]> with(final String words) {
        return copies.stream()
                .filter(copy -> new String(copy, StandardCharsets.ISO_8859_1).contains(words))
                .toList();
    }

    /** How often the words stand in them: towards an analyzer that takes long frames, datagrams of a flow are merged. */
    int count(final String words) {
        return copies.stream()
                .mapToInt(copy ->
                        new String(copy, StandardCharsets.ISO_8859_1).split(Pattern.quote(words), -1).length - 1)
                .sum();
    }

    @Override
    public void close() {
        running = false;
        before.run();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        after.run();
    }
}
