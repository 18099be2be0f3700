// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.util.ArrayList;
import java.util.List;
import net.vireo.virtio.Features;

/**
 * All rings of a back end, and which of them the device runs: those that the front end has started and, if it tells the
 * device status, while the driver is ready (virtio 1.2, 3.1: no buffer is consumed before DRIVER_OK).
 */
final class BackEndRings {
    private final BackEndConfig config;
    private final VhostDevice device;
    private final BackEndRing[] rings;
    private final boolean[] mentioned;
    private final boolean[] running;

    private boolean driverReady = true;

    BackEndRings(final BackEndConfig config, final VhostDevice device, final FdCloser closer) {
        this.config = config;
        this.device = device;
        rings = new BackEndRing[2 * config.maxQueuePairs()];
        mentioned = new boolean[rings.length];
        running = new boolean[rings.length];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = new BackEndRing(i, closer);
        }
    }

    boolean anyStarted() {
        for (final BackEndRing ring : rings) {
            if (ring.started()) {
                return true;
            }
        }
        return false;
    }

    void size(final VringState state, final boolean packed) throws RefusedException {
        ring(state.index()).size(state.number(), config.maxRingSize(), packed);
    }

    void address(final VringAddress address, final boolean packed) throws RefusedException {
        ring(address.index()).address(address, packed);
    }

    void base(final VringState state, final boolean packed) throws RefusedException {
        ring(state.index()).base(state.number(), packed);
    }

    /**
     * GET_VRING_BASE: the ring stops.
     *
     * @return where it would go on, as the reply has it
     */
    int stop(final int index, final boolean packed) throws RefusedException {
        final BackEndRing ring = ring(index);
        stop(ring, packed);
        ring.closeNotifiers();
        return ring.base(packed);
    }

    /** SET_VRING_KICK: the ring starts, without waiting for a kick. */
    void kick(final VringFd payload, final ReceivedFds fds, final MemoryTable memory, final long features)
            throws RefusedException {
        final BackEndRing ring = ring(payload, fds);
        if (!ring.started()) {
            ring.setup(memory, features);
        }
        letGo(ring, ring.kick(take(payload, fds)));
        ring.started(true);
        run(ring, memory, features);
    }

    void call(final VringFd payload, final ReceivedFds fds) throws RefusedException {
        final BackEndRing ring = ring(payload, fds);
        letGo(ring, ring.call(take(payload, fds)));
    }

    void error(final VringFd payload, final ReceivedFds fds) throws RefusedException {
        ring(payload, fds).error(take(payload, fds));
    }

    void enable(final VringState state) throws RefusedException {
        final BackEndRing ring = ring(state.index());
        if (state.number() != 0 && state.number() != 1) {
            throw new RefusedException(
                    Refusal.RING,
                    "ring %d is enabled with 1 and disabled with 0, not with %s"
                            .formatted(ring.index(), Integer.toUnsignedString(state.number())));
        }
        enable(ring, state.number() == 1);
    }

    void enableAll(final boolean enabled) {
        for (final BackEndRing ring : rings) {
            enable(ring, enabled);
        }
    }

    /**
     * The driver is ready, or no longer: rings start or stop on the device.
     *
     * @throws RefusedException the first of the refusals; the other rings were started nevertheless
     */
    void driverReady(final boolean ready, final MemoryTable memory, final long features) throws RefusedException {
        driverReady = ready;
        RefusedException first = null;
        for (final BackEndRing ring : rings) {
            try {
                run(ring, memory, features);
            } catch (final RefusedException refused) {
                first = first == null ? refused : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** All rings stop; they keep what they were told. */
    void stopAll(final boolean packed) {
        for (final BackEndRing ring : rings) {
            stop(ring, packed);
        }
    }

    /** As at the beginning. */
    void forgetAll(final boolean packed) {
        for (final BackEndRing ring : rings) {
            stop(ring, packed);
            ring.forget();
            mentioned[ring.index()] = false;
        }
    }

    /** The setups of those that run, under another memory table. */
    List<RingSetup> running(final MemoryTable memory, final long features) throws RefusedException {
        final List<RingSetup> setups = new ArrayList<>();
        for (final BackEndRing ring : rings) {
            if (running[ring.index()]) {
                setups.add(ring.setup(memory, features));
            }
        }
        return setups;
    }

    List<BackEndState.RingState> states() {
        final List<BackEndState.RingState> states = new ArrayList<>();
        for (final BackEndRing ring : rings) {
            if (mentioned[ring.index()]) {
                states.add(new BackEndState.RingState(
                        ring.index(),
                        ring.size(),
                        ring.started(),
                        running[ring.index()],
                        ring.enabled(),
                        ring.callFd() != BackEndRing.NO_FD));
            }
        }
        return states;
    }

    /** Says once more what still holds. @return false when no messages lead there, or no ring has started */
    boolean record(final SessionRecord.Builder record, final boolean packed) {
        for (final BackEndRing ring : rings) {
            if (!ring.record(record, packed)) {
                return false;
            }
        }
        return anyStarted();
    }

    /** Makes the device do what is due. A ring that it refuses is not started. */
    private void run(final BackEndRing ring, final MemoryTable memory, final long features) throws RefusedException {
        final boolean due = ring.started() && driverReady;
        if (due && !running[ring.index()]) {
            try {
                device.startRing(ring.setup(memory, features));
                running[ring.index()] = true;
            } catch (final RefusedException refused) {
                ring.started(false);
                ring.close(ring.kick(BackEndRing.NO_FD));
                throw refused;
            }
        } else if (!due) {
            suspend(ring, Features.has(features, Features.RING_PACKED));
        }
    }

    private void stop(final BackEndRing ring, final boolean packed) {
        suspend(ring, packed);
        ring.started(false);
    }

    private void suspend(final BackEndRing ring, final boolean packed) {
        if (running[ring.index()]) {
            running[ring.index()] = false;
            ring.stoppedAt(device.stopRing(ring.index()), packed);
        }
    }

    private void enable(final BackEndRing ring, final boolean enabled) {
        if (ring.enabled() != enabled) {
            ring.enabled(enabled);
            if (running[ring.index()]) {
                device.enableRing(ring.index(), enabled);
            }
        }
    }

    /** A running ring hears of its new descriptors before a former one is closed. */
    private void letGo(final BackEndRing ring, final int former) {
        if (running[ring.index()]) {
            device.ringFds(ring.index(), ring.kickFd(), ring.callFd());
        }
        ring.close(former);
    }

    private static int take(final VringFd payload, final ReceivedFds fds) {
        if (payload.fds() == 0) {
            return BackEndRing.NO_FD;
        }
        final int fd = fds.fd(0);
        fds.takeAll();
        return fd;
    }

    private BackEndRing ring(final VringFd payload, final ReceivedFds fds) throws RefusedException {
        if (!payload.isSane()) {
            throw new RefusedException(
                    Refusal.RING, "%#x is neither a ring nor a ring without descriptor".formatted(payload.raw()));
        }
        final BackEndRing ring = ring(payload.index());
        if (fds.count() != payload.fds()) {
            throw new RefusedException(
                    Refusal.DESCRIPTORS,
                    "ring %d: %d descriptors announced, %d came".formatted(ring.index(), payload.fds(), fds.count()));
        }
        return ring;
    }

    /** Looks at all 32 bits: a narrowed index once passed this check elsewhere (CVE-2020-10723). */
    private BackEndRing ring(final int index) throws RefusedException {
        if (Integer.compareUnsigned(index, rings.length) >= 0) {
            throw new RefusedException(
                    Refusal.RING,
                    "there is no ring %s, %d are offered".formatted(Integer.toUnsignedString(index), rings.length));
        }
        mentioned[index] = true;
        return rings[index];
    }
}
