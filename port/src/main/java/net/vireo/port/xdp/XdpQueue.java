// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import net.vireo.linux.xdp.XdpSocket;
import net.vireo.port.gate.Gate;

/**
 * One queue of the link: its socket and the memory behind it. The receive and the fill ring are the receiving lcore's;
 * the transmit and the completion ring are those of the lcore that is inside {@link #gate}.
 */
final class XdpQueue implements AutoCloseable {
    /** As a driver is polled otherwise. */
    private static final int BUSY_POLL_BUDGET = 64;

    private final XdpFrames frames;
    private final XdpSocket socket;
    private final Gate gate = new Gate();
    private final ChunkStack free;

    XdpQueue(final XdpPort.Link link, final int queue) {
        frames = new XdpFrames(link.rxDescriptors(), link.txDescriptors());
        free = new ChunkStack(link.txDescriptors());
        try {
            socket = open(link.index(), queue, link.busyPoll());
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
