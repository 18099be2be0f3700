// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.nio.ByteBuffer;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.trace.TraceStep;

/**
 * What the nodes know of the packets that an lcore works on now: one row per packet. A row lives from the receive burst
 * until the packet is dropped or put in a transmit batch; the next burst starts from the first row again. Each field
 * says which nodes write it. One lcore.
 *
 * <p>A row is named by the index of its first field, and all fields lie in one array: a node then loads one array and
 * the compiler checks one range per packet. Fields in an array of their own each were half as fast.
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
    private static final int BUFFER = 1;
    private static final int ADDRESS = 2;
    private static final int LENGTH_BYTES = 3;
    private static final int VIF = 4;
    private static final int VRF = 5;
    private static final int FLAGS = 6;
    private static final int IP = 7;
    private static final int IP_HEAD = 8;
    private static final int IP_LIFE = 9;
    private static final int IP_HEADER_BYTES = 10;
    private static final int ADDRESSES = 11;
    private static final int LABEL = 12;
    private static final int PREFIX_LENGTH = 13;
    private static final int TX_VIF = 14;
    private static final int NOTE = 15;
    private static final int FIELDS_SHIFT = 4;
    private static final int FIELDS = 1 << FIELDS_SHIFT;

    private final long[] fields = new long[ROWS * FIELDS];
    private final Nexthop[] nexthops = new Nexthop[ROWS];
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
        for (int i = 0; i < burstCount; i++) {
            final long reference = references[i];
            final long start = pool.address(PacketRef.id(reference));
            final int row = row(i);
            all[row + PACKET] = reference;
            all[row + BUFFER] = start;
            all[row + ADDRESS] = start + PacketRef.offset(reference);
            all[row + LENGTH_BYTES] = PacketRef.length(reference);
            all[row + VIF] = vif;
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
        final long start = pool.address(PacketRef.id(reference));
        fields[row + PACKET] = reference;
        fields[row + BUFFER] = start;
        address(row, start + PacketRef.offset(reference));
        lengthBytes(row, 0);
        forget(row);
        fields[row + VIF] = vif(cause);
        vrf(row, vrf(cause));
        flags(row, FLAG_BORN);
        return row;
    }

    /** What vif-input knows of a packet. */
    void enter(final int row, final int vrf, final int flags, final int txVif) {
        final long[] all = fields;
        all[row + VRF] = vrf;
        all[row + FLAGS] = flags;
        all[row + TX_VIF] = txVif;
    }

    /** For a born packet: the row of the packet it answers. */
    int cause(final int row) {
        return causes[number(row)];
    }

    /** The packet as ports see it: its buffer, where it starts in it, and how long it is. */
    long reference(final int row) {
        final long[] all = fields;
        return PacketRef.resized(
                all[row + PACKET], (int) (all[row + ADDRESS] - all[row + BUFFER]), (int) all[row + LENGTH_BYTES]);
    }

    /** The buffer: id, generation, and offset and length as received. */
    long packet(final int row) {
        return fields[row + PACKET];
    }

    /** Where the buffer starts. */
    long buffer(final int row) {
        return fields[row + BUFFER];
    }

    /** First byte of the packet as it is now, ready to add constants to. */
    long address(final int row) {
        return Memory.base(fields[row + ADDRESS]);
    }

    void address(final int row, final long address) {
        fields[row + ADDRESS] = address;
    }

    /** Bytes from {@link #address} on. */
    int lengthBytes(final int row) {
        return (int) fields[row + LENGTH_BYTES];
    }

    void lengthBytes(final int row, final int lengthBytes) {
        fields[row + LENGTH_BYTES] = lengthBytes;
    }

    /** The vif it came in on; for a born packet that of its cause. */
    int vif(final int row) {
        return (int) fields[row + VIF];
    }

    /** The VRF it is looked up in (vif-input, mpls-input). */
    int vrf(final int row) {
        return (int) fields[row + VRF];
    }

    void vrf(final int row, final int vrf) {
        fields[row + VRF] = vrf;
    }

    /** The {@code FLAG_} bits. */
    int flags(final int row) {
        return (int) fields[row + FLAGS];
    }

    void flags(final int row, final int flags) {
        fields[row + FLAGS] = flags;
    }

    /** The IPv4 header, ready to add constants to (ip-input, decap-input). */
    long ip(final int row) {
        return Memory.base(fields[row + IP]);
    }

    /** Puts what a node read of an IPv4 header in the row. */
    void ip(
            final int row,
            final long ip,
            final int headerBytes,
            final long head,
            final int life,
            final long addresses) {
        final long[] all = fields;
        all[row + IP] = ip;
        all[row + IP_HEADER_BYTES] = headerBytes;
        all[row + IP_HEAD] = head;
        all[row + IP_LIFE] = life;
        all[row + ADDRESSES] = addresses;
    }

    /** Length of the IPv4 header with its options (ip-input, decap-input). */
    int ipHeaderBytes(final int row) {
        return (int) fields[row + IP_HEADER_BYTES];
    }

    /** Bytes 0 to 7 of the IPv4 header: version to fragment offset (ip-input, decap-input). */
    long ipHead(final int row) {
        return fields[row + IP_HEAD];
    }

    void ipHead(final int row, final long head) {
        fields[row + IP_HEAD] = head;
    }

    /** Length of the IPv4 packet, from {@link #ipHead}. */
    int ipBytes(final int row) {
        return (int) (fields[row + IP_HEAD] >>> 32) & 0xffff;
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

    /** What the look-up found (route-lookup, mpls-input). */
    Nexthop nexthop(final int row) {
        return nexthops[number(row)];
    }

    void nexthop(final int row, final Nexthop nexthop) {
        nexthops[number(row)] = nexthop;
    }

    /** The label that the far side expects, or that the packet came with; {@link #UNKNOWN} when none. */
    int label(final int row) {
        return (int) fields[row + LABEL];
    }

    void label(final int row, final int label) {
        fields[row + LABEL] = label;
    }

    /** Length of the prefix that matched (route-lookup). */
    int prefixLength(final int row) {
        return (int) fields[row + PREFIX_LENGTH];
    }

    void prefixLength(final int row, final int prefixLength) {
        fields[row + PREFIX_LENGTH] = prefixLength;
    }

    /** The vif it leaves by (the nodes in front of vif-output). */
    int txVif(final int row) {
        return (int) fields[row + TX_VIF];
    }

    void txVif(final int row, final int vif) {
        fields[row + TX_VIF] = vif;
    }

    /** The outer header's TOS (from mpls-input to decap-input). */
    int outerTos(final int row) {
        return (int) fields[row + NOTE];
    }

    void outerTos(final int row, final int tos) {
        fields[row + NOTE] = tos;
    }

    /** The outer UDP source port (inside encap-mplsudp). */
    int sourcePort(final int row) {
        return (int) fields[row + NOTE];
    }

    void sourcePort(final int row, final int port) {
        fields[row + NOTE] = port;
    }

    /** Why it is dropped (from any node to drop). */
    int reason(final int row) {
        return (int) fields[row + NOTE];
    }

    void reason(final int row, final int reason) {
        fields[row + NOTE] = reason;
    }

    /** Clears what an earlier packet left in the row: only a trace would show it. */
    void forget(final int row) {
        vrf(row, UNKNOWN);
        txVif(row, UNKNOWN);
        prefixLength(row, UNKNOWN);
        label(row, UNKNOWN);
        nexthop(row, null);
        fields[row + ADDRESSES] = 0;
    }

    /** Writes the row's part of a trace step, from flags to length: 34 bytes (see {@link TraceStep}). */
    void describe(final int row, final ByteBuffer step) {
        final boolean born = (flags(row) & FLAG_BORN) != 0;
        final boolean decapsulated = (flags(row) & FLAG_DECAPSULATED) != 0;
        step.putShort((short) ((born ? TraceStep.FLAG_BORN : 0) | (decapsulated ? TraceStep.FLAG_DECAPSULATED : 0)));
        step.putInt(vif(row)).putInt(txVif(row)).putInt(vrf(row));
        step.putInt(nexthop(row) == null ? UNKNOWN : nexthop(row).id);
        step.putInt(label(row))
                .putInt((int) addresses(row))
                .putInt(prefixLength(row))
                .putInt(lengthBytes(row));
    }
}
