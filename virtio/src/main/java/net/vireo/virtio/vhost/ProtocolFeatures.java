// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/** Protocol feature bits of vhost-user, as masks (sheet vhost-user 4). */
public final class ProtocolFeatures {
    /** Several queue pairs; GET_QUEUE_NUM. */
    public static final long MQ = 1L;
    /** SET_LOG_BASE carries a descriptor. */
    public static final long LOG_SHMFD = 1L << 1;
    /** SEND_RARP. */
    public static final long RARP = 1L << 2;
    /** A reply for every request that asks for one. */
    public static final long REPLY_ACK = 1L << 3;
    /** NET_SET_MTU. */
    public static final long NET_MTU = 1L << 4;
    /** A second socket for requests of the back end. */
    public static final long BACKEND_REQ = 1L << 5;

    public static final long CROSS_ENDIAN = 1L << 6;
    public static final long CRYPTO_SESSION = 1L << 7;
    public static final long PAGEFAULT = 1L << 8;
    public static final long CONFIG = 1L << 9;
    public static final long BACKEND_SEND_FD = 1L << 10;
    public static final long HOST_NOTIFIER = 1L << 11;
    public static final long INFLIGHT_SHMFD = 1L << 12;
    /** RESET_DEVICE. */
    public static final long RESET_DEVICE = 1L << 13;
    /** Notifications as messages in place of eventfds. */
    public static final long INBAND_NOTIFICATIONS = 1L << 14;
    /** ADD_MEM_REG, REM_MEM_REG, GET_MAX_MEM_SLOTS. */
    public static final long CONFIGURE_MEM_SLOTS = 1L << 15;
    /** SET_STATUS, GET_STATUS. */
    public static final long STATUS = 1L << 16;

    public static final long XEN_MMAP = 1L << 17;
    public static final long SHARED_OBJECT = 1L << 18;
    public static final long DEVICE_STATE = 1L << 19;

    /** What a {@link BackEndSession} can do. BACKEND_REQ: it takes the socket, and never has anything to say on it. */
    public static final long SUPPORTED =
            MQ | RARP | REPLY_ACK | NET_MTU | BACKEND_REQ | RESET_DEVICE | CONFIGURE_MEM_SLOTS | STATUS;

    private ProtocolFeatures() {}
}
