// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

/** Numbered datagrams, a hundred a second at most, from one port of a guest to another's. */
final class UdpStream {
    /** What is added to the port that it sends to: the port that it sends from. */
    static final int SOURCE_OFFSET = 10_000;

    private static final int PAUSE_MS = 10;

    private final Thread thread;
    private volatile boolean closing;
    private volatile long sentCount;

    UdpStream(final UdpGuest from, final String to, final int port) {
        thread = Thread.ofPlatform().daemon().name("stream-" + port).start(() -> {
            while (!closing) {
                from.send(port + SOURCE_OFFSET, to, port, "#" + sentCount);
                sentCount = sentCount + 1;
                try {
                    Thread.sleep(PAUSE_MS);
                } catch (final InterruptedException stop) {
                    return;
                }
            }
        });
    }

    long sentCount() {
        return sentCount;
    }

    /** Ends; everything that was begun is sent. */
    void stop() {
        closing = true;
        try {
            thread.join();
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
