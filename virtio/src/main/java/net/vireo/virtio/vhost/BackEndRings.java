// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.util.ArrayList;
import java.util.List;
import net.vireo.virtio.Features;

/**
 * All rings of a back end. A ring runs on the device when the front end has started it and, if it tells the device
 * status, when the driver is ready (virtio 1.2, 3.1: no buffer is consumed before DRIVER_OK).
 */
final class BackEndRings {
    private static final int NO_FD = -1;

    private final BackEndConfig config;
    private final VhostDevice device;
    private final BackEndRing[] rings;

    private boolean driverReady = true;

    BackEndRings(final BackEndConfig config, final VhostDevice device, final FdCloser closer) {
        this.config = config;
        this.device = device;
        rings = new BackEndRing[2 * config.maxQueuePairs()];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = new BackEndRing(i, closer);
        }
    }

    boolean anyStarted() {
        for (final BackEndRing ring : rings) {
            if (ring.started) {
                return true;
            }
        }
        return false;
    }

    void size(final VringState state, final boolean packed) throws RefusedException {
        final BackEndRing ring = ring(state.index());
        ring.checkStopped("size");
        ring.checkSize(state.number(), packed);
        if (state.number() > config.maxRingSize()) {
            throw new RefusedException(
                    Refusal.RING,
                    "ring %d cannot have %d descriptors: this device takes %d at most"
                            .formatted(ring.index(), state.number(), config.maxRingSize()));
        }
        ring.size = state.number();
    }

    /** Saying once more where a running ring is moves nothing. */
    void address(final VringAddress address, final boolean packed) throws RefusedException {
        final BackEndRing ring = ring(address.index());
        if ((address.flags() & VringAddress.FLAG_LOG) != 0) {
            throw new RefusedException(
                    Refusal.NOT_NEGOTIATED, "ring %d: dirty logging is not offered".formatted(ring.index()));
        }
        if (address.flags() != 0) {
            throw new RefusedException(
                    Refusal.RING,
                    "ring %d: flags %#x of its addresses mean nothing".formatted(ring.index(), address.flags()));
        }
        if (ring.started && address.sameAreas(ring.address)) {
            return;
        }
        ring.checkStopped("place");
        RingAreas.checkAligned(address, packed);
        ring.address = address;
    }

    void base(final VringState state, final boolean packed) throws RefusedException {
        final BackEndRing ring = ring(state.index());
        ring.checkStopped("base");
        if (!packed && state.number() >>> 16 != 0) {
            throw new RefusedException(
                    Refusal.RING,
                    "ring %d cannot start at %s: a split ring's index has 16 bits"
                            .formatted(ring.index(), Integer.toUnsignedString(state.number())));
        }
        ring.base(state.number());
    }

    /** GET_VRING_BASE: the ring stops. */
    int stop(final int index, final boolean packed) throws RefusedException {
        final BackEndRing ring = ring(index);
        stop(ring, packed);
        ring.closeNotifiers();
        return ring.base(packed);
    }

    /** SET_VRING_KICK: the ring starts, in poll mode without waiting for a kick. */
    void kick(final VringFd payload, final ReceivedFds fds, final MemoryTable memory, final long features)
            throws RefusedException {
        final BackEndRing ring = ring(payload, fds);
        if (!ring.started) {
            ring.setup(memory, features);
        }
        final int former = ring.kick(take(payload, fds));
        letGo(ring, former);
        ring.started = true;
        run(ring, memory, features);
    }

    void call(final VringFd payload, final ReceivedFds fds) throws RefusedException {
        final BackEndRing ring = ring(payload, fds);
        final int former = ring.call(take(payload, fds));
        letGo(ring, former);
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

    /** Who does not know SET_VRING_ENABLE has every ring enabled. */
    void enableAll() {
        for (final BackEndRing ring : rings) {
            enable(ring, true);
        }
    }

    /** The driver is ready, or no longer. */
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

    void disableAll() {
        for (final BackEndRing ring : rings) {
            enable(ring, false);
        }
    }

    /** As at the beginning. */
    void forgetAll(final boolean packed) {
        for (final BackEndRing ring : rings) {
            stop(ring, packed);
            ring.forget();
        }
    }

    /** The setups of those that run, under another memory table. */
    List<RingSetup> running(final MemoryTable memory, final long features) throws RefusedException {
        final List<RingSetup> setups = new ArrayList<>();
        for (final BackEndRing ring : rings) {
            if (ring.running) {
                setups.add(ring.setup(memory, features));
            }
        }
        return setups;
    }

    List<BackEndState.RingState> states() {
        final List<BackEndState.RingState> states = new ArrayList<>();
        for (final BackEndRing ring : rings) {
            if (ring.mentioned) {
                states.add(new BackEndState.RingState(
                        ring.index(), ring.size, ring.started, ring.running, ring.enabled, ring.hasCallFd()));
            }
        }
        return states;
    }

    /** Makes the device do what is due. A ring that it refuses is not started. */
    private void run(final BackEndRing ring, final MemoryTable memory, final long features) throws RefusedException {
        final boolean due = ring.started && driverReady;
        if (!due && ring.running) {
            suspend(ring, Features.has(features, Features.RING_PACKED));
        } else if (due && !ring.running) {
            try {
                device.startRing(ring.setup(memory, features));
                ring.running = true;
            } catch (final RefusedException refused) {
                ring.started = false;
                ring.close(ring.kick(NO_FD));
                throw refused;
            }
        }
    }

    private void stop(final BackEndRing ring, final boolean packed) {
        if (ring.running) {
            suspend(ring, packed);
        }
        ring.started = false;
    }

    private void suspend(final BackEndRing ring, final boolean packed) {
        ring.running = false;
        ring.stoppedAt(device.stopRing(ring.index()), packed);
    }

    private void enable(final BackEndRing ring, final boolean enabled) {
        if (ring.enabled != enabled) {
            ring.enabled = enabled;
            if (ring.running) {
                device.enableRing(ring.index(), enabled);
            }
        }
    }

    /** A running ring hears of its new descriptors before a former one is closed. */
    private void letGo(final BackEndRing ring, final int former) {
        if (ring.running) {
            device.ringFds(ring.index(), ring.kickFd(), ring.callFd());
        }
        ring.close(former);
    }

    private static int take(final VringFd payload, final ReceivedFds fds) {
        if (payload.fds() == 0) {
            return NO_FD;
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
        rings[index].mentioned = true;
        return rings[index];
    }
}
