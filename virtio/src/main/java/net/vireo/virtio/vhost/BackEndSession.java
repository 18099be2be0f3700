// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;

/**
 * The back end of one connection: the whole state machine (sheet vhost-user 5). Made when the connection is there, used
 * by the control thread, ended by {@link #close} in any case.
 *
 * <p>A refused request is answered with 1 if it asked for an acknowledgement, and the connection goes on; else the
 * connection ends, as DPDK does it.
 */
public final class BackEndSession {
    /** @param device driven from inside {@link #receive} and {@link #close} */
    public BackEndSession(final BackEndConfig config, final VhostDevice device, final FdCloser closer) {}

    /**
     * How many bytes to read at most before the next {@link #receive}, at least 1. Reading beyond the end of a message
     * would mix up whose descriptors came.
     */
    public int wantedBytes() {
        return 1;
    }

    /**
     * Bytes came, in any cut, with descriptors or without. Takes all bytes, and owns the descriptors from now on. Do not
     * call while {@link #poll} has something that could not be sent: a peer that does not read its replies is not
     * listened to.
     *
     * @param fds those that came with these bytes; they belong to the message that the first of the bytes begins or goes
     *     on with
     */
    public void receive(final ByteBuffer bytes, final int... fds) {}

    /** The next message to send, or null. */
    public Outgoing poll() {
        return null;
    }

    /** Why the connection is over, a sentence, or null while it is not. Send what {@link #poll} has, then close the socket. */
    public String ended() {
        return null;
    }

    /**
     * Ends the session: stops the rings, empties the memory table, closes all descriptors. A second call does nothing.
     *
     * @param reason a sentence: the peer closed the connection, the vif was deleted, the kernel cut the descriptors off
     */
    public void close(final String reason) {}

    /** What it is at now. */
    public BackEndState state() {
        return null;
    }
}
