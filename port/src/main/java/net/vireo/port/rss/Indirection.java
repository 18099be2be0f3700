// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

/** The indirection table (RETA) of a card: hash to queue. Any thread. */
public final class Indirection {
    /** What most cards have. */
    public static final int DEFAULT_ENTRIES = 128;

    /** As many as a reply of the control socket can show with their hits. */
    public static final int MAX_ENTRIES = 256;

    /** Cards take the table in groups of so many entries. */
    static final int GROUP_ENTRIES = 64;

    private Indirection() {}

    /**
     * The filling that Contrail's DPDK mode gives a card: in each group of 64 entries cyclically 0 .. queues - 1, and
     * from 0 again in the next group (sheet vrouter-dataplane 3.4). With 3 queues a group holds 22, 21 and 21 of them.
     *
     * @param entries a power of two, 1 to {@value #MAX_ENTRIES}
     * @param queues 1 or more
     */
    public static int[] fill(final int entries, final int queues) {
        if (entries < 1 || entries > MAX_ENTRIES || Integer.bitCount(entries) != 1) {
            throw new IllegalArgumentException(
                    "an indirection table has a power of two of entries, 1.." + MAX_ENTRIES + ": " + entries);
        }
        final int[] table = new int[entries];
        for (int entry = 0; entry < entries; entry++) {
            table[entry] = entry % GROUP_ENTRIES % queues;
        }
        return table;
    }
}
