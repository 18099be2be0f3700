// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The snapshot area of a counter file: what each lcore copied there at the end of one of its cycles, so that an lcore's
 * values belong together. Reads are live: a later snapshot shows here too.
 */
public final class Snapshot implements Ledger.Counts {
    private final ByteBuffer file;
    private final CounterLayout layout;

    Snapshot(final ByteBuffer file, final CounterLayout layout) {
        this.file = file.duplicate().order(ByteOrder.nativeOrder());
        this.layout = layout;
    }

    /** The last snapshot that this lcore made; 0 for none. */
    public long sequence(final int lcore) {
        return file.getLong((int) layout.snapshot(lcore) + CounterLayout.SNAPSHOT_SEQUENCE);
    }

    /** How many vifs, from index 0, the snapshot holds. */
    public int vifCount(final int lcore) {
        return Math.clamp(file.getLong((int) layout.snapshot(lcore) + CounterLayout.SNAPSHOT_VIFS), 0, layout.vifs());
    }

    @Override
    public int lcoreCount() {
        return layout.lcores();
    }

    @Override
    public long lcore(final int lcore, final LcoreCounter counter) {
        return at(lcore, 0, counter.position());
    }

    @Override
    public long drop(final int lcore, final DropReason reason) {
        return at(lcore, CounterLayout.DROPS, reason.position());
    }

    @Override
    public long vifs(final int lcore, final VifCounter counter) {
        long sum = 0;
        for (int vif = 0; vif < vifCount(lcore); vif++) {
            sum += at(lcore, CounterLayout.vif(vif), counter.position());
        }
        return sum;
    }

    @Override
    public long pool(final PoolCounter counter) {
        return file.getLong(CounterLayout.POOL_OFFSET + counter.position() * Long.BYTES);
    }

    @Override
    public long handover(final HandoverCounter counter) {
        return file.getLong(CounterLayout.HANDOVER_OFFSET + counter.position() * Long.BYTES);
    }

    /** One lcore's counter of a node. */
    public long node(final int lcore, final int node, final NodeCounter counter) {
        return at(lcore, CounterLayout.node(node), counter.position());
    }

    private long at(final int lcore, final int row, final int position) {
        return file.getLong((int) layout.snapshot(lcore) + CounterLayout.SNAPSHOT_BODY + row + position * Long.BYTES);
    }
}
