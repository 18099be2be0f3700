// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import net.vireo.linux.xdp.XdpSocket;
import net.vireo.port.gate.Gate;

/**
 * One queue of the link: its socket and the memory behind it. The receive and the fill ring are the receiving lcore's;
 * the transmit and the completion ring are those of the lcore that is inside {@link #gate}.
 */
final class XdpQueue implements AutoCloseable {
    private final XdpFrames frames;
    private final XdpSocket socket;
    private final Gate gate = new Gate();
    private final ChunkStack free;

    /** @param rxDescriptors frames that wait to be filled, and filled ones, at most; powers of two, both */
    XdpQueue(final int ifIndex, final int queue, final int rxDescriptors, final int txDescriptors) {
        frames = new XdpFrames(rxDescriptors, txDescriptors);
        free = new ChunkStack(txDescriptors);
        try {
            socket = XdpSocket.open(ifIndex, queue, frames.shape());
        } catch (final RuntimeException failure) {
            frames.close();
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
