// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.linux.memory.Memory;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.TableFile;

/**
 * All flows of a router, in native memory of a fixed size ({@link FlowLayout}) that outlives the process. A flow is
 * named by the index of its slot and by the slot's generation, which rises each time the slot is used again.
 *
 * <p>Who does what, without locks: every lcore finds and makes flows and writes what its packets change (last seen, TCP
 * state, its own counters). The control thread judges them ({@link FlowControl}). {@link FlowAging} and the control
 * thread take flows out ({@link FlowRemover}); a slot that was taken out is used again only after every lcore has been
 * quiescent, so that what {@link #find} answered stays that flow until the end of the burst. A packet of an IPv4 flow costs
 * two cache lines: the bucket and the slot's first.
 */
public final class FlowTable {
    /** The last member of an ECMP next hop that a flow can note. */
    public static final int MAX_MEMBER = Byte.MAX_VALUE;

    /** No such flow. */
    public static final int NONE = -1;
    /** {@link #create}: there was no room. */
    public static final int FULL = Integer.MIN_VALUE;
    /** {@link #createDecided}: the reverse flow is there and does not pass. Nothing was made; the agent is to judge. */
    public static final int CONTESTED = Integer.MIN_VALUE + 1;

    private static final int NEW_FLAGS = FlowState.ACTIVE | FlowState.NEW_FLOW;

    private final TableFile file;
    private final FlowLayout layout;
    private final FlowSlots slots;
    private final FlowBuckets buckets;
    private final FlowRemover remover;
    private final long seed0;
    private final long seed1;
    private final long emptyHalf;
    private final AtomicLong madeCount = new AtomicLong();
    private final AtomicLong fullCount = new AtomicLong();
    private final FlowShares shares;
    private boolean recovered;

    private FlowTable(final TableFile file, final FlowLayout layout, final Quiescence quiescence) throws IOException {
        this(file, layout, quiescence, null);
    }

    /** @param rehearsed accounts of the table that this one is a copy of, or null for its own */
    private FlowTable(
            final TableFile file, final FlowLayout layout, final Quiescence quiescence, final FlowShares rehearsed)
            throws IOException {
        this.file = file;
        this.layout = layout;
        slots = new FlowSlots(file, layout);
        buckets = new FlowBuckets(file, layout, slots);
        seed0 = file.seed(0);
        seed1 = file.seed(1);
        emptyHalf = FlowKeys.emptyHalf(seed0, seed1);
        remover = new FlowRemover(this, quiescence);
        shares = rehearsed == null ? new FlowShares(this::freeCount) : rehearsed;
    }

    /**
     * Drops flows that were half made or half deleted, and counts the others. When no other process writes the table any
     * more, and before anybody looks anything up; a table that was recovered already, or is new, is left alone: its free
     * slots are known, and would be given out twice.
     *
     * @throws IOException a sentence, when the file is damaged
     */
    public void recover() throws IOException {
        if (!recovered) {
            madeCount.set(new FlowRecovery(this).run());
            recovered = true;
        }
    }

    /**
     * The table of a process that still writes it: {@link #recover} is to follow when that process is gone.
     *
     * @throws IOException a sentence, when the file is another kind, version or size
     */
    public static FlowTable attach(final Path path, final FlowLayout layout, final Quiescence quiescence)
            throws IOException {
        final TableFile file = TableFile.open(path, FlowLayout.FORMAT, layout.sizes(), layout.fileBytes());
        return new FlowTable(file, layout, quiescence);
    }

    /** An empty table in a new file; one that is there is replaced. */
    public static FlowTable create(final Path path, final FlowLayout layout, final Quiescence quiescence)
            throws IOException {
        final TableFile file = TableFile.create(path, FlowLayout.FORMAT, layout.sizes(), layout.fileBytes());
        return recovered(new FlowTable(file, layout, quiescence));
    }

