// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.PacketSocket;
import net.vireo.linux.netlink.RtNetlink;

/** A guest that sends the same frames again and again, as many as its machine can. */
final class FrameFlood implements AutoCloseable {
    private static final int BURST = 32;
    private static final long PAUSE_NS = 1_000_000;

    private final List<byte[]> frames;
    private final PacketSocket socket;
    private final AtomicInteger sentCount = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    /** Begins at once. */
    FrameFlood(final GuestLink guest, final String device, final List<byte[]> frames) {
        this.frames = List.copyOf(frames);
        socket = NetNamespace.call(guest.namespace(), () -> {
            try (RtNetlink links = RtNetlink.open()) {
                return PacketSocket.open(links.link(device).index());
            }
        });
        thread = Thread.ofPlatform().name("frame-flood").start(this::run);
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            final List<MemorySegment> memory = frames.stream()
                    .map(frame -> arena.allocateFrom(ValueLayout.JAVA_BYTE, frame))
                    .toList();
            for (int i = 0; running; i++) {
                final MemorySegment frame = memory.get(i % memory.size());
                // One that the device has no room for is lost: a flood does not care.
                if (Fds.tryWrite(socket.fd(), frame.address(), frame.byteSize()) > 0) {
                    sentCount.incrementAndGet();
                }
                if (i % BURST == 0) {
                    LockSupport.parkNanos(PAUSE_NS);
                }
            }
        }
    }

    /** How many frames the guest's device took. */
    int sentCount() {
        return sentCount.get();
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.close();
    }
}
