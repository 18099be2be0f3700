// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.nio.ByteBuffer;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.trace.TraceStep;

/**
 * What the nodes know of the packets that an lcore works on now: one row per packet. A row lives from the receive burst
 * until the packet is dropped or put in a transmit batch; the next burst starts from the first row again. Each field
 * says which nodes write it. One lcore.
 *
 * <p>A row is named by the index of its first field; its eight hot fields are one cache line of one array. Every field
 * that a node writes or reads costs about as much as a small node: derive what can be derived, and keep what only rare
 * ways need beside the array.
 *
 * <pre>
 *  origin:  63      56 55      48 47            32 31                             0
 *          +----------+----------+----------------+--------------------------------+
 *          |outer TOS |  flags   |      vif       |              vrf               |
 *          +----------+----------+----------------+--------------------------------+
 * </pre>
 */
public final class Packets {
    /** The most packets that a receive queue gives at once. */
    public static final int BURST = 32;

    /** Rows: a burst, and one packet born for each of it. */
    static final int ROWS = 2 * BURST;

    /** Not known yet. */
    static final int UNKNOWN = -1;

    /** The packet came out of a tunnel (mpls-input). */
    static final int FLAG_DECAPSULATED = 0x1;

    /** The router made the packet itself. */
    static final int FLAG_BORN = 0x2;

    /** It came in on a fabric vif without routes: it is this node's (vif-input). */
    static final int FLAG_TO_ME = 0x4;

    private static final int PACKET = 0;
    private static final int ADDRESS = 1;
    private static final int ORIGIN = 2;
    private static final int TX_VIF = 3;
    private static final int IP = 4;
    private static final int IP_HEAD = 5;
    private static final int IP_LIFE = 6;
    private static final int ADDRESSES = 7;
    private static final int FIELDS_SHIFT = 3;
    private static final int FIELDS = 1 << FIELDS_SHIFT;

    private static final int VIF_SHIFT = 32;
    private static final int FLAGS_SHIFT = 48;
    private static final int TOS_SHIFT = 56;
    private static final long NO_VRF = UNKNOWN & 0xffff_ffffL;

    private final long[] fields = new long[ROWS * FIELDS];
    private final Route[] routes = new Route[ROWS];
    private final Nexthop[] nexthops = new Nexthop[ROWS];
    private final int[] labels = new int[ROWS];
    private final int[] reasons = new int[ROWS];
    private final int[] causes = new int[ROWS];
    private final PacketPool pool;
    private final PoolCache cache;
    private int count;

    Packets(final PoolCache cache) {
        this.cache = cache;
        this.pool = cache.pool();
    }

    /** The name of the n-th row. */
    static int row(final int number) {
        return number << FIELDS_SHIFT;
    }

    /** 0 for the first row, 1 for the second, ... */
    static int number(final int row) {
        return row >>> FIELDS_SHIFT;
    }

    /** Fills the first rows with a burst that came in on a vif. */
    void load(final long[] references, final int burstCount, final int vif) {
        final long[] all = fields;
        final long origin = (long) vif << VIF_SHIFT | NO_VRF;
        for (int i = 0; i < burstCount; i++) {
            final long reference = references[i];
            final int row = row(i);
            all[row + PACKET] = reference;
            all[row + ADDRESS] = pool.address(PacketRef.id(reference)) + PacketRef.offset(reference);
            all[row + ORIGIN] = origin;
        }
        count = burstCount;
    }

    /**
     * A new, empty packet that answers another one, with a buffer of its own; its address leaves room for
     * encapsulation.
     *
     * @return its row, or {@link #UNKNOWN} when the pool is empty
     */
    int birth(final int cause) {
        final long reference = count < ROWS ? cache.takeSmall() : PoolCache.NONE;
        if (reference == PoolCache.NONE) {
            return UNKNOWN;
        }
        causes[count] = cause;
        final int row = row(count++);
        fields[row + PACKET] = reference;
        fields[row + ADDRESS] = pool.address(PacketRef.id(reference)) + PacketRef.offset(reference);
        forget(row);
        fields[row + ORIGIN] = (long) vif(cause) << VIF_SHIFT | vrf(cause) & 0xffff_ffffL;
        addFlag(row, FLAG_BORN);
        return row;
    }

