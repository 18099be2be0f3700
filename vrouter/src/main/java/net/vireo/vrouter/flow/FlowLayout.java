// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.List;
import net.vireo.vrouter.table.TableFile;
import net.vireo.vrouter.table.TableFormat;

/**
 * Where things lie in the file of a {@link FlowTable}.
 *
 * <pre>
 *  header     4096 bytes, see TableFile
 *  buckets    64 bytes each, see FlowBuckets: which of their sixteen slots live, and signatures of their keys
 *  links      8 bytes per overflow slot: the chain behind a bucket
 *  slots      64 bytes each, see FlowSlots: those of the buckets, then the overflow
 *  second     64 bytes per slot, what packets seldom touch
 *  counters   one section per lcore, 16 bytes per slot: packets, bytes that were not counted in the slot
 * </pre>
 *
 * A section starts on a page of its own. With the defaults, 630 thousand flows: 80 MB if all of them are
 * used, and up to 10 MB per lcore where several of them see the same flows.
 *
 * @param entries slots in buckets, a multiple of sixteen
 * @param overflowEntries slots for what does not fit its bucket
 * @param lcores how many lcores count packets
 */
public record FlowLayout(int entries, int overflowEntries, int lcores) {
    /** Contrail's default (fact sheet vrouter-dataplane 1.0). */
    public static final int DEFAULT_ENTRIES = 524_288;

    /** Kind and version of the file; the magic is "VIREOFLW". */
    public static final TableFormat FORMAT = new TableFormat(
            "flow table", 0x574c_464f_4552_4956L, 2, List.of("flow entries", "flow overflow entries", "lcores"));

    static final int BUCKET_SLOTS = 16;
    static final int BUCKET_BYTES = 64;
    static final int LINE_BYTES = 64;
    static final int COUNTER_BYTES = 16;

    /** An index of the overflow area and one more must fit 20 bits of the bucket's word. */
    static final int MAX_OVERFLOW = (1 << 20) - 2;

    private static final int MAX_ENTRIES = 1 << 23;
    private static final int MAX_LCORES = 64;
    private static final int PAGE_BYTES = 4096;
    private static final int OVERFLOW_STEP = 1024;

    public FlowLayout {
        if (entries < BUCKET_SLOTS || entries > MAX_ENTRIES || entries % BUCKET_SLOTS != 0) {
            throw new IllegalArgumentException(
                    "flow entries: " + entries + ", must be a multiple of 16 in 16 .. " + MAX_ENTRIES);
        }
        if (overflowEntries < 0 || overflowEntries > MAX_OVERFLOW) {
            throw new IllegalArgumentException(
                    "flow overflow entries: " + overflowEntries + ", must be 0 .. " + MAX_OVERFLOW);
        }
        if (lcores < 1 || lcores > MAX_LCORES) {
            throw new IllegalArgumentException("lcores: " + lcores + ", must be 1 .. " + MAX_LCORES);
        }
        final long bytes = counters(entries, overflowEntries, lcores);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("flow entries: " + entries + " with " + lcores + " lcores take " + bytes
                    + " bytes, must be less than 2 GB for tools to map them");
        }
    }

    /** So many entries, rounded up to whole buckets, and a fifth of that for overflow, rounded up to 1024. */
    public static FlowLayout of(final int entries, final int lcores) {
        final int rounded = (entries + BUCKET_SLOTS - 1) / BUCKET_SLOTS * BUCKET_SLOTS;
        return new FlowLayout(rounded, (rounded / 5 + OVERFLOW_STEP - 1) / OVERFLOW_STEP * OVERFLOW_STEP, lcores);
    }

    /** All slots. */
    public int slots() {
        return entries + overflowEntries;
    }

    /** Length of the whole file. */
    public long fileBytes() {
        return counters(lcores);
    }

    int[] sizes() {
        return new int[] {entries, overflowEntries, lcores};
    }

    int bucketCount() {
        return entries / BUCKET_SLOTS;
    }

    static long buckets() {
        return TableFile.HEADER_BYTES;
    }

    long links() {
        return links(entries);
    }

    long slotsStart() {
        return slotsStart(entries, overflowEntries);
    }

    long secondLines() {
        return slotsStart() + roundUp((long) slots() * LINE_BYTES);
    }

    long counters(final int lcore) {
        return counters(entries, overflowEntries, lcore);
    }

    private static long links(final int entries) {
        return buckets() + roundUp((long) entries / BUCKET_SLOTS * BUCKET_BYTES);
    }

    private static long slotsStart(final int entries, final int overflowEntries) {
        return links(entries) + roundUp((long) overflowEntries * Long.BYTES);
    }

    private static long counters(final int entries, final int overflowEntries, final int lcore) {
        final long slots = (long) entries + overflowEntries;
        return slotsStart(entries, overflowEntries)
                + 2 * roundUp(slots * LINE_BYTES)
                + lcore * roundUp(slots * COUNTER_BYTES);
    }

    private static long roundUp(final long bytes) {
        return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }
}
