// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import net.vireo.virtio.Features;

/**
 * What the front end said about one ring, and its two states: started or stopped, enabled or disabled. Started means
 * that the front end gave a kick; whether the device runs it too depends on the device status, see {@link BackEndRings}.
 */
final class BackEndRing {
    private static final int NO_FD = -1;
    private static final int POSITION_MASK = 0x7fff;

    private final int index;
    private final FdCloser closer;

    int size;
    VringAddress address;
    boolean mentioned;
    boolean started;
    boolean running;
    boolean enabled;

    private boolean hasBase;
    private int base;
    private int kickFd = NO_FD;
    private int callFd = NO_FD;
    private int errorFd = NO_FD;

    BackEndRing(final int index, final FdCloser closer) {
        this.index = index;
        this.closer = closer;
    }

    int index() {
        return index;
    }

    boolean hasCallFd() {
        return callFd != NO_FD;
    }

    /** As SET_VRING_BASE has it. */
    void base(final int wire) {
        base = wire;
        hasBase = true;
    }

    /** As GET_VRING_BASE wants it. A ring that nobody spoke of has one too. */
    int base(final boolean packed) {
        return hasBase ? base : RingBase.fresh(packed).toWire(packed);
    }

    /** A position of which we know that it is used up to where it was available. */
    void stoppedAt(final RingBase position, final boolean packed) {
        base(position.toWire(packed));
    }

    /** @return the former descriptor, to be closed when the device has let go of it */
    int kick(final int fd) {
        final int former = kickFd;
        kickFd = fd;
        return former;
    }

    int call(final int fd) {
        final int former = callFd;
        callFd = fd;
        return former;
    }

    /** Nobody reads it. */
    void error(final int fd) {
        close(errorFd);
        errorFd = fd;
    }

    void close(final int fd) {
        if (fd != NO_FD) {
            closer.close(fd);
        }
    }

    int kickFd() {
        return kickFd;
    }

    int callFd() {
        return callFd;
    }

    /** Closes kick and call: a stopped ring needs new ones. */
    void closeNotifiers() {
        close(kick(NO_FD));
        close(call(NO_FD));
    }

    /** As if nobody had ever spoken of it. */
    void forget() {
        closeNotifiers();
        error(NO_FD);
        size = 0;
        address = null;
        mentioned = false;
        started = false;
        enabled = false;
        hasBase = false;
    }

    /** Everything checked together, as it is when it starts. */
    RingSetup setup(final MemoryTable memory, final long features) throws RefusedException {
        final boolean packed = Features.has(features, Features.RING_PACKED);
        if (size == 0 || address == null) {
            throw refused(Refusal.RING_STATE, "cannot start: it has no " + (size == 0 ? "size" : "addresses"));
        }
        checkSize(size, packed);
        RingAreas.checkAligned(address, packed);
        final RingBase from = RingBase.ofWire(base(packed), packed);
        if (packed && ((from.available() & POSITION_MASK) >= size || (from.used() & POSITION_MASK) >= size)) {
            throw refused(Refusal.RING, "cannot start at " + from + ": it is shorter");
        }
        return new RingSetup(
                index,
                size,
                packed,
                RingAreas.descriptor(memory, address, size),
                RingAreas.driver(memory, address, size, packed),
                RingAreas.device(memory, address, size, packed),
                from,
                features,
                enabled,
                kickFd,
                callFd);
    }

    void checkSize(final int descriptors, final boolean packed) throws RefusedException {
        if (descriptors <= 0 || descriptors > BackEndConfig.MAX_RING_SIZE) {
            throw refused(
                    Refusal.RING,
                    "cannot have " + Integer.toUnsignedString(descriptors) + " descriptors, but 1 to 32768");
        }
        if (!packed && Integer.bitCount(descriptors) != 1) {
            throw refused(Refusal.RING, "cannot have " + descriptors + " descriptors: a split ring has a power of two");
        }
    }

    void checkStopped(final String what) throws RefusedException {
        if (started) {
            throw refused(Refusal.RING_STATE, "has started: its " + what + " stays");
        }
    }

    private RefusedException refused(final Refusal refusal, final String sentence) {
        return new RefusedException(refusal, "ring " + index + " " + sentence);
    }
}