    /** What vif-input knows of a packet. */
    void enter(final int row, final long origin) {
        fields[row + ORIGIN] = origin;
    }

    /** The origin of all packets of a vif, for {@link #enter}. */
    static long origin(final int vif, final int vrf, final int flags) {
        return (long) flags << FLAGS_SHIFT | (long) vif << VIF_SHIFT | vrf & 0xffff_ffffL;
    }

    /** For a born packet: the row of the packet it answers. */
    int cause(final int row) {
        return causes[number(row)];
    }

    /** The packet as ports see it: its buffer, where it starts in it, and how long it is. */
    long packet(final int row) {
        return fields[row + PACKET];
    }

    /** First byte of the packet as it is now, ready to add constants to. */
    long address(final int row) {
        return Memory.base(fields[row + ADDRESS]);
    }

    /** Bytes from {@link #address} on. */
    int lengthBytes(final int row) {
        return PacketRef.length(fields[row + PACKET]);
    }

    /** Cuts the packet's end off, or gives it one. */
    void lengthBytes(final int row, final int lengthBytes) {
        final long packet = fields[row + PACKET];
        fields[row + PACKET] = PacketRef.resized(packet, PacketRef.offset(packet), lengthBytes);
    }

    /** Room in the buffer in front of the packet. */
    int headroomBytes(final int row) {
        return PacketRef.offset(fields[row + PACKET]);
    }

    /**
     * Gives the packet another first byte: a header was pushed or pulled.
     *
     * @param pulledBytes how far the start moves, negative when a header was pushed; the headroom must allow it
     * @param lengthBytes bytes from the new start on
     */
    void move(final int row, final int pulledBytes, final int lengthBytes) {
        final long[] all = fields;
        final long packet = all[row + PACKET];
        all[row + PACKET] = PacketRef.resized(packet, PacketRef.offset(packet) + pulledBytes, lengthBytes);
        all[row + ADDRESS] += pulledBytes;
    }

    /** The vif it came in on; for a born packet that of its cause. */
    int vif(final int row) {
        return (int) (fields[row + ORIGIN] >>> VIF_SHIFT) & 0xffff;
    }

    /** The VRF it is looked up in (vif-input, mpls-input). */
    int vrf(final int row) {
        return (int) fields[row + ORIGIN];
    }

    /** The {@code FLAG_} bits. */
    int flags(final int row) {
        return (int) (fields[row + ORIGIN] >>> FLAGS_SHIFT) & 0xff;
    }

    void addFlag(final int row, final int flag) {
        fields[row + ORIGIN] |= (long) flag << FLAGS_SHIFT;
    }

    /** The packet came out of a tunnel and goes on in another VRF. */
    void decapsulated(final int row, final int vrf, final int outerTos) {
        fields[row + ORIGIN] = (long) outerTos << TOS_SHIFT | origin(vif(row), vrf, flags(row) | FLAG_DECAPSULATED);
    }

    /** The outer header's TOS (mpls-input). */
    int outerTos(final int row) {
        return (int) (fields[row + ORIGIN] >>> TOS_SHIFT);
    }

    /** The IPv4 header, ready to add constants to (ip-input, decap-input). */
    long ip(final int row) {
        return Memory.base(fields[row + IP]);
    }

    /** Puts what a node read of an IPv4 header in the row. */
    void ip(final int row, final long ip, final long head, final int life, final long addresses) {
        final long[] all = fields;
        all[row + IP] = ip;
        all[row + IP_HEAD] = head;
        all[row + IP_LIFE] = life;
        all[row + ADDRESSES] = addresses;
    }

