// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import net.vireo.virtio.Features;

/**
 * What the front end said about one ring, checked one by one when it is said and all together when the ring starts: the
 * features may have changed in between. Owns kick, call and error descriptors.
 */
final class BackEndRing {
    static final int NO_FD = -1;

    private static final int POSITION_MASK = 0x7fff;

    private final int index;
    private final FdCloser closer;

    private int size;
    private VringAddress address;
    private boolean hasBase;
    private int base;
    private boolean started;
    private boolean enabled;
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

    int size() {
        return size;
    }

    /** Whether the front end has given a kick, and not stopped the ring since. */
    boolean started() {
        return started;
    }

    void started(final boolean now) {
        started = now;
    }

    boolean enabled() {
        return enabled;
    }

    void enabled(final boolean now) {
        enabled = now;
    }

    int kickFd() {
        return kickFd;
    }

    int callFd() {
        return callFd;
    }

    void size(final int descriptors, final int max, final boolean packed) throws RefusedException {
        checkStopped("size");
        checkSize(descriptors, packed);
        if (descriptors > max) {
            throw refused(
                    Refusal.RING, "cannot have " + descriptors + " descriptors: this device takes " + max + " at most");
        }
        size = descriptors;
    }

    /** Saying once more where a started ring is moves nothing. */
    void address(final VringAddress wanted, final boolean packed) throws RefusedException {
        if ((wanted.flags() & VringAddress.FLAG_LOG) != 0) {
            throw refused(Refusal.NOT_NEGOTIATED, "cannot be logged: dirty logging is not offered");
        }
        if (wanted.flags() != 0) {
            throw refused(Refusal.RING, "cannot have the flags %#x: they mean nothing".formatted(wanted.flags()));
        }
        if (started && wanted.sameAreas(address)) {
            return;
        }
        checkStopped("place");
        RingAreas.checkAligned(wanted, packed);
        address = wanted;
    }

    /** SET_VRING_BASE. */
    void base(final int wire, final boolean packed) throws RefusedException {
        checkStopped("base");
        if (!packed && wire >>> Short.SIZE != 0) {
            throw refused(
                    Refusal.RING,
                    "cannot start at " + Integer.toUnsignedString(wire) + ": a split ring's index has 16 bits");
        }
        base = wire;
        hasBase = true;
    }

    /** GET_VRING_BASE. A ring that nobody spoke of has one too. */
    int base(final boolean packed) {
        return hasBase ? base : RingBase.fresh(packed).toWire(packed);
    }

    /** The device stopped it there. */
    void stoppedAt(final RingBase position, final boolean packed) {
        base = position.toWire(packed);
        hasBase = true;
    }

    /** @return the former descriptor, to be closed when the device has let go of it */
    int kick(final int fd) {
        final int former = kickFd;
        kickFd = fd;
        return former;
    }

    /** @return the former descriptor, to be closed when the device has let go of it */
    int call(final int fd) {
        final int former = callFd;
        callFd = fd;
        return former;
    }

    /** Kept because it was given; nobody writes it. */
    void error(final int fd) {
        close(errorFd);
        errorFd = fd;
    }

    /** Closes kick and call: a stopped ring needs new ones. */
    void closeNotifiers() {
        close(kick(NO_FD));
        close(call(NO_FD));
    }

    /** As if nobody had ever spoken of it. It does not run. */
    void forget() {
        closeNotifiers();
        error(NO_FD);
        size = 0;
        address = null;
        hasBase = false;
        started = false;
        enabled = false;
    }

    /**
     * Says once more what still holds.
     *
     * @return false when no messages lead to where the ring is: it was stopped and keeps its kick
     */
    boolean record(final SessionRecord.Builder record, final boolean packed) {
        if (!started && kickFd != NO_FD) {
            return false;
        }
        if (size != 0) {
            record.say(FrontEndRequest.SET_VRING_NUM, new VringState(index, size));
        }
        if (hasBase) {
            record.say(FrontEndRequest.SET_VRING_BASE, new VringState(index, base(packed)));
        }
        if (address != null) {
            final ByteBuffer payload = SessionRecord.Builder.payload(VringAddress.SIZE);
            address.write(payload);
            record.say(FrontEndRequest.SET_VRING_ADDR, payload);
        }
        if (callFd != NO_FD) {
            say(record, FrontEndRequest.SET_VRING_CALL, callFd);
        }
        if (errorFd != NO_FD) {
            say(record, FrontEndRequest.SET_VRING_ERR, errorFd);
        }
        if (enabled) {
            record.say(FrontEndRequest.SET_VRING_ENABLE, new VringState(index, 1));
        }
        if (started) {
            say(record, FrontEndRequest.SET_VRING_KICK, kickFd);
        }
        return true;
    }

    private void say(final SessionRecord.Builder record, final FrontEndRequest request, final int fd) {
        final VringFd payload = VringFd.of(index, fd != NO_FD);
        record.say(request, payload.raw(), fd == NO_FD ? new int[0] : new int[] {fd});
    }

    void close(final int fd) {
        if (fd != NO_FD) {
            closer.close(fd);
        }
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

    private void checkSize(final int descriptors, final boolean packed) throws RefusedException {
        if (descriptors <= 0 || descriptors > BackEndConfig.MAX_RING_SIZE) {
            throw refused(
                    Refusal.RING,
                    "cannot have " + Integer.toUnsignedString(descriptors) + " descriptors, but 1 to 32768");
        }
        if (!packed && Integer.bitCount(descriptors) != 1) {
            throw refused(Refusal.RING, "cannot have " + descriptors + " descriptors: a split ring has a power of two");
        }
    }

    private void checkStopped(final String what) throws RefusedException {
        if (started) {
            throw refused(Refusal.RING_STATE, "has started: its " + what + " stays");
        }
    }

    private RefusedException refused(final Refusal refusal, final String sentence) {
        return new RefusedException(refusal, "ring " + index + " " + sentence);
    }
}
