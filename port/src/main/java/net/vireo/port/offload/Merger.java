// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import java.util.Arrays;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Joins consecutive packets of a flow before they go to a guest that takes segments (sheet gro-gso 4): TCP, and UDP
 * where the guest takes that too. Works on one burst and holds nothing back for the next. Merging is exactly reversible:
 * what the {@link Segmenter} cuts of a merged packet is, byte for byte, what was merged; so nothing is merged whose IP
 * identification does not count up, and checksums are verified first, or a wrong one would leave as a right one.
 *
 * <p>The packets of a flow stay in their order, also around one that is not merged. Packets of different flows may change
 * places. All packets must be of one VRF: give the burst of one port.
 *
 * <p>One thread; nothing allocates. The counters may be read by any.
 */
public final class Merger {
    /** The longest burst. */
    public static final int MAX_PACKETS = 256;

    /** The kernel's limit for merged datagrams (UDP_GRO_CNT_MAX). */
    public static final int MAX_DATAGRAMS = 64;

    private static final int OPEN_FLOWS = 16;
    private static final int MAX_IP_BYTES = 65535;
    private static final int NOBODY = -1;

    private static final int CONSUMED = 0;
    private static final int BORN = 1;
    private static final int NO_BUFFER = 2;
    private static final int CELLS = 3;

    private final MergeBurst burst;
    private final MergedPacket merged;
    private final OwnedCounters counters = new OwnedCounters(CELLS);

    /** Heads of aggregates that may still grow. */
    private final int[] open = new int[OPEN_FLOWS];

    private int openCount;

    /** Heads that have at least one follower. */
    private final int[] heads = new int[MAX_PACKETS];

    private int headCount;

    /** Per head: its last member, how many it has with itself, and their payload. */
    private final int[] tails = new int[MAX_PACKETS];

    private final int[] members = new int[MAX_PACKETS];
    private final int[] sumBytes = new int[MAX_PACKETS];

    /** Per member: the next one of its aggregate. */
    private final int[] next = new int[MAX_PACKETS];

    public Merger(final PacketPool pool) {
        burst = new MergeBurst(pool);
        merged = new MergedPacket(pool, burst);
    }

    /**
     * Merges what can be merged in {@code packets[0 .. count - 1]} and closes the gaps. A merged packet takes the place
     * of the first that went into it, in a buffer of its own, with an offload word; those that went into it are given
     * back to the cache. Without a free buffer they stay as they are.
     *
     * @param count at most {@link #MAX_PACKETS}
     * @param far what the packets' receiver takes
     * @return how many packets there are now
     */
    public int merge(final PoolCache cache, final long[] packets, final int count, final Offloads far) {
        if (count < 2 || !far.tso() && !far.uso()) {
            return count;
        }
        openCount = 0;
        headCount = 0;
        for (int i = 0; i < count; i++) {
            switch (burst.load(i, packets[i], far)) {
                case MergeBurst.CANDIDATE -> candidate(i);
                case MergeBurst.LONE -> close(flow(i));
                case MergeBurst.OPAQUE -> openCount = 0;
                default -> {}
            }
        }
        return headCount == 0 ? count : build(cache, packets, count);
    }

    /** Packets that went into merged ones. */
    public long consumedCount() {
        return counters.value(CONSUMED);
    }

    /** Merged packets that were made. */
    public long bornCount() {
        return counters.value(BORN);
    }

    /** How many packets fewer there are for the merging. */
    public long mergedAway() {
        return consumedCount() - bornCount();
    }

    /** Aggregates that stayed packets because no buffer was free. */
    public long noBufferCount() {
        return counters.value(NO_BUFFER);
    }

    private void candidate(final int i) {
        final int at = flow(i);
        if (at == NOBODY) {
            start(i);
        } else if (fits(open[at], i)) {
            join(at, i);
        } else {
            close(at);
            start(i);
        }
    }

    /** @return where the flow's open aggregate is, or {@link #NOBODY} */
    private int flow(final int i) {
        for (int at = 0; at < openCount; at++) {
            if (burst.sameFlow(open[at], i)) {
                return at;
            }
        }
        return NOBODY;
    }

    private void start(final int i) {
        if (burst.isLast(i)) {
            return;
        }
        if (openCount == OPEN_FLOWS) {
            close(0);
        }
        open[openCount++] = i;
        tails[i] = i;
        members[i] = 1;
        sumBytes[i] = burst.payloadBytes(i);
    }

    private boolean fits(final int head, final int i) {
        final int payloadBytes = burst.payloadBytes(i);
        final int frameBytes = burst.payloadAt(head) + sumBytes[head] + payloadBytes;
        return payloadBytes <= burst.payloadBytes(head)
                && frameBytes - burst.networkAt(head) <= MAX_IP_BYTES
                && frameBytes <= PacketPool.LARGE_DATA_BYTES
                && (!burst.isUdp(head) || members[head] < MAX_DATAGRAMS)
                && burst.follows(head, i, members[head], sumBytes[head])
                && burst.verify(head)
                && burst.verify(i);
    }

    private void join(final int at, final int i) {
        final int head = open[at];
        if (members[head] == 1) {
            heads[headCount++] = head;
        }
        next[tails[head]] = i;
        tails[head] = i;
        members[head]++;
        sumBytes[head] += burst.payloadBytes(i);
        if (burst.isLast(i) || burst.payloadBytes(i) < burst.payloadBytes(head)) {
            close(at);
        }
    }

    /** Takes the aggregate out of the open ones; they stay in the order of their age. */
    private void close(final int at) {
        if (at != NOBODY) {
            openCount--;
            System.arraycopy(open, at + 1, open, at, openCount - at);
        }
    }

    private int build(final PoolCache cache, final long[] packets, final int count) {
        for (int n = 0; n < headCount; n++) {
            buildOne(cache, packets, heads[n]);
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (packets[i] != PoolCache.NONE) {
                packets[kept++] = packets[i];
            }
        }
        Arrays.fill(packets, kept, count, PoolCache.NONE);
        return kept;
    }

    private void buildOne(final PoolCache cache, final long[] packets, final int head) {
        final int lengthBytes = burst.payloadAt(head) + sumBytes[head];
        final long empty = cache.take(lengthBytes);
        if (empty == PoolCache.NONE) {
            counters.add(NO_BUFFER, 1);
            return;
        }
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), lengthBytes);
        merged.begin(packet, head);
        int member = head;
        for (int n = members[head]; n > 0; n--) {
            merged.append(member);
            cache.free(packets[member]);
            packets[member] = PoolCache.NONE;
            member = next[member];
        }
        packets[head] = merged.finish();
        counters.add(CONSUMED, members[head]);
        counters.add(BORN, 1);
    }
}
