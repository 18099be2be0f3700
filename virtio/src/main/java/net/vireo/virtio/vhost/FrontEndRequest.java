// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * Requests that a front end sends (sheet vhost-user 2), with what may come along. A payload or a number of descriptors
 * out of these bounds is refused before anybody looks inside.
 */
public enum FrontEndRequest {
    GET_FEATURES(1, Reply.U64, 0),
    SET_FEATURES(2, Reply.NONE, Long.BYTES),
    SET_OWNER(3, Reply.NONE, 0),
    RESET_OWNER(4, Reply.NONE, 0),
    /** Count, padding and 1 to 8 regions. */
    SET_MEM_TABLE(5, Reply.NONE, 8, 8 + 8 * MemoryRegion.SIZE, 0, 8, 0),
    SET_LOG_BASE(6, Reply.EMPTY, 16, 16, 0, 1, ProtocolFeatures.LOG_SHMFD),
    SET_LOG_FD(7, Reply.NONE, 0, 0, 1, 1, ProtocolFeatures.LOG_SHMFD),
    SET_VRING_NUM(8, Reply.NONE, VringState.SIZE),
    SET_VRING_ADDR(9, Reply.NONE, VringAddress.SIZE),
    SET_VRING_BASE(10, Reply.NONE, VringState.SIZE),
    GET_VRING_BASE(11, Reply.STATE, VringState.SIZE),
    SET_VRING_KICK(12, Reply.NONE, Long.BYTES, Long.BYTES, 0, 1, 0),
    SET_VRING_CALL(13, Reply.NONE, Long.BYTES, Long.BYTES, 0, 1, 0),
    SET_VRING_ERR(14, Reply.NONE, Long.BYTES, Long.BYTES, 0, 1, 0),
    GET_PROTOCOL_FEATURES(15, Reply.U64, 0),
    SET_PROTOCOL_FEATURES(16, Reply.NONE, Long.BYTES),
    GET_QUEUE_NUM(17, Reply.U64, 0, 0, 0, 0, ProtocolFeatures.MQ),
    SET_VRING_ENABLE(18, Reply.NONE, VringState.SIZE),
    SEND_RARP(19, Reply.NONE, 8, 8, 0, 0, ProtocolFeatures.RARP),
    NET_SET_MTU(20, Reply.NONE, 8, 8, 0, 0, ProtocolFeatures.NET_MTU),
    SET_BACKEND_REQ_FD(21, Reply.NONE, 0, 0, 1, 1, ProtocolFeatures.BACKEND_REQ),
    IOTLB_MSG(22, Reply.U64, 32),
    SET_VRING_ENDIAN(23, Reply.NONE, 8, 8, 0, 0, ProtocolFeatures.CROSS_ENDIAN),
    GET_CONFIG(24, Reply.OTHER, 12, 268, 0, 0, ProtocolFeatures.CONFIG),
    SET_CONFIG(25, Reply.NONE, 12, 268, 0, 0, ProtocolFeatures.CONFIG),
    CREATE_CRYPTO_SESSION(26, Reply.OTHER, 0, 1024, 0, 0, ProtocolFeatures.CRYPTO_SESSION),
    CLOSE_CRYPTO_SESSION(27, Reply.NONE, 8, 8, 0, 0, ProtocolFeatures.CRYPTO_SESSION),
    POSTCOPY_ADVISE(28, Reply.OTHER, 0, 0, 0, 0, ProtocolFeatures.PAGEFAULT),
    POSTCOPY_LISTEN(29, Reply.NONE, 0, 0, 0, 0, ProtocolFeatures.PAGEFAULT),
    POSTCOPY_END(30, Reply.U64, 0, 0, 0, 0, ProtocolFeatures.PAGEFAULT),
    GET_INFLIGHT_FD(31, Reply.OTHER, 20, 24, 0, 0, ProtocolFeatures.INFLIGHT_SHMFD),
    SET_INFLIGHT_FD(32, Reply.NONE, 20, 24, 1, 1, ProtocolFeatures.INFLIGHT_SHMFD),
    GPU_SET_SOCKET(33, Reply.NONE, 0, 0, 1, 1, 0),
    RESET_DEVICE(34, Reply.NONE, 0, 0, 0, 0, ProtocolFeatures.RESET_DEVICE),
    VRING_KICK(35, Reply.NONE, 8, 8, 0, 0, ProtocolFeatures.INBAND_NOTIFICATIONS),
    GET_MAX_MEM_SLOTS(36, Reply.U64, 0, 0, 0, 0, ProtocolFeatures.CONFIGURE_MEM_SLOTS),
    /** Padding and a region. */
    ADD_MEM_REG(37, Reply.NONE, 40, 40, 1, 1, ProtocolFeatures.CONFIGURE_MEM_SLOTS),
    /** As ADD_MEM_REG; some front ends send a descriptor along, which is closed. */
    REM_MEM_REG(38, Reply.NONE, 40, 40, 0, 1, ProtocolFeatures.CONFIGURE_MEM_SLOTS),
    SET_STATUS(39, Reply.NONE, 8, 8, 0, 0, ProtocolFeatures.STATUS),
    GET_STATUS(40, Reply.U64, 0, 0, 0, 0, ProtocolFeatures.STATUS),
    GET_SHARED_OBJECT(41, Reply.OTHER, 16, 16, 0, 0, ProtocolFeatures.SHARED_OBJECT),
    SET_DEVICE_STATE_FD(42, Reply.U64, 8, 8, 1, 1, ProtocolFeatures.DEVICE_STATE),
    CHECK_DEVICE_STATE(43, Reply.U64, 0, 0, 0, 0, ProtocolFeatures.DEVICE_STATE);

