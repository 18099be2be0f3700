// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.List;

/**
 * Where things lie in the file of a {@link BridgeTable}.
 *
 * <pre>
 *  header     4096 bytes, see TableFile
 *  lines      one per bucket, 64 bytes: four of { key 8, value 8 }
 *  overflow   32 bytes each: { key 8, value 8, next + 1 of the chain 4, - }
 *  heads      4 bytes per bucket: first of the bucket's overflow chain + 1, 0 for none
 *  counters   one section per lcore, 8 bytes per slot: packets
 * </pre>
 *
 * Slots are numbered through: those of the buckets, then the overflow. A section starts on a page of its own.
 *
 * @param entries slots in buckets, a multiple of four
 * @param overflowEntries slots for what does not fit its bucket
 * @param lcores how many lcores count packets
 */
public record BridgeLayout(int entries, int overflowEntries, int lcores) {
    /** Contrail's default (fact sheet vrouter-dataplane 1.0). */
    public static final int DEFAULT_ENTRIES = 262_144;

    /** Kind and version of the file; the magic is "VIREOBRG". */
    public static final TableFormat FORMAT = new TableFormat(
            "bridge table", 0x4752_424f_4552_4956L, 1, List.of("bridge entries", "bridge overflow entries", "lcores"));

    static final int BUCKET_SLOTS = 4;
    static final int LINE_BYTES = 64;
    static final int SLOT_BYTES = 16;
    static final int OVERFLOW_BYTES = 32;
    static final int NEXT_OFFSET = 16;

    private static final int MAX_ENTRIES = 1 << 24;
    private static final int MAX_LCORES = 64;
    private static final int PAGE_BYTES = 4096;
    private static final int OVERFLOW_STEP = 1024;

    public BridgeLayout {
        if (entries < BUCKET_SLOTS || entries > MAX_ENTRIES || entries % BUCKET_SLOTS != 0) {
            throw new IllegalArgumentException(
                    "bridge entries: " + entries + ", must be a multiple of 4 in 4 .. " + MAX_ENTRIES);
        }
        if (overflowEntries < 0 || overflowEntries > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "bridge overflow entries: " + overflowEntries + ", must be 0 .. " + MAX_ENTRIES);
        }
        if (lcores < 1 || lcores > MAX_LCORES) {
            throw new IllegalArgumentException("lcores: " + lcores + ", must be 1 .. " + MAX_LCORES);
        }
    }

    /** So many entries, rounded up to whole buckets, and a fifth of that for overflow, rounded up to 1024. */
    public static BridgeLayout of(final int entries, final int lcores) {
        final int rounded = (entries + BUCKET_SLOTS - 1) / BUCKET_SLOTS * BUCKET_SLOTS;
        return new BridgeLayout(rounded, (rounded / 5 + OVERFLOW_STEP - 1) / OVERFLOW_STEP * OVERFLOW_STEP, lcores);
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

    int buckets() {
        return entries / BUCKET_SLOTS;
    }

    long lines() {
        return TableFile.HEADER_BYTES;
    }

    long overflow() {
        return lines() + roundUp((long) buckets() * LINE_BYTES);
    }

    long heads() {
        return overflow() + roundUp((long) overflowEntries * OVERFLOW_BYTES);
    }

    long counters(final int lcore) {
        return heads() + roundUp((long) buckets() * Integer.BYTES) + lcore * roundUp((long) slots() * Long.BYTES);
    }

    /** Where a slot's key is; its value follows. */
    long slot(final int slot) {
        return slot < entries
                ? lines() + (long) slot * SLOT_BYTES
                : overflow() + (long) (slot - entries) * OVERFLOW_BYTES;
    }

    private static long roundUp(final long bytes) {
        return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }
}
