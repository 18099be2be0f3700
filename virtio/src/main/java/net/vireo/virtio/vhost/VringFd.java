// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/**
 * The payload of SET_VRING_KICK, _CALL and _ERR: bits 0 to 7 are the ring, bit 8 says that no descriptor comes along.
 *
 * @param raw all 64 bits
 */
record VringFd(long raw) {
    private static final long NO_FD = 0x100;
    private static final long INDEX_MASK = 0xff;

    static VringFd of(final int index, final boolean withFd) {
        return new VringFd(withFd ? index : index | NO_FD);
    }

    /** Whether none of the 55 bits that mean nothing is set. */
    boolean isSane() {
        return (raw & ~(NO_FD | INDEX_MASK)) == 0;
    }

    int index() {
        return (int) (raw & INDEX_MASK);
    }

    int fds() {
        return (raw & NO_FD) == 0 ? 1 : 0;
    }
}