    /**
     * The table that an earlier run left, when no process writes it any more. Flows that were half made or half deleted
     * are dropped.
     *
     * @throws IOException a sentence, when the file is another kind, version or size, or damaged
     */
    public static FlowTable open(final Path path, final FlowLayout layout, final Quiescence quiescence)
            throws IOException {
        return recovered(attach(path, layout, quiescence));
    }

    /** An empty table that only this process sees. */
    public static FlowTable anonymous(final FlowLayout layout, final Quiescence quiescence) {
        try {
            return recovered(new FlowTable(
                    TableFile.anonymous(FlowLayout.FORMAT, layout.sizes(), layout.fileBytes()), layout, quiescence));
        } catch (final IOException e) {
            throw new UncheckedIOException(e); // fresh memory is not damaged
        }
    }

    /**
     * The flows as they are, for somebody who wants to know what would become of a packet: what is written there nobody
     * else sees.
     *
     * @param arena for how long it is there; nobody may touch it afterwards
     * @throws IOException when the table's file is gone
     */
    public FlowTable privateCopy(final Arena arena) throws IOException {
        return new FlowTable(file.privateCopy(arena), layout, Quiescence.NEVER, shares.rehearsed());
    }

    private static FlowTable recovered(final FlowTable table) throws IOException {
        table.recover();
        return table;
    }

    public FlowLayout layout() {
        return layout;
    }

    /** The index of a key's flow, or {@link #NONE}. */
    public int find(final FlowKeys keys, final int row) {
        final long hash = keys.hash(row, seed0, seed1, emptyHalf);
        final int bucket = buckets.bucket(hash);
        return buckets.find(bucket, buckets.word(bucket), hash, keys, row);
    }

    /**
     * Looks the first {@code count} keys up. Loops of few steps, so that the processor has many keys in hand at once and
     * their cache misses overlap: each reads, without needing it yet, what the next one needs.
     *
     * @param found where the indices go, {@link #NONE} for what is not there
     */
    public void find(final FlowKeys keys, final int count, final int[] found) {
        long ahead = 0;
        for (int row = 0; row < count; row++) {
            final int bucket = buckets.bucket(keys.hash(row, seed0, seed1, emptyHalf));
            found[row] = bucket;
            ahead ^= buckets.word(bucket);
        }
        for (int row = 0; row < count; row++) {
            final int bucket = found[row];
            final int slot = buckets.likely(buckets.line(bucket), buckets.word(bucket), keys.hash(row));
            if (slot == NONE) {
                found[row] = NONE;
            } else {
                final int index = bucket * FlowLayout.BUCKET_SLOTS + slot;
                found[row] = index;
                ahead ^= slots.first(index);
            }
        }
        keys.broughtIn(ahead);
        for (int row = 0; row < count; row++) {
            if (found[row] == NONE || !slots.holds(found[row], keys, row)) {
                found[row] = findSlowly(keys, row);
            }
        }
    }

    /** Another slot with the same signature, the overflow, or no such flow. */
    private int findSlowly(final FlowKeys keys, final int row) {
        final long hash = keys.hash(row);
        final int bucket = buckets.bucket(hash);
        return buckets.find(bucket, buckets.word(bucket), hash, keys, row);
    }

    /**
     * Makes a flow that waits for its verdict (action {@link FlowState#HOLD}), with the facts of its row. Any lcore, also
     * several at once with the same key: one makes it.
     *
     * @param nowMs the time as a number of milliseconds that may wrap
     * @return the index of the new flow; {@link #FULL}; or what {@link #existing} turns into the index of the flow that
     *     is there already
     */
    public int create(final FlowKeys keys, final int row, final int nowMs) {
        return insert(keys, row, FlowState.of(FlowState.HOLD, NEW_FLAGS, 0, 0), nowMs, null, keys.nexthopId(row));
    }

    /** The flow that was there, when {@link #create} answered less than 0 and not {@link #FULL}. */
    public static int existing(final int result) {
        return ~result;
    }