    private static final FrontEndRequest[] BY_NUMBER = byNumber();

    private final int number;
    private final Reply reply;
    private final int minPayloadBytes;
    private final int maxPayloadBytes;
    private final int minFds;
    private final int maxFds;
    private final long neededProtocolFeatures;

    /** What the back end answers, whether it was asked to acknowledge or not. */
    enum Reply {
        /** Nothing; an acknowledgement if asked for. */
        NONE,
        /** A message without payload. */
        EMPTY,
        U64,
        STATE,
        OTHER
    }

    FrontEndRequest(final int number, final Reply reply, final int payloadBytes) {
        this(number, reply, payloadBytes, payloadBytes, 0, 0, 0);
    }

    FrontEndRequest(
            final int number,
            final Reply reply,
            final int minPayloadBytes,
            final int maxPayloadBytes,
            final int minFds,
            final int maxFds,
            final long neededProtocolFeatures) {
        this.number = number;
        this.reply = reply;
        this.minPayloadBytes = minPayloadBytes;
        this.maxPayloadBytes = maxPayloadBytes;
        this.minFds = minFds;
        this.maxFds = maxFds;
        this.neededProtocolFeatures = neededProtocolFeatures;
    }

    /** @return the request, or null if there is none with that number */
    public static FrontEndRequest of(final int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** As in the header. */
    public int number() {
        return number;
    }

    /** The shortest payload, bytes. */
    public int minPayloadBytes() {
        return minPayloadBytes;
    }

    /** The longest payload, bytes. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** The fewest descriptors. */
    public int minFds() {
        return minFds;
    }

    /** The most descriptors. */
    public int maxFds() {
        return maxFds;
    }

    /** Protocol features without which nobody may send it, as a mask. */
    public long neededProtocolFeatures() {
        return neededProtocolFeatures;
    }

    /** Whether it has an answer of its own, and so is never acknowledged. */
    public boolean hasReply() {
        return reply != Reply.NONE;
    }

    /** Bytes of the answer's payload: of its own answer, or of an acknowledgement. */
    int replyBytes() {
        return reply == Reply.EMPTY ? 0 : Long.BYTES;
    }

    private static FrontEndRequest[] byNumber() {
        final FrontEndRequest[] table = new FrontEndRequest[values().length + 1];
        for (final FrontEndRequest request : values()) {
            table[request.number] = request;
        }
        return table;
    }
}
