// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.Errno;

/**
 * The frames of one transmit call that the device refused by themselves (too long, say) while it takes others: kept
 * until the end of the call and then put behind those that were taken, as {@link TxQueue} promises. One per queue.
 */
final class RefusedFrames {
    private final long[] packets = new long[Port.MAX_BURST_PACKETS];
    private int count;

    /** Whether this frame is the reason of the failure; else the device as a whole takes nothing now. */
    static boolean isFramesFault(final int errno) {
        return errno == Errno.EMSGSIZE || errno == Errno.EINVAL;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    void add(final long packet) {
        packets[count++] = packet;
    }

    /** Puts them back in front of {@code burst[end]}; what was there has been taken. */
    void putBack(final long[] burst, final int end) {
        System.arraycopy(packets, 0, burst, end - count, count);
    }
}