    /**
     * Makes a flow that an lcore has decided on, and its reverse, and links them: as an agent would, the reverse flow
     * first, so that an answer to the first packet finds it. Any lcore.
     *
     * @param reverseKeys the reverse flow's key in row 0
     * @return the forward flow's index; {@link #FULL} when one of them found no room; {@link #CONTESTED}; or what
     *     {@link #existing} turns into the index of the forward flow that is there already
     */
    public int createDecided(
            final FlowKeys keys,
            final int row,
            final FlowDecision forward,
            final FlowKeys reverseKeys,
            final FlowDecision reverse,
            final int nowMs) {
        final int payer = keys.nexthopId(row);
        final int answered = insert(reverseKeys, 0, reverse.state(), nowMs, reverse.facts, payer);
        if (answered == FULL) {
            return FULL;
        }
        if (answered < 0 && FlowState.action(slots.state(existing(answered))) != FlowState.FORWARD) {
            return CONTESTED;
        }
        final int made = insert(keys, row, forward.state(), nowMs, forward.facts, payer);
        // Two lcores that have a packet of either direction each make one flow each: both link them.
        if (made != FULL && (made >= 0 || answered >= 0)) {
            link(made >= 0 ? made : existing(made), answered >= 0 ? answered : existing(answered));
        }
        return made;
    }

    /**
     * Makes a flow that an lcore has decided to drop: alone, since what the other end begins is a flow of its own. Any
     * lcore.
     *
     * @return as {@link #create} does
     */
    public int createDecided(final FlowKeys keys, final int row, final FlowDecision forward, final int nowMs) {
        return insert(keys, row, forward.state(), nowMs, forward.facts, keys.nexthopId(row));
    }

    /**
     * Neither slot can be given to another flow before the caller's burst ends. One that the control thread is taking out
     * at this moment gets no partner, or loses it again.
     */
    private void link(final int index, final int reverse) {
        if (index == reverse || isLinked(index) || isLinked(reverse)) {
            return;
        }
        slots.putReverse(reverse, index);
        slots.putReverse(index, reverse);
        slots.changeFlags(index, FlowState.RFLOW_VALID, 0);
        final long state = slots.changeFlags(reverse, FlowState.RFLOW_VALID, 0);
        if ((FlowState.flags(state) & (FlowState.DELETE_MARKED | FlowState.EVICTED)) != 0) {
            slots.changeFlags(index, 0, FlowState.RFLOW_VALID);
        }
    }

    private boolean isLinked(final int index) {
        return (FlowState.flags(slots.state(index)) & FlowState.RFLOW_VALID) != 0;
    }

    /**
     * @param facts what the flow starts with, or null for the facts of its row alone
     * @param payer see {@link FlowShares}
     */
    int insert(
            final FlowKeys keys,
            final int row,
            final long state,
            final int nowMs,
            final FlowFacts facts,
            final int payer) {
        final long hash = keys.hash(row, seed0, seed1, emptyHalf);
        final int bucket = buckets.bucket(hash);
        int claimed = NONE;
        while (true) {
            final long word = buckets.word(bucket);
            final int there = buckets.find(bucket, word, hash, keys, row);
            if (there != NONE) {
                abandon(claimed);
                return ~there;
            }
            if (claimed == NONE) {
                claimed = buckets.claim(bucket, hash);
                if (claimed == NONE) {
                    fullCount.incrementAndGet();
                    return FULL;
                }
                slots.fill(claimed, keys, row, state, nowMs, payer);
                if (facts != null) {
                    facts.write(slots, claimed);
                }
            }
            if (buckets.publish(claimed, bucket, word)) {
                madeCount.incrementAndGet();
                shares.made(payer, state);
                return claimed;
            }
        }
    }

    private void abandon(final int claimed) {
        if (claimed != NONE) {
            buckets.release(claimed);
        }
    }

    /**
     * The word to decode with {@link FlowState}. First of a flow to be read: the verdict's other fields are written
     * before it.
     */
    public long state(final int index) {
        return slots.state(index);
    }

