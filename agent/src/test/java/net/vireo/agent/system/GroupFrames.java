// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.PacketSocket;
import net.vireo.linux.netlink.RtNetlink;

/** Counts what comes to a guest's link for a group, and for 224.0.0.251, whatever its kernel thinks of them. */
final class GroupFrames implements AutoCloseable {
    private static final long LINK_MAC = 0x01005e0000fbL;
    private static final long PAUSE_NS = 5_000_000;
    private static final int FRAME_BYTES = 2048;

    private final PacketSocket socket;
    private final long mac;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger linkCount = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    GroupFrames(final GuestLink guest, final String device, final String group) throws IOException {
        mac = mac(InetAddress.ofLiteral(group).getAddress());
        socket = NetNamespace.call(guest.namespace(), () -> {
            try (RtNetlink links = RtNetlink.open()) {
                return PacketSocket.open(links.link(device).index());
            }
        });
        thread = Thread.ofPlatform().name("group-frames").start(this::run);
    }

    /** RFC 1112 6.4, RFC 2464 7. */
    private static long mac(final byte[] address) {
        final int end = address.length;
        final long low = (address[end - 3] & 0xffL) << 16 | (address[end - 2] & 0xffL) << 8 | address[end - 1] & 0xffL;
        return end == 4 ? 0x01005e000000L | low & 0x7fffff : 0x333300000000L | (address[end - 4] & 0xffL) << 24 | low;
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment frame = arena.allocate(FRAME_BYTES);
            while (running) {
                final int length = Fds.tryRead(socket.fd(), frame.address(), FRAME_BYTES);
                if (length >= 14) {
                    take(frame);
                } else {
                    LockSupport.parkNanos(PAUSE_NS);
                }
            }
        }
    }

    private void take(final MemorySegment frame) {
        long destination = 0;
        for (int i = 0; i < 6; i++) {
            destination = destination << 8 | frame.get(ValueLayout.JAVA_BYTE, i) & 0xff;
        }
        if (destination == mac) {
            count.incrementAndGet();
        } else if (destination == LINK_MAC) {
            linkCount.incrementAndGet();
        }
    }

    /** Frames of the group. */
    int count() {
        return count.get();
    }

    /** Frames that everybody gets. */
    int linkCount() {
        return linkCount.get();
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
