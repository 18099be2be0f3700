// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.predict;

import java.util.List;
import net.vireo.linux.memory.Memory;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** In place of a vif's transmit queue: keeps copies of what would be sent. */
final class CaughtFrames implements TxQueue {
    private final PacketPool pool;
    private final int vif;
    private final boolean open;
    private final List<SentFrame> caught;

    /** @param caught where the copies go */
    CaughtFrames(final PacketPool pool, final int vif, final boolean open, final List<SentFrame> caught) {
        this.pool = pool;
        this.vif = vif;
        this.open = open;
        this.caught = caught;
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        for (int i = 0; i < count; i++) {
            final byte[] frame = new byte[PacketRef.length(packets[i])];
            Memory.copyOut(pool.dataAddress(packets[i]), frame, 0, frame.length);
            caught.add(new SentFrame(vif, frame));
        }
        cache.free(packets, 0, count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
