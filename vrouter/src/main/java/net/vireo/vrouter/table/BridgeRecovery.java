// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.io.IOException;
import java.util.BitSet;
import net.vireo.linux.memory.Memory;

/**
 * Looks through a bridge table that may come from an earlier run, before anybody reads it: every key is in its own
 * bucket, every chain ends. Control thread.
 */
final class BridgeRecovery {
    private final BridgeTable table;
    private final BridgeLayout layout;
    private final BitSet met;
    private final BitSet used;

    BridgeRecovery(final BridgeTable table) {
        this.table = table;
        this.layout = table.layout();
        met = new BitSet(layout.overflowEntries());
        used = new BitSet(layout.overflowEntries());
    }

    /**
     * Finishes deletes that the earlier run was in the middle of.
     *
     * @return the overflow entries that are in use
     * @throws IOException when the table is damaged
     */
    BitSet run() throws IOException {
        for (int bucket = 0; bucket < layout.buckets(); bucket++) {
            for (int lane = 0; lane < BridgeLayout.BUCKET_SLOTS; lane++) {
                requireHome(table.key(bucket * BridgeLayout.BUCKET_SLOTS + lane), bucket);
            }
            walk(bucket);
        }
        return used;
    }

    private void walk(final int bucket) throws IOException {
        long link = table.head(bucket);
        for (int next = Memory.getInt(link); next != 0; next = Memory.getInt(link)) {
            if (next < 0 || next > layout.overflowEntries() || met.get(next - 1)) {
                throw damaged("the chain of bucket " + bucket + " leads to overflow entry " + (next - 1));
            }
            met.set(next - 1);
            final long entry = table.address(layout.entries() + next - 1);
            if (Memory.getLong(entry) == 0) {
                Memory.putIntRelease(link, Memory.getInt(entry + BridgeLayout.NEXT_OFFSET));
            } else {
                requireHome(Memory.getLong(entry), bucket);
                used.set(next - 1);
                link = entry + BridgeLayout.NEXT_OFFSET;
            }
        }
    }

    private void requireHome(final long key, final int bucket) throws IOException {
        if (key != 0 && table.bucket(key) != bucket) {
            throw damaged("bucket " + bucket + " holds a key of bucket " + table.bucket(key));
        }
    }

    private static IOException damaged(final String what) {
        return new IOException("the bridge table is damaged: " + what + "; remove the file to start with an empty one");
    }
}
