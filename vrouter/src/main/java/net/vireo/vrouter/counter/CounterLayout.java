// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/**
 * Where each counter lies in the counter file. All values are 64-bit in the machine's order and each has one writer.
 *
 * <pre>
 *  header        4096 bytes: magic, version, sizes, pool row, handover row, lcore numbers, node names
 *  port rows     one per vif                        (timer thread)
 *  lcore 0       lcore row | drop row | node rows | vif rows | drop row of each vif | VRF rows    (that lcore)
 *  snapshot 0    sequence, vif count | lcore row | drop row | node rows | vif rows      (that lcore)
 *  lcore 1 ...
 * </pre>
 *
 * Rows start on 64-byte lines, an lcore's section on a page of its own. The file is sparse: rows of vifs and VRFs that do
 * not exist take no memory.
 *
 * @param lcores how many lcores write
 * @param vifs how many vifs can exist
 * @param vrfs how many VRFs are counted
 */
public record CounterLayout(int lcores, int vifs, int vrfs) {
    /** First bytes of the file: "VIREOCTR" read as a little-endian number. */
    public static final long MAGIC = 0x5254_434f_4552_4956L;

    /** Raised with every change of the layout or of the meaning of a position in it. */
    public static final int VERSION = 5;

    /** As many VRFs as Contrail has when nobody says otherwise. */
    public static final int DEFAULT_VRFS = 4096;

    public static final int HEADER_BYTES = 4096;
    public static final int MAX_LCORES = 64;
    public static final int MAX_NODES = 64;
    public static final int NODE_NAME_BYTES = 32;

    static final int VERSION_OFFSET = 8;
    static final int LCORES_OFFSET = 12;
    static final int VIFS_OFFSET = 16;
    static final int NODES_OFFSET = 20;
    static final int PID_OFFSET = 24;
    static final int STARTED_OFFSET = 32;
    static final int RESTARTS_OFFSET = 40;
    static final int VRFS_OFFSET = 48;
    static final int POOL_OFFSET = 64;
    static final int HANDOVER_OFFSET = 192;
    static final int LCORE_NUMBERS_OFFSET = 256;
    static final int NODE_NAMES_OFFSET = 512;

    private static final int PAGE_BYTES = 4096;
    static final int PORT_ROW_BYTES = 64;
    private static final int LCORE_ROW_BYTES = 512;
    static final int DROP_ROW_BYTES = 1024;
    private static final int NODE_ROW_BYTES = 64;
    static final int VIF_ROW_BYTES = 64;
    static final int VRF_ROW_BYTES = 256;

    static final int DROPS = LCORE_ROW_BYTES;
    static final int NODES = DROPS + DROP_ROW_BYTES;
    static final int VIFS = NODES + MAX_NODES * NODE_ROW_BYTES;

    static final int SNAPSHOT_SEQUENCE = 0;
    static final int SNAPSHOT_VIFS = 8;
    static final int SNAPSHOT_BODY = 64;

    public CounterLayout {
        if (lcores < 1 || lcores > MAX_LCORES) {
            throw new IllegalArgumentException("lcores: " + lcores + ", must be 1 .. " + MAX_LCORES);
        }
        if (vifs < 1 || vifs > 1 << 16) {
            throw new IllegalArgumentException("vifs: " + vifs + ", must be 1 .. 65536");
        }
        if (vrfs < 1 || vrfs > 1 << 16) {
            throw new IllegalArgumentException("VRFs: " + vrfs + ", must be 1 .. 65536");
        }
    }

    /** For {@link #DEFAULT_VRFS}. */
    public CounterLayout(final int lcores, final int vifs) {
        this(lcores, vifs, DEFAULT_VRFS);
    }

    /** Length of the whole file. */
    public long fileBytes() {
        return lcoreSection(lcores);
    }

    static long port(final int vif) {
        return HEADER_BYTES + (long) vif * PORT_ROW_BYTES;
    }

    static int nodeName(final int node) {
        return NODE_NAMES_OFFSET + node * NODE_NAME_BYTES;
    }

    /** From the start of an lcore's section or of a snapshot's body. */
    static int node(final int node) {
        return NODES + node * NODE_ROW_BYTES;
    }

    /** From the start of an lcore's section or of a snapshot's body. */
    static int vif(final int vif) {
        return VIFS + vif * VIF_ROW_BYTES;
    }

    /** From the start of an lcore's section. */
    int vifDrops(final int vif) {
        return vif(vifs) + vif * DROP_ROW_BYTES;
    }

    /** From the start of an lcore's section. */
    int vrf(final int vrf) {
        return vifDrops(vifs) + vrf * VRF_ROW_BYTES;
    }

    long lcoreSection(final int lcore) {
        return roundUp(port(vifs)) + lcore * (roundUp(vrf(vrfs)) + roundUp(SNAPSHOT_BODY + vif(vifs)));
    }

    long snapshot(final int lcore) {
        return lcoreSection(lcore) + roundUp(vrf(vrfs));
    }

    private static long roundUp(final long bytes) {
        return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }
}
