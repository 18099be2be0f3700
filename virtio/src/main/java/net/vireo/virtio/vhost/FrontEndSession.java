// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The front end of one connection, as DPDK's virtio-user does it (sheet vhost-user 6): one request at a time, each with
 * an acknowledgement where the back end can give one. Made when the connection is there; a new connection needs a new
 * session. Used by the control thread.
 *
 * <p>Times are of one monotonic clock, in nanoseconds.
 */
public final class FrontEndSession {
    /** Begins the negotiation: {@link #poll} has the first request. */
    public FrontEndSession(final FrontEndConfig config, final FdCloser closer, final long nowNs) {}

    /** How many bytes to read at most before the next {@link #receive}, at least 1. */
    public int wantedBytes() {
        return 1;
    }

    /** Bytes came, in any cut; descriptors that came along are closed, because none are expected. */
    public void receive(final long nowNs, final ByteBuffer bytes, final int... fds) {}

    /** The next message to send, or null. */
    public Outgoing poll() {
        return null;
    }

    /** When to call {@link #tick} at the latest, or {@link Long#MAX_VALUE}: a reply is being waited for until then. */
    public long deadlineNs() {
        return Long.MAX_VALUE;
    }

    /** Time went on. */
    public void tick(final long nowNs) {}

    /** Where it is. */
    public FrontEndState state() {
        return FrontEndState.NEGOTIATING;
    }

    /** Why it FAILED, a sentence, or null. */
    public String failure() {
        return null;
    }

    /** The virtio features that are acknowledged, known from READY on. */
    public long features() {
        return 0;
    }

    /** The protocol features that are acknowledged, known from READY on. */
    public long protocolFeatures() {
        return 0;
    }

    /**
     * When READY: tells the back end memory and rings, and enables the rings.
     *
     * @param memory at most {@link BackEndConfig#MAX_TABLE_REGIONS} regions. Descriptors are borrowed until this session is RUNNING or FAILED. The guest
     *     addresses are the owner's choice (virtio-user takes the user addresses): descriptors in the rings use them
     * @param rings two for each queue pair: what the back end gives to us, then what we give to it
     * @throws IllegalStateException when not READY
     */
    public void start(final long nowNs, final List<SharedRegion> memory, final List<DriverRing> rings) {}

    /**
     * When RUNNING: lets packets flow on a ring, or not.
     *
     * @throws IllegalStateException when not RUNNING
     */
    public void enable(final long nowNs, final int ring, final boolean enabled) {}

    /**
     * When RUNNING: stops all rings.
     *
     * @throws IllegalStateException when not RUNNING
     */
    public void stop(final long nowNs) {}

    /** Where a ring stopped, when READY after STOPPING. */
    public RingBase base(final int ring) {
        return RingBase.FRESH_SPLIT;
    }

    /**
     * The connection is gone, or is to go: FAILED from now on. A second call does nothing.
     *
     * @param reason a sentence
     */
    public void close(final String reason) {}
}
