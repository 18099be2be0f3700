// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What each request does to a back end. Lengths and numbers of descriptors were checked before. */
final class BackEndRequests {
    private static final int NO_FD = -1;
    private static final int MIN_MTU_BYTES = 68;
    private static final int MAX_MTU_BYTES = 65535;

    private final BackEndConfig config;
    private final VhostDevice device;
    private final FdCloser closer;
    private final Negotiation agreed;
    private final SharedMemory memory;
    private final BackEndRings rings;

    private int requestSocketFd = NO_FD;

    BackEndRequests(final BackEndConfig config, final VhostDevice device, final FdCloser closer) {
        this.config = config;
        this.device = device;
        this.closer = closer;
        agreed = new Negotiation(config);
        memory = new SharedMemory(config, device, closer);
        rings = new BackEndRings(config, device, closer);
    }

    boolean acknowledges() {
        return agreed.acknowledges();
    }

    void checkAllowed(final FrontEndRequest request) throws RefusedException {
        agreed.checkAllowed(request);
    }

    /** @return the request's own answer, not flipped yet, or null if it has none */
    ByteBuffer handle(final FrontEndRequest request, final Message message) throws RefusedException {
        final ByteBuffer payload = message.payload();
        final ReceivedFds fds = message.fds();
        switch (request) {
            case GET_FEATURES -> {
                return reply(request, config.features());
            }
            case GET_PROTOCOL_FEATURES -> {
                return reply(request, config.protocolFeatures());
            }
            case GET_QUEUE_NUM -> {
                return reply(request, config.maxQueuePairs());
            }
            case GET_MAX_MEM_SLOTS -> {
                return reply(request, config.maxMemorySlots());
            }
            case GET_STATUS -> {
                return reply(request, agreed.status());
            }
            case GET_VRING_BASE -> {
                return stopRing(request, VringState.read(payload));
            }
            case SET_OWNER -> {
                // Whoever connects is the owner.
            }
            case RESET_OWNER -> {
                rings.stopAll(agreed.packed());
                rings.enableAll(false);
            }
            case RESET_DEVICE -> reset();
            case SET_FEATURES -> setFeatures(payload.getLong());
            case SET_PROTOCOL_FEATURES -> {
                agreed.protocolFeatures(payload.getLong(), rings.anyStarted());
                settle();
            }
            case SET_STATUS -> setStatus(payload.getLong());
            case SET_MEM_TABLE -> memory.replace(payload, fds, rings, agreed.features());
            case ADD_MEM_REG -> memory.add(payload, fds, rings, agreed.features());
            case REM_MEM_REG -> memory.remove(payload, rings, agreed.features());
            case SET_VRING_NUM -> rings.size(VringState.read(payload), agreed.packed());
            case SET_VRING_ADDR -> rings.address(VringAddress.read(payload), agreed.packed());
            case SET_VRING_BASE -> rings.base(VringState.read(payload), agreed.packed());
            case SET_VRING_KICK -> rings.kick(new VringFd(payload.getLong()), fds, memory.table(), agreed.features());
            case SET_VRING_CALL -> rings.call(new VringFd(payload.getLong()), fds);
            case SET_VRING_ERR -> rings.error(new VringFd(payload.getLong()), fds);
            case SET_VRING_ENABLE -> rings.enable(VringState.read(payload));
            case SEND_RARP -> announce(payload.getLong());
            case NET_SET_MTU -> mtu(payload.getLong());
            case SET_BACKEND_REQ_FD -> requestSocket(fds);
            default -> throw new RefusedException(Refusal.NOT_NEGOTIATED, "%s is not offered".formatted(request));
        }
        return null;
    }

    BackEndState state(final long requests, final long refusals, final String lastRefusal) {
        return new BackEndState(
                agreed.features(),
                agreed.protocolFeatures(),
                agreed.status(),
                memory.regions(),
                rings.states(),
                requests,
                refusals,
                lastRefusal);
    }

    /** What holds of all that was said; empty when nothing runs, or messages cannot lead there. */
    Optional<SessionRecord> record() {
        final SessionRecord.Builder record = new SessionRecord.Builder();
        agreed.record(record);
        if (requestSocketFd != NO_FD) {
            record.say(FrontEndRequest.SET_BACKEND_REQ_FD, SessionRecord.Builder.payload(0), requestSocketFd);
        }
        memory.record(record);
        return rings.record(record, agreed.packed()) ? Optional.of(record.build()) : Optional.empty();
    }

    /** The end of the connection. */
    void close() {
        rings.forgetAll(agreed.packed());
        memory.clear();
        requestSocket(NO_FD);
    }

    private void setFeatures(final long wanted) throws RefusedException {
        agreed.features(wanted, rings.anyStarted(), device);
        if (!agreed.knowsEnable()) {
            rings.enableAll(true);
        }
    }

    private void setStatus(final long wanted) throws RefusedException {
        agreed.status(wanted);
        if (agreed.status() == 0) {
            rings.stopAll(agreed.packed());
        }
        settle();
    }

    /** The rings run, or wait for the driver. */
    private void settle() throws RefusedException {
        rings.driverReady(agreed.driverReady(), memory.table(), agreed.features());
    }

    private void reset() throws RefusedException {
        rings.forgetAll(agreed.packed());
        agreed.reset();
        device.reset();
        settle();
    }

    private ByteBuffer stopRing(final FrontEndRequest request, final VringState asked) throws RefusedException {
        final int base = rings.stop(asked.index(), agreed.packed());
        final ByteBuffer reply = Header.message(request.number(), Header.REPLY, VringState.SIZE);
        new VringState(asked.index(), base).write(reply);
        return reply;
    }

    private void announce(final long payload) {
        // Six bytes in the order of the wire, so the first octet is the lowest byte; two bytes mean nothing.
        device.announce(Long.reverseBytes(payload) >>> Short.SIZE);
    }

    private void mtu(final long wanted) throws RefusedException {
        if (wanted < MIN_MTU_BYTES || wanted > MAX_MTU_BYTES) {
            throw new RefusedException(
                    Refusal.VALUE, "an MTU of %s bytes: 68 to 65535 can be".formatted(Long.toUnsignedString(wanted)));
        }
        device.mtu((int) wanted);
    }

    private void requestSocket(final ReceivedFds fds) {
        final int fd = fds.fd(0);
        fds.takeAll();
        requestSocket(fd);
    }

    private void requestSocket(final int fd) {
        if (requestSocketFd != NO_FD) {
            closer.close(requestSocketFd);
        }
        requestSocketFd = fd;
    }

    private static ByteBuffer reply(final FrontEndRequest request, final long value) {
        return Header.message(request.number(), Header.REPLY, Long.BYTES).putLong(value);
    }
}
