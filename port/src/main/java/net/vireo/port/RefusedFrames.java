// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import net.vireo.linux.Errno;

/**
 * Which packets of one transmit call were not taken, be it that the device refused them by themselves (too long, say) or
 * took nothing more; at the call's end they are put behind the others, in their old order, as {@link TxQueue} promises.
 * One per queue.
 */
public final class RefusedFrames {
    private final boolean[] refused = new boolean[Port.MAX_BURST_PACKETS];
    private final long[] behind = new long[Port.MAX_BURST_PACKETS];
    private int refusedCount;

    /** Nothing refused. */
    public RefusedFrames() {}

    /** Whether this frame is the reason of the failure; else the device as a whole takes nothing now. */
    public static boolean isFramesFault(final int errno) {
        return errno == Errno.EMSGSIZE || errno == Errno.EINVAL;
    }

    /** A new burst begins. */
    public void clear() {
        if (refusedCount > 0) {
            Arrays.fill(refused, false);
            refusedCount = 0;
        }
    }

    /** Packet i of the burst was not taken. Once per packet. */
    public void add(final int i) {
        refused[i] = true;
        refusedCount++;
    }

    /** None of the packets from {@code from} on was taken. */
    public void addFrom(final int from, final int count) {
        for (int i = from; i < count; i++) {
            add(i);
        }
    }

    /** Puts those that were not taken behind the others. @return how many were taken */
    public int settle(final long[] burst, final int count) {
        if (refusedCount == 0) {
            return count;
        }
        int taken = 0;
        int n = 0;
        for (int i = 0; i < count; i++) {
            if (refused[i]) {
                behind[n++] = burst[i];
            } else {
                burst[taken++] = burst[i];
            }
        }
        System.arraycopy(behind, 0, burst, taken, n);
        return taken;
    }
}
