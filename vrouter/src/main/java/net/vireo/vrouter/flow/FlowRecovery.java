// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.io.IOException;
import java.util.BitSet;

/**
 * Looks through a flow table that may come from an earlier run, before anybody reads it: what was half made or half
 * deleted is dropped, what does not hold together is refused. Control thread.
 */
final class FlowRecovery {
    private final FlowTable table;
    private final FlowLayout layout;
    private final FlowBuckets buckets;
    private final FlowSlots slots;
    private final BitSet chained;
    private final FlowKeys key = new FlowKeys(1);

    FlowRecovery(final FlowTable table) {
        this.table = table;
        layout = table.layout();
        buckets = table.buckets();
        slots = table.slots();
        chained = new BitSet(layout.overflowEntries());
    }

    /**
     * @return how many flows there are
     * @throws IOException when the table is damaged
     */
    long run() throws IOException {
        long count = 0;
        for (int bucket = 0; bucket < layout.bucketCount(); bucket++) {
            for (int gone = buckets.takenOnly(bucket); gone != 0; gone &= gone - 1) {
                final int index = bucket * FlowLayout.BUCKET_SLOTS + Integer.numberOfTrailingZeros(gone);
                table.remover().clearCounters(index);
                buckets.release(index);
            }
            count += checkBucket(bucket);
        }
        for (int overflow = layout.overflowEntries() - 1; overflow >= 0; overflow--) {
            if (!chained.get(overflow)) {
                if (buckets.links().taken(overflow)) {
                    table.remover().clearCounters(layout.entries() + overflow);
                }
                buckets.release(layout.entries() + overflow);
            }
        }
        for (int index = table.nextLive(0); index != FlowTable.NONE; index = table.nextLive(index + 1)) {
            checkReverse(index);
        }
        return count;
    }

    private int checkBucket(final int bucket) throws IOException {
        int count = 0;
        for (int lane = 0; lane < FlowLayout.BUCKET_SLOTS; lane++) {
            final int index = bucket * FlowLayout.BUCKET_SLOTS + lane;
            if (buckets.live(index)) {
                checkHome(index, bucket);
                count++;
            }
        }
        buckets.takeLive(bucket);
        int next = FlowBuckets.head(buckets.word(bucket));
        while (next != FlowTable.NONE) {
            if (next >= layout.overflowEntries() || chained.get(next)) {
                throw damaged("the chain of bucket " + bucket + " leads to overflow entry " + next);
            }
            chained.set(next);
            checkHome(layout.entries() + next, bucket);
            count++;
            next = buckets.links().next(next);
        }
        return count;
    }

    private void checkHome(final int index, final int bucket) throws IOException {
        slots.key(index, key);
        final long hash = table.hashOf(key, 0);
        if (buckets.bucket(hash) != bucket || !buckets.signed(index, hash)) {
            throw damaged("bucket " + bucket + " holds flow " + index + ", whose key belongs elsewhere");
        }
    }

    /** A delete may have been in the middle of a pair. */
    private void checkReverse(final int index) {
        final int reverse = slots.reverse(index);
        if (!table.live(reverse) || slots.reverse(reverse) != index) {
            slots.changeFlags(index, 0, FlowState.RFLOW_VALID);
            slots.putReverse(index, FlowTable.NONE);
        }
        // Deleting or evicting one that is still in sight was not finished: it is as good as before. One that waited
        // for
        // its verdict still may, but nobody counts it any more.
        final long state = slots.changeFlags(
                index, FlowState.ACTIVE, FlowState.DELETE_MARKED | FlowState.EVICTED | FlowState.NEW_FLOW);
        table.shares().made(slots.integer(index, FlowSlots.PAYER), state);
    }

    private static IOException damaged(final String what) {
        return new IOException("the flow table is damaged: " + what + "; remove the file to start with an empty one");
    }
}
