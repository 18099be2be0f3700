// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/** Requests that a back end may send on the socket of SET_BACKEND_REQ_FD (sheet vhost-user 3). We send none of them. */
public enum BackEndRequest {
    IOTLB_MSG(1, 32, 0),
    CONFIG_CHANGE_MSG(2, 0, 0),
    VRING_HOST_NOTIFIER_MSG(3, 24, 1),
    VRING_CALL(4, VringState.SIZE, 0),
    VRING_ERR(5, VringState.SIZE, 0),
    SHARED_OBJECT_ADD(6, 16, 0),
    SHARED_OBJECT_REMOVE(7, 16, 0),
    SHARED_OBJECT_LOOKUP(8, 16, 0);

    private final int number;
    private final int payloadBytes;
    private final int maxFds;

    BackEndRequest(final int number, final int payloadBytes, final int maxFds) {
        this.number = number;
        this.payloadBytes = payloadBytes;
        this.maxFds = maxFds;
    }

    /** As in the header. */
    public int number() {
        return number;
    }

    /** Bytes of its payload. */
    public int payloadBytes() {
        return payloadBytes;
    }

    /** The most descriptors. */
    public int maxFds() {
        return maxFds;
    }
}
