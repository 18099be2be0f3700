// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.nio.ByteBuffer;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.trace.TraceStep;

/**
 * What the nodes know of the packets that an lcore works on now: one row per packet, one plain array per column. A row
 * lives from the receive burst until the packet is dropped or put in a transmit batch; the next burst starts from row 0
 * again. Columns are written by the nodes named beside them. One lcore.
 *
 * <p>The fields are arrays and not private on purpose: a column access in a node's loop must be an array access and
 * nothing else.
 */
public final class Packets {
    /** The most packets that a receive queue gives at once. */
    public static final int BURST = 32;

    /** Rows: a burst, and one packet born for each of it. */
    public static final int ROWS = 2 * BURST;

    /** In an int column: not known yet. */
    public static final int UNKNOWN = -1;

    /** The packet came out of a tunnel (mpls-input). */
    static final int FLAG_DECAPSULATED = 0x1;

    /** The router made the packet itself. */
    static final int FLAG_BORN = 0x2;

    /** It came in on a fabric vif without routes: it is this node's (vif-input). */
    static final int FLAG_TO_ME = 0x4;

    /** The buffer: id, generation, and offset and length as received. */
    final long[] packet = new long[ROWS];

    /** Where the buffer starts. */
    final long[] buffer = new long[ROWS];

    /** First byte of the packet as it is now. */
    final long[] address = new long[ROWS];

    /** Bytes from there on. */
    final int[] lengthBytes = new int[ROWS];

    /** The vif it came in on; for a born packet that of its cause. */
    final int[] vif = new int[ROWS];

    /** The VRF it is looked up in (vif-input). */
    final int[] vrf = new int[ROWS];

    final int[] flags = new int[ROWS];

    /** Address of the IPv4 header (ip-input, decap-input). */
    final long[] ip = new long[ROWS];

    /** Length of the IPv4 header (ip-input, decap-input). */
    final int[] ipHeaderBytes = new int[ROWS];

    /** Bytes 0..7 of the IPv4 header: version to fragment offset (ip-input, decap-input). */
    final long[] ipHead = new long[ROWS];

    /** Bytes 8..11 of the IPv4 header: TTL, protocol, checksum (ip-input, decap-input, ttl). */
    final int[] ipLife = new int[ROWS];

    /** Source and destination: {@code source << 32 | destination} (ip-input, decap-input). */
    final long[] addresses = new long[ROWS];

    /** What the look-up found (route-lookup, mpls-input). */
    final Nexthop[] nexthop = new Nexthop[ROWS];

    /** The label that the far side expects, or that the packet came with; {@link #UNKNOWN} when none. */
    final int[] label = new int[ROWS];

    /** Length of the prefix that matched (route-lookup). */
    final int[] prefixLength = new int[ROWS];

    /** The TTL after routing: the tunnel carries it on (ttl). */
    final int[] ttl = new int[ROWS];

    /** The outer header's TOS (mpls-input). */
    final int[] outerTos = new int[ROWS];

    /** The vif it leaves by (the nodes in front of vif-output). */
    final int[] txVif = new int[ROWS];

    /** For a born packet: the row of the packet it answers. */
    final int[] cause = new int[ROWS];

    /** Why it is dropped (any node). */
    final int[] reason = new int[ROWS];

    private final PacketPool pool;
    private final PoolCache cache;
    private int count;

    Packets(final PoolCache cache) {
        this.cache = cache;
        this.pool = cache.pool();
    }

    /** Fills rows {@code 0 .. n-1} with a burst that came in on a vif. */
    void load(final long[] references, final int n, final int fromVif) {
        for (int row = 0; row < n; row++) {
            final long reference = references[row];
            final long start = pool.address(PacketRef.id(reference));
            packet[row] = reference;
            buffer[row] = start;
            address[row] = start + PacketRef.offset(reference);
            lengthBytes[row] = PacketRef.length(reference);
            vif[row] = fromVif;
            flags[row] = 0;
            label[row] = UNKNOWN;
        }
        count = n;
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
        final int row = count++;
        packet[row] = reference;
        buffer[row] = pool.address(PacketRef.id(reference));
        address[row] = buffer[row] + PacketRef.offset(reference);
        lengthBytes[row] = 0;
        this.cause[row] = cause;
        vif[row] = vif[cause];
        flags[row] = FLAG_BORN;
        label[row] = UNKNOWN;
        forget(row);
        vrf[row] = vrf[cause];
        return row;
    }

    /** The packet as ports see it: its buffer, where it starts in it, and how long it is. */
    long reference(final int row) {
        return PacketRef.resized(packet[row], (int) (address[row] - buffer[row]), lengthBytes[row]);
    }

    /** Clears what an earlier packet left in the row's columns: only a trace would show it. */
    void forget(final int row) {
        vrf[row] = UNKNOWN;
        txVif[row] = UNKNOWN;
        prefixLength[row] = UNKNOWN;
        nexthop[row] = null;
        addresses[row] = 0;
    }

    /** Writes the row's part of a trace step, from flags to length: 36 bytes (see TraceStep). */
    void describe(final int row, final ByteBuffer step) {
        final boolean born = (flags[row] & FLAG_BORN) != 0;
        final boolean decapsulated = (flags[row] & FLAG_DECAPSULATED) != 0;
        step.putShort((short) ((born ? TraceStep.FLAG_BORN : 0) | (decapsulated ? TraceStep.FLAG_DECAPSULATED : 0)));
        step.putInt(vif[row]).putInt(txVif[row]).putInt(vrf[row]);
        step.putInt(nexthop[row] == null ? UNKNOWN : nexthop[row].id);
        step.putInt(label[row])
                .putInt((int) addresses[row])
                .putInt(prefixLength[row])
                .putInt(lengthBytes[row]);
    }
}