    /** The words of the verdict, to decode with {@link FlowVerdict}: one for the path, two for the rest. */
    public long path(final int index) {
        return Memory.getLong(slots.address(index, FlowSlots.REVERSE));
    }

    /** Decode with {@link FlowVerdict}. */
    public long source(final int index) {
        return Memory.getLong(slots.address(index, FlowSlots.SOURCE_NEXTHOP));
    }

    /** Decode with {@link FlowVerdict}. */
    public long extras(final int index) {
        return Memory.getLong(slots.address(index, FlowSlots.ECMP));
    }

    /** Number of the verdict by which an lcore decided on the flow; 0 when it asked the agent. */
    public int verdict(final int index) {
        return slots.integer(index, FlowSlots.VERDICT);
    }

    /** Outer source of packets from the fabric, else the index of the vif, as its first packet came. */
    public int sourceInfo(final int index) {
        return slots.integer(index, FlowSlots.SOURCE_INFO);
    }

    /** Notes that a packet of the flow came; writes at most once per millisecond. The lcores. */
    public void touch(final int index, final int nowMs) {
        final long lastSeen = slots.address(index, FlowSlots.LAST_SEEN);
        if (Memory.getInt(lastSeen) != nowMs) {
            Memory.putInt(lastSeen, nowMs);
        }
    }

    /** Which member of an ECMP next hop the flow's packets take; {@link #NONE} for none yet. An lcore or control. */
    public void chooseMember(final int index, final int member) {
        Memory.putByte(slots.address(index, FlowSlots.ECMP), (byte) member);
    }

    /** The counters of one lcore; give them to that lcore alone. */
    public FlowCounters counters(final int lcore) {
        return new FlowCounters(this, lcore, file.base() + layout.counters(lcore));
    }

    /** Packets of a flow over all lcores. Any thread. */
    public long packets(final int index) {
        return sum(index, FlowSlots.PACKETS, 0);
    }

    /** Bytes of a flow over all lcores. Any thread. */
    public long bytes(final int index) {
        return sum(index, FlowSlots.BYTES, Long.BYTES);
    }

    private long sum(final int index, final int inSlot, final int field) {
        long sum = Memory.getLongOpaque(slots.address(index, inSlot));
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            sum += Memory.getLongOpaque(counter(lcore, index) + field);
        }
        return sum;
    }

    long counter(final int lcore, final int index) {
        return file.base() + layout.counters(lcore) + (long) index * FlowLayout.COUNTER_BYTES;
    }

    /** The generation of the flow in a slot that is {@link #live}. */
    public int generation(final int index) {
        return slots.generation(index);
    }

    /** Whether there is a flow at an index; any number may be asked. Any thread. */
    public boolean live(final int index) {
        return index >= 0 && index < layout.slots() && buckets.live(index);
    }

    /** The first index from a number on at which there is a flow, or {@link #NONE}. Any thread. */
    public int nextLive(final int from) {
        return buckets.nextLive(from);
    }

    /** Flows made so far, in this run and before. */
    public long madeCount() {
        return madeCount.get();
    }

    private long freeCount() {
        return layout.slots() - madeCount.get() + remover.removedCount();
    }

    /** Who has how many of them. */
    public FlowShares shares() {
        return shares;
    }

    /** How often a flow found no room. */
    public long fullCount() {
        return fullCount.get();
    }

    /** Puts the key of a flow that {@link #find} answered in this burst in row 0. */
    public void key(final int index, final FlowKeys into) {
        slots.key(index, into);
    }

    /** The table as tools read it, here without a file. */
    public FlowReader reader() {
        return new FlowReader(file.reader(), layout);
    }

    /** Takes flows out. */
    FlowRemover remover() {
        return remover;
    }

    FlowSlots slots() {
        return slots;
    }

    FlowBuckets buckets() {
        return buckets;
    }

    long hashOf(final FlowKeys keys, final int row) {
        return keys.hash(row, seed0, seed1, emptyHalf);
    }

    TableFile file() {
        return file;
    }
}
