// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.vireo.agent.service.Timers;

/**
 * One session's state machine and timers: RFC 5880 6.8, names as there. Takes the active role. One thread.
 */
final class BfdSession {
    /** While a session is not up it sends no faster (6.8.3). */
    private static final long SLOW_US = 1_000_000;

    private final BfdParameters wished;
    private final int localDiscriminator;
    private final RandomGenerator random;
    private BfdState state = BfdState.DOWN;
    private BfdDiagnostic diagnostic = BfdDiagnostic.NONE;
    private int remoteDiscriminator;
    private long remoteMinRxUs = 1;
    private long remoteDesiredMinTxUs;
    private int remoteDetectMultiplier;
    private boolean polling;
    private long sendNs;
    private long detectNs = Timers.NEVER_NS;

    BfdSession(final BfdParameters wished, final int discriminator, final RandomGenerator random, final long nowNs) {
        this.wished = wished;
        localDiscriminator = discriminator;
        this.random = random;
        sendNs = nowNs;
    }

    BfdState state() {
        return state;
    }

    BfdDiagnostic diagnostic() {
        return diagnostic;
    }

    int localDiscriminator() {
        return localDiscriminator;
    }

    /**
     * A packet that was found to be this session's.
     *
     * @return the answer to a poll, to be sent at once
     */
    Optional<BfdPacket> receive(final BfdPacket packet, final long nowNs) {
        remoteDiscriminator = packet.myDiscriminator();
        remoteMinRxUs = packet.requiredMinRxUs();
        remoteDesiredMinTxUs = packet.desiredMinTxUs();
        remoteDetectMultiplier = packet.detectMultiplier();
        if (packet.fin()) {
            polling = false;
        }
        if (state == BfdState.ADMIN_DOWN) {
            return Optional.empty();
        }
        final BfdState before = state;
        follow(packet.state());
        detectNs = nowNs + TimeUnit.MICROSECONDS.toNanos(detectionTimeUs());
        if (state != before) {
            changed(nowNs);
        } else {
            // A shorter interval that the other side now allows is used from now on, not after a long one (6.8.3).
            sendNs = Math.min(sendNs, nowNs + TimeUnit.MICROSECONDS.toNanos(sendIntervalUs()));
        }
        return packet.poll() ? Optional.of(packet(false, true)) : Optional.empty();
    }

    private void follow(final BfdState remote) {
        switch (state) {
            case DOWN -> {
                if (remote == BfdState.DOWN) {
                    state = BfdState.INIT;
                } else if (remote == BfdState.INIT) {
                    state = BfdState.UP;
                }
            }
            case INIT -> {
                if (remote == BfdState.INIT || remote == BfdState.UP) {
                    state = BfdState.UP;
                } else if (remote == BfdState.ADMIN_DOWN) {
                    fall(BfdDiagnostic.NEIGHBOUR_SIGNALED_DOWN);
                }
            }
            case UP -> {
                if (remote == BfdState.DOWN || remote == BfdState.ADMIN_DOWN) {
                    fall(BfdDiagnostic.NEIGHBOUR_SIGNALED_DOWN);
                }
            }
            case ADMIN_DOWN -> {
                // Nothing that is heard changes it.
            }
        }
    }

    private void fall(final BfdDiagnostic why) {
        state = BfdState.DOWN;
        diagnostic = why;
    }

    /** The other side hears of it at once; when the interval changes with it, by a poll sequence (6.8.3, 6.5). */
    private void changed(final long nowNs) {
        if (state == BfdState.UP) {
            diagnostic = BfdDiagnostic.NONE;
            polling = desiredMinTxUs() != SLOW_US;
        } else {
            polling = false;
        }
        sendNs = nowNs;
    }

    /** When {@link #expire} or {@link #send} has something to do. */
    long dueNs() {
        return Math.min(sendNs, detectNs);
    }

    /** Ends the session when nothing was heard in time (6.8.4). */
    void expire(final long nowNs) {
        if (nowNs < detectNs) {
            return;
        }
        detectNs = Timers.NEVER_NS;
        remoteDiscriminator = 0;
        remoteMinRxUs = 1;
        if (state == BfdState.INIT || state == BfdState.UP) {
            fall(BfdDiagnostic.DETECTION_TIME_EXPIRED);
            changed(nowNs);
        }
    }

    /** The next packet, if it is time for it. */
    Optional<BfdPacket> send(final long nowNs) {
        if (nowNs < sendNs) {
            return Optional.empty();
        }
        if (remoteMinRxUs == 0) {
            // "Send me nothing" (6.8.1): until a packet says otherwise, or it falls silent.
            sendNs = Timers.NEVER_NS;
            return Optional.empty();
        }
        sendNs = nowNs + TimeUnit.MICROSECONDS.toNanos(jittered(sendIntervalUs()));
        return Optional.of(packet(polling, false));
    }

    /** Ends the session for good; the packet tells the other side (6.8.16). */
    BfdPacket shutDown() {
        state = BfdState.ADMIN_DOWN;
        diagnostic = BfdDiagnostic.ADMINISTRATIVELY_DOWN;
        return packet(false, false);
    }

    private BfdPacket packet(final boolean poll, final boolean fin) {
        return new BfdPacket(
                diagnostic.code(),
                state,
                poll,
                fin,
                wished.detectMultiplier(),
                localDiscriminator,
                remoteDiscriminator,
                desiredMinTxUs(),
                wished.requiredMinRxUs());
    }

    private long desiredMinTxUs() {
        return state == BfdState.UP ? wished.desiredMinTxUs() : Math.max(wished.desiredMinTxUs(), SLOW_US);
    }

    private long sendIntervalUs() {
        return Math.max(desiredMinTxUs(), remoteMinRxUs);
    }

    private long detectionTimeUs() {
        return remoteDetectMultiplier * Math.max(wished.requiredMinRxUs(), remoteDesiredMinTxUs);
    }

    /** 6.8.7: shorter by up to a quarter, so that sessions do not fall into step; with a multiplier of 1 by at least a tenth. */
    private long jittered(final long intervalUs) {
        final int most = wished.detectMultiplier() == 1 ? 15 : 25;
        return intervalUs * (75 + random.nextInt(most + 1)) / 100;
    }
}