    /** Bytes 0 to 7 of the IPv4 header: version to fragment offset (ip-input, decap-input). */
    long ipHead(final int row) {
        return fields[row + IP_HEAD];
    }

    void ipHead(final int row, final long head) {
        fields[row + IP_HEAD] = head;
    }

    /** Length of the IPv4 header with its options, from {@link #ipHead}. */
    int ipHeaderBytes(final int row) {
        return headerBytes(fields[row + IP_HEAD]);
    }

    /** Length of the IPv4 packet, from {@link #ipHead}. */
    int ipBytes(final int row) {
        return totalBytes(fields[row + IP_HEAD]);
    }

    /** Bytes 8 to 11 of the IPv4 header as it came in: TTL, protocol, checksum (ip-input, decap-input). */
    int ipLife(final int row) {
        return (int) fields[row + IP_LIFE];
    }

    void ipLife(final int row, final int life) {
        fields[row + IP_LIFE] = life;
    }

    /** Source and destination: {@code source << 32 | destination} (ip-input, decap-input). */
    long addresses(final int row) {
        return fields[row + ADDRESSES];
    }

    /** What the look-up found (route-lookup, arp-proxy). */
    Route route(final int row) {
        return routes[number(row)];
    }

    void route(final int row, final Route route) {
        routes[number(row)] = route;
    }

    /** Where the look-up leads (route-lookup, mpls-input). */
    Nexthop nexthop(final int row) {
        return nexthops[number(row)];
    }

    void nexthop(final int row, final Nexthop nexthop) {
        nexthops[number(row)] = nexthop;
    }

    /** The label that the packet came with (mpls-input). */
    void label(final int row, final int label) {
        labels[number(row)] = label;
    }

    /** The vif it leaves by (the nodes in front of vif-output). */
    int txVif(final int row) {
        return (int) fields[row + TX_VIF];
    }

    void txVif(final int row, final int vif) {
        fields[row + TX_VIF] = vif;
    }

    /** Why it is dropped (any node). */
    int reason(final int row) {
        return reasons[number(row)];
    }

    void reason(final int row, final int reason) {
        reasons[number(row)] = reason;
    }

    /** Header length from the first word of an IPv4 header. */
    static int headerBytes(final long ipHead) {
        return (int) (ipHead >>> 54) & 0x3c;
    }

    /** Total length from the first word of an IPv4 header. */
    static int totalBytes(final long ipHead) {
        return (int) (ipHead >>> 32) & 0xffff;
    }

    /** Clears what an earlier packet left in the row: only a trace would show it. */
    void forget(final int row) {
        txVif(row, UNKNOWN);
        route(row, null);
        nexthop(row, null);
        label(row, UNKNOWN);
        fields[row + ADDRESSES] = 0;
    }

    /** Writes the row's part of a trace step, from flags to length: 34 bytes (see {@link TraceStep}). */
    void describe(final int row, final ByteBuffer step) {
        final boolean born = (flags(row) & FLAG_BORN) != 0;
        final boolean decapsulated = (flags(row) & FLAG_DECAPSULATED) != 0;
        final Route route = decapsulated ? null : route(row);
        final boolean labelled = route != null && (route.flags() & Route.FLAG_LABEL_VALID) != 0;
        step.putShort((short) ((born ? TraceStep.FLAG_BORN : 0) | (decapsulated ? TraceStep.FLAG_DECAPSULATED : 0)));
        step.putInt(vif(row)).putInt(txVif(row)).putInt(vrf(row));
        step.putInt(nexthop(row) == null ? UNKNOWN : nexthop(row).id);
        step.putInt(labelled ? route.label() : labels[number(row)]).putInt((int) addresses(row));
        step.putInt(route == null ? UNKNOWN : route.prefixLength()).putInt(lengthBytes(row));
    }
}
