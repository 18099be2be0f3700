// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * Where things lie in the drop log, in the machine's order.
 *
 * <pre>
 *  header     4096 bytes: magic, version, lcores, entries per lcore, mode, clock offset, lcore numbers
 *  ring 0     count (64 bytes) | entries, 160 bytes each    (that lcore)
 *  ring 1 ...
 *
 *  entry      sequence 8 | time 8 | vif 4, reason 2, captured 2 | next hop 4, length 4 | head of the packet 100
 * </pre>
 *
 * A ring's count is how many drops it ever took; drop number n, from 1, is in entry (n - 1) % entries. An entry's sequence
 * is that number, 0 while it is written. Times are of the writers' monotonic clock; the header's offset makes them
 * nanoseconds since 1970.
 *
 * @param lcores how many lcores write
 * @param entries how many drops of each lcore are kept
 */
public record DropLogLayout(int lcores, int entries) {
    /** First bytes of the file: "VIREODRL" read as a little-endian number. */
    public static final long MAGIC = 0x4c52_444f_4552_4956L;

    /** Raised with every change of the layout. */
    public static final int VERSION = 1;

    /** As many drops as Contrail keeps of each core. */
    public static final int DEFAULT_ENTRIES = 200;

    public static final int MAX_ENTRIES = 1 << 16;

    /** How many of a packet's first bytes are kept. */
    public static final int HEAD_BYTES = 100;

    static final int HEADER_BYTES = 4096;
    static final int VERSION_OFFSET = 8;
    static final int LCORES_OFFSET = 12;
    static final int ENTRIES_OFFSET = 16;
    static final int MODE_OFFSET = 20;
    static final int CLOCK_OFFSET = 24;
    static final int LCORE_NUMBERS_OFFSET = 256;

    /** Nothing is logged. */
    static final int MODE_OFF = 0;

    static final int MODE_FULL = 1;

    /** Without the packets' bytes. */
    static final int MODE_MINIMAL = 2;

    static final int RING_HEAD_BYTES = 64;
    static final int ENTRY_BYTES = 160;

    static final int SEQUENCE = 0;
    static final int TIME = 8;
    static final int WHERE = 16;
    static final int WHAT = 24;
    static final int HEAD = 32;

    private static final int PAGE_BYTES = 4096;

    public DropLogLayout {
        if (lcores < 1 || lcores > CounterLayout.MAX_LCORES) {
            throw new IllegalArgumentException("lcores: " + lcores + ", must be 1 .. " + CounterLayout.MAX_LCORES);
        }
        if (entries < 1 || entries > MAX_ENTRIES) {
            throw new IllegalArgumentException("drop log entries: " + entries + ", must be 1 .. " + MAX_ENTRIES);
        }
    }

    /** Length of the whole file. */
    public long fileBytes() {
        return ring(lcores);
    }

    long ring(final int lcore) {
        final long bytes = RING_HEAD_BYTES + (long) entries * ENTRY_BYTES;
        return HEADER_BYTES + lcore * ((bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES);
    }

    /** Where drop number n of an lcore is. */
    long entry(final int lcore, final long number) {
        return ring(lcore) + RING_HEAD_BYTES + (number - 1) % entries * ENTRY_BYTES;
    }
}
