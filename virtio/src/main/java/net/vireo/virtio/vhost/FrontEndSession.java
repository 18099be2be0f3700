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
    private final FrontEndConfig config;
    private final FrontEndExchanges exchanges;
    private final FrontEndHandshake handshake;

    private FrontEndState state = FrontEndState.NEGOTIATING;
    private List<DriverRing> rings = List.of();
    private RingBase[] bases = {};

    /**
     * Begins the negotiation: {@link #poll} has the first request.
     *
     * @param closer for descriptors that a back end sends, which nobody wants
     */
    public FrontEndSession(final FrontEndConfig config, final FdCloser closer, final long nowNs) {
        this.config = config;
        exchanges = new FrontEndExchanges(closer, config.replyTimeoutNs(), nowNs);
        handshake = new FrontEndHandshake(config, exchanges);
        handshake.begin();
        proceed(nowNs);
    }

    /** How many bytes to read at most before the next {@link #receive}, at least 1. */
    public int wantedBytes() {
        return exchanges.wantedBytes();
    }

    /** Bytes came, in any cut; descriptors that came along are closed, because none are expected. */
    public void receive(final long nowNs, final ByteBuffer bytes, final int... fds) {
        exchanges.receive(nowNs, bytes, fds);
        proceed(nowNs);
    }

    /** The next message to send, or null. */
    public Outgoing poll() {
        return exchanges.poll();
    }

    /** When to call {@link #tick} at the latest, or {@link Long#MAX_VALUE}: a reply is being waited for until then. */
    public long deadlineNs() {
        return exchanges.isWaiting() ? exchanges.deadlineNs() : Long.MAX_VALUE;
    }

    /** Time went on. */
    public void tick(final long nowNs) {
        exchanges.tick(nowNs);
        proceed(nowNs);
    }

    /** Where it is. */
    public FrontEndState state() {
        return state;
    }

    /** Why it FAILED, a sentence, or null. */
    public String failure() {
        return exchanges.failure();
    }

    /** The virtio features that are acknowledged, known from READY on. */
    public long features() {
        return handshake.features();
    }

    /** The protocol features that are acknowledged, known from READY on. */
    public long protocolFeatures() {
        return handshake.protocolFeatures();
    }

    /**
     * When READY: tells the back end memory and rings, and enables the rings.
     *
     * @param memory at most {@link BackEndConfig#MAX_TABLE_REGIONS} regions. The guest addresses are the owner's choice
     *     (virtio-user takes the user addresses): descriptors in the rings use them. The files' descriptors are borrowed
     *     until this session is RUNNING or FAILED
     * @param rings two for each queue pair: what the back end gives to us, then what we give to it
     * @throws IllegalStateException when not READY
     */
    public void start(final long nowNs, final List<SharedRegion> memory, final List<DriverRing> rings) {
        require(FrontEndState.READY);
        if (memory.isEmpty() || memory.size() > BackEndConfig.MAX_TABLE_REGIONS) {
            throw new IllegalArgumentException("1 to 8 regions, not " + memory.size());
        }
        if (rings.size() != 2 * config.queuePairs()) {
            throw new IllegalArgumentException(config.queuePairs() + " pairs, not " + rings.size() + " rings");
        }
        this.rings = List.copyOf(rings);
        bases = new RingBase[rings.size()];
        state = FrontEndState.STARTING;
        handshake.start(memory, this.rings);
        proceed(nowNs);
    }

    /**
     * When RUNNING: lets packets flow on a ring, or not.
     *
     * @throws IllegalStateException when not RUNNING
     */
    public void enable(final long nowNs, final int ring, final boolean enabled) {
        require(FrontEndState.RUNNING);
        handshake.enable(ring, enabled);
        proceed(nowNs);
    }

    /**
     * When RUNNING: stops all rings.
     *
     * @throws IllegalStateException when not RUNNING
     */
    public void stop(final long nowNs) {
        require(FrontEndState.RUNNING);
        state = FrontEndState.STOPPING;
        handshake.stop(rings.size(), (ring, base) -> bases[ring] = base);
        proceed(nowNs);
    }

    /**
     * Where a ring stopped, when READY after STOPPING.
     *
     * @throws IllegalStateException if it did not stop
     */
    public RingBase base(final int ring) {
        final RingBase base = ring < bases.length ? bases[ring] : null;
        if (base == null) {
            throw new IllegalStateException("ring " + ring + " has not stopped");
        }
        return base;
    }

    /**
     * The connection is gone, or is to go: FAILED from now on. A second call does nothing.
     *
     * @param reason a sentence
     */
    public void close(final String reason) {
        exchanges.fail(reason);
        state = FrontEndState.FAILED;
    }

    /** Sends what can be sent now; when nothing is left to say, a new state is reached. */
    private void proceed(final long nowNs) {
        if (exchanges.proceed(nowNs)) {
            state = switch (state) {
                case NEGOTIATING, READY, STOPPING -> FrontEndState.READY;
                case STARTING, RUNNING -> FrontEndState.RUNNING;
                case FAILED -> FrontEndState.FAILED;
            };
        }
        if (exchanges.failure() != null) {
            state = FrontEndState.FAILED;
        }
    }

    private void require(final FrontEndState wanted) {
        if (state != wanted) {
            throw new IllegalStateException("this front end is " + state + ", not " + wanted);
        }
    }
}
