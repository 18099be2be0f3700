// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import net.vireo.linux.xdp.XdpSocket;
import net.vireo.port.gate.Gate;

/**
 * One queue of the link: its socket and the memory behind it. The receive and the fill ring are the receiving lcore's;
 * the transmit and the completion ring are those of the lcore that is inside {@link #gate}.
 */
final class XdpQueue implements AutoCloseable {
    /** 2048 frames are some milliseconds at a million a second: so long an lcore may be without its CPU. */
    private static final int RECEIVE_CHUNKS = 2048;

    private static final int TRANSMIT_CHUNKS = 1024;

    /** As a driver is polled otherwise. */
    private static final int BUSY_POLL_BUDGET = 64;

    private final XdpFrames frames = new XdpFrames(RECEIVE_CHUNKS, TRANSMIT_CHUNKS);
    private final XdpSocket socket;
    private final Gate gate = new Gate();
    private final ChunkStack free = new ChunkStack(TRANSMIT_CHUNKS);

    XdpQueue(final int ifIndex, final int queue, final boolean busyPoll) {
        try {
            socket = open(ifIndex, queue, busyPoll);
        } catch (final RuntimeException failure) {
            frames.close();
            throw failure;
        }
    }

    private XdpSocket open(final int ifIndex, final int queue, final boolean busyPoll) {
        final XdpSocket opened = XdpSocket.open(ifIndex, queue, frames.shape());
        try {
            if (busyPoll) {
                opened.preferBusyPoll(BUSY_POLL_BUDGET);
            }
            return opened;
        } catch (final RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    XdpFrames frames() {
        return frames;
    }

    XdpSocket socket() {
        return socket;
    }

    Gate gate() {
        return gate;
    }

    /** Chunks for transmitting that nobody uses. Inside the gate. */
    ChunkStack free() {
        return free;
    }

    @Override
    public void close() {
        socket.close();
        frames.close();
    }
}
