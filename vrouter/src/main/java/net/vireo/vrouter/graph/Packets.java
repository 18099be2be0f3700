// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.nio.ByteBuffer;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ipv4;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.PartialChecksum;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
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
 *  origin:   63      56 55      48 47            32 31            16 15             0
 *           +----------+----------+----------------+----------------+----------------+
 *           |   diag   |outer TOS |     flags      |      vif       |      vrf       |
 *           +----------+----------+----------------+----------------+----------------+
 *  forward:  63      56 55      48 47            24 23                              0
 *           +----------+----------+----------------+---------------------------------+
 *           |  flags   |prefix len|  label or VNI  |            next hop             |
 *           +----------+----------+----------------+---------------------------------+
 * </pre>
 */
public final class Packets {
    /** The most packets that a receive queue gives at once. */
    public static final int BURST = 32;

    /** Rows: a burst, and copies, answers and released packets born of it. */
    static final int ROWS = 64 * BURST;

    /** Not known yet. */
    static final int UNKNOWN = -1;

    /** The packet came out of a tunnel (mpls-input, vxlan-input). */
    static final int FLAG_DECAPSULATED = 0x1;

    /** The router made the packet itself. */
    static final int FLAG_BORN = 0x2;

    /** It came in on a fabric vif without routes: it is this node's (vif-input). */
    static final int FLAG_TO_ME = 0x4;

    /** The MSS of its SYN has been seen to (mss-clamp). */
    static final int FLAG_CLAMPED = 0x8;

    /** Its layer 3 is IPv6: {@link #ip} says where, and the fields of an IPv4 header hold nothing. */
    static final int FLAG_IP6 = 0x10;

    /** What is forwarded is a frame: a tunnel carries its Ethernet header too (bridge nodes). */
    static final int FLAG_BRIDGED = 0x20;

    /** Its flow has been looked up, or need not be. */
    static final int FLAG_FLOW_DONE = 0x40;

    /** It was flooded or is multicast: copies never go back where it came from. */
    static final int FLAG_FLOODED = 0x80;

    /** It came from the agent. */
    static final int FLAG_FROM_AGENT = 0x100;

    /** It is a mirror's copy: never mirrored again. */
    static final int FLAG_MIRROR_COPY = 0x200;

    /** Marking asks for a QoS map: only the general nodes look at that. */
    static final int FLAG_QOS = 0x400;

    /** ARP and neighbour discovery: whether to answer or to flood has been decided (arp-input). */
    static final int FLAG_ARP_DONE = 0x800;

    /** One look-up that led to another look-up, two bits wide: see {@link #turn}. */
    private static final int ONE_TURN = 0x1000;

    private static final int TURNS = 0x3000;

    /** Its time to live ran out (ttl-expired): what its sender is to be told. */
    static final int FLAG_TTL_EXPIRED = 0x4000;

    /** A long packet whose segments fit the tunnel (tunnel-mtu): its own length does not matter. */
    static final int FLAG_SEGMENTS_FIT = 0x8000;

    /** In the flags of {@link #forward}: the label is meant. */
    static final int FORWARD_LABEL = 0x1;

    private static final int PACKET = 0;
    private static final int ADDRESS = 1;
    private static final int ORIGIN = 2;
    private static final int FORWARD = 3;
    private static final int IP = 4;
    private static final int IP_HEAD = 5;
    private static final int IP_LIFE = 6;
    private static final int ADDRESSES = 7;
    private static final int FIELDS_SHIFT = 3;
    private static final int FIELDS = 1 << FIELDS_SHIFT;

    private static final int VIF_SHIFT = 16;
    private static final int FLAGS_SHIFT = 32;
    private static final int TOS_SHIFT = 48;
    private static final long DIAGNOSTIC = 1L << 56;
    private static final long IN_FLOW = 1L << 57;
    private static final long VRF_MASK = 0xffffL;
    private static final long VRF_AND_VIF_MASK = 0xffff_ffffL;

    private static final int LABEL_SHIFT = 24;
    private static final int PREFIX_SHIFT = 48;
    private static final int FORWARD_FLAGS_SHIFT = 56;
    private static final int NEXTHOP_MASK = 0xff_ffff;
    private static final int LABEL_MASK = 0xff_ffff;
    private static final int NO_PREFIX = 0xff;

    private final long[] fields = new long[ROWS * FIELDS];
    private final int[] txVifs = new int[ROWS];
    private final int[] reasons = new int[ROWS];
    private final int[] causes = new int[ROWS];
    private final int[] outerSources = new int[ROWS];
    private final int[] serviceNexthops = new int[ROWS];
    private final long[] traps = new long[ROWS];
    private final long[] flows = new long[ROWS];
    private final int[] flowIndexes = new int[ROWS];
    private final byte[] qosClasses = new byte[ROWS];
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

    /**
     * Fills the first rows with a burst that came in on a vif.
     *
     * @param origin what is known of all of them, see {@link #origin}
     * @return bytes of all packets
     */
    long load(final long[] references, final int burstCount, final long origin) {
        final long[] all = fields;
        long sumBytes = 0;
        for (int i = 0; i < burstCount; i++) {
            final long reference = references[i];
            final int row = row(i);
            sumBytes += PacketRef.length(reference);
            all[row + PACKET] = reference;
            all[row + ADDRESS] = pool.address(PacketRef.id(reference)) + PacketRef.offset(reference);
            all[row + ORIGIN] = origin;
            all[row + FORWARD] = NEXTHOP_MASK;
        }
        count = burstCount;
        return sumBytes;
    }

    /**
     * A new, empty packet that answers another one, with a buffer of its own; its address leaves room for
     * encapsulation.
     *
     * @return its row, or {@link #UNKNOWN} when the pool is empty
     */
    int birth(final int cause) {
        return adopt(cause, count < ROWS ? cache.takeSmall() : PoolCache.NONE);
    }

    /**
     * A row for a packet that another one brought about.
     *
     * @param reference its buffer, or {@link PoolCache#NONE}
     * @return its row, or {@link #UNKNOWN} without a buffer or when there are too many: then the buffer stays the caller's
     */
    int adopt(final int cause, final long reference) {
        if (reference == PoolCache.NONE || count == ROWS) {
            return UNKNOWN;
        }
        causes[count] = cause;
        final int row = row(count++);
        fields[row + PACKET] = reference;
        fields[row + ADDRESS] = pool.address(PacketRef.id(reference)) + PacketRef.offset(reference);
        fields[row + ORIGIN] = origin(vif(cause), vrf(cause), FLAG_BORN);
        forget(row);
        return row;
    }

    /**
     * A copy of a packet as it is now, in a buffer of its own; it knows what the original knows.
     *
     * @return its row, or {@link #UNKNOWN} when no buffer is left
     */
    int copy(final int original) {
        final long from = packet(original);
        final long reference = count < ROWS ? cache.copy(from) : PoolCache.NONE;
        if (reference == PoolCache.NONE) {
            return UNKNOWN;
        }
        causes[count] = original;
        final int number = count++;
        final int row = row(number);
        System.arraycopy(fields, original, fields, row, FIELDS);
        fields[row + PACKET] = reference;
        fields[row + ADDRESS] = pool.address(PacketRef.id(reference)) + PacketRef.offset(reference);
        fields[row + IP] = fields[original + IP] - fields[original + ADDRESS] + fields[row + ADDRESS];
        addFlag(row, FLAG_BORN);
        txVifs[number] = txVifs[number(original)];
        outerSources[number] = outerSources[number(original)];
        qosClasses[number] = qosClasses[number(original)];
        flowIndexes[number] = flowIndexes[number(original)];
        serviceNexthops[number] = serviceNexthops[number(original)];
        return row;
    }

    /** A burst of packets that had waited begins. */
    void clear() {
        count = 0;
    }

    /**
     * A row for a packet that had waited, as it was when it began to.
     *
     * @param origin what {@link #origin(int)} answered then
     * @param forward what {@link #forward(int)} answered then
     * @param ipOffset from the packet's first byte to its IP header
     */
    int resume(final long reference, final long origin, final long forward, final int ipOffset) {
        final int row = row(count++);
        fields[row + PACKET] = reference;
        fields[row + ADDRESS] = pool.address(PacketRef.id(reference)) + PacketRef.offset(reference);
        fields[row + ORIGIN] = origin;
        fields[row + FORWARD] = forward;
        fields[row + IP] = fields[row + ADDRESS] + ipOffset;
        if (!has(row, FLAG_IP6)) {
            final long ip = ip(row);
            ip(row, ip, Ipv4.head(ip), Ipv4.life(ip), Ipv4.addresses(ip));
        }
        return row;
    }

    /** The row's origin as one word, for {@link #resume}. */
    long origin(final int row) {
        return fields[row + ORIGIN] & ~IN_FLOW;
    }

    /** The row's way as one word, for {@link #resume}. */
    long forward(final int row) {
        return fields[row + FORWARD];
    }

    /** Whether another row can be had. */
    boolean hasRoom() {
        return count < ROWS;
    }

    /** What is known of a packet when it comes in. */
    static long origin(final int vif, final int vrf, final int flags) {
        return (long) flags << FLAGS_SHIFT | (long) vif << VIF_SHIFT | vrf & VRF_MASK;
    }

    /** The packet belongs to another vif: a sub-interface, or the one that the agent names. */
    void enter(final int row, final int vif, final int vrf) {
        fields[row + ORIGIN] = fields[row + ORIGIN] & ~VRF_AND_VIF_MASK | (long) vif << VIF_SHIFT | vrf & VRF_MASK;
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

    /** Cuts off what lies behind an IP packet: Ethernet padding. */
    void cutTo(final int row, final int lengthBytes) {
        if (lengthBytes(row) != lengthBytes) {
            lengthBytes(row, lengthBytes);
        }
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
     * @return {@link #packet} from now on
     */
    long move(final int row, final int pulledBytes, final int lengthBytes) {
        final long[] all = fields;
        final long packet = all[row + PACKET];
        final long moved = PacketRef.resized(packet, PacketRef.offset(packet) + pulledBytes, lengthBytes);
        all[row + PACKET] = moved;
        all[row + ADDRESS] += pulledBytes;
        return moved;
    }

    /** The vif it came in on; for a born packet that of its cause. */
    int vif(final int row) {
        return (int) fields[row + ORIGIN] >>> VIF_SHIFT;
    }

    /** The VRF it is looked up in (vif-input, mpls-input, vrf-translate). */
    int vrf(final int row) {
        return (int) fields[row + ORIGIN] & 0xffff;
    }

    /** The vif in an {@link #origin(int)}. */
    static int vifOf(final long origin) {
        return (int) origin >>> VIF_SHIFT;
    }

    /** Whether a packet's transport checksum is still to be completed. */
    boolean hasOpenChecksum(final int row) {
        return Offload.needsChecksum(Offload.of(pool, packet(row)));
    }

    /** The packet's offload word, {@link Offload#NONE} when it has none. */
    long offload(final int row) {
        return Offload.of(pool, packet(row));
    }

    /** Gives the packet an offload word. */
    void offload(final int row, final long word) {
        fields[row + PACKET] = Offload.attach(pool, packet(row), word);
    }

    /** Completes an open checksum, for who changes what it covers or cuts the packet. */
    void completeChecksum(final int row) {
        final long packet = packet(row);
        if (PacketRef.hasOffload(packet)) {
            final long complete = PartialChecksum.complete(pool, packet);
            // A guest may lie about where its checksum is: then it stays wrong, as the guest sent it.
            fields[row + PACKET] = complete == PoolCache.NONE ? PacketRef.withOffload(packet, false) : complete;
        }
    }

    /** The packet is another one now, complete as it is. */
    void clearOffload(final int row) {
        fields[row + PACKET] = PacketRef.withOffload(fields[row + PACKET], false);
    }

    /** Where the packet's first byte lies in its buffer: what offload words count from. */
    int offset(final int row) {
        return PacketRef.offset(packet(row));
    }

    /** It is looked up in another VRF from now on. */
    void vrf(final int row, final int vrf) {
        fields[row + ORIGIN] = fields[row + ORIGIN] & ~VRF_MASK | vrf & VRF_MASK;
    }

    /** The {@code FLAG_} bits. */
    int flags(final int row) {
        return (int) (fields[row + ORIGIN] >>> FLAGS_SHIFT) & 0xffff;
    }

    boolean has(final int row, final int flag) {
        return (fields[row + ORIGIN] >>> FLAGS_SHIFT & flag) != 0;
    }

    void addFlag(final int row, final int flag) {
        fields[row + ORIGIN] |= (long) flag << FLAGS_SHIFT;
    }

    void removeFlag(final int row, final int flag) {
        fields[row + ORIGIN] &= ~((long) flag << FLAGS_SHIFT);
    }

    /**
     * Counts look-ups that only lead to other look-ups: VRF translation, ECMP, indirection.
     *
     * @return false when there were too many: tables that lead in a circle
     */
    boolean turn(final int row) {
        if ((flags(row) & TURNS) == TURNS) {
            return false;
        }
        fields[row + ORIGIN] += (long) ONE_TURN << FLAGS_SHIFT;
        return true;
    }

    /** The packet came out of a tunnel and goes on in another VRF. */
    void decapsulated(final int row, final int vrf, final int outerTos) {
        fields[row + ORIGIN] = (long) outerTos << TOS_SHIFT | origin(vif(row), vrf, flags(row) | FLAG_DECAPSULATED);
        // What was said of the outer packet's checksum is not about the inner one.
        fields[row + PACKET] = PacketRef.withOffload(fields[row + PACKET], false);
    }

    /** The outer header's TOS (mpls-input, vxlan-input). */
    int outerTos(final int row) {
        return (int) (fields[row + ORIGIN] >>> TOS_SHIFT) & 0xff;
    }

    /** The agent probes with it (agent-input): its tunnel headers' TTL is its own, so that the fabric can answer. */
    void markDiagnostic(final int row) {
        fields[row + ORIGIN] |= DIAGNOSTIC;
    }

    boolean isDiagnostic(final int row) {
        return (fields[row + ORIGIN] & DIAGNOSTIC) != 0;
    }

    /** The address that the tunnel's outer header came from; kept only where something may ask for it. */
    int outerSource(final int row) {
        return outerSources[number(row)];
    }

    void outerSource(final int row, final int address) {
        outerSources[number(row)] = address;
    }

    /** On a service interface: the next hop that the tag stands for in flow keys (tag-input). */
    int serviceNexthop(final int row) {
        return serviceNexthops[number(row)];
    }

    void serviceNexthop(final int row, final int nexthopId) {
        serviceNexthops[number(row)] = nexthopId;
    }

    /** What the agent is told of the flow of a trapped packet: {@code key's next hop << 32 | generation}. */
    long flow(final int row) {
        return flows[number(row)];
    }

    void flow(final int row, final int keyNexthop, final int generation) {
        flows[number(row)] = (long) keyNexthop << Integer.SIZE | generation & 0xff;
    }

    /** Index of the packet's flow, or {@link #UNKNOWN} when none was looked up (flow). */
    int flowIndex(final int row) {
        return (fields[row + ORIGIN] & IN_FLOW) == 0 ? UNKNOWN : flowIndexes[number(row)];
    }

    void flowIndex(final int row, final int index) {
        fields[row + ORIGIN] |= IN_FLOW;
        flowIndexes[number(row)] = index;
    }

    /** Notes the packet's flow, and that it has passed. @return the {@code FLAG_} bits */
    int passFlow(final int row, final int index) {
        final long origin = fields[row + ORIGIN] | IN_FLOW | (long) FLAG_FLOW_DONE << FLAGS_SHIFT;
        fields[row + ORIGIN] = origin;
        flowIndexes[number(row)] = index;
        return (int) (origin >>> FLAGS_SHIFT) & 0xffff;
    }

    /** The IP header, ready to add constants to (ip-input, guest-input, fabric-input, decap-input). */
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

    /** The row's packet is IPv6 and its header is here. */
    void ip6(final int row, final long ip) {
        fields[row + IP] = ip;
        fields[row + ADDRESSES] = 0;
        addFlag(row, FLAG_IP6);
    }

    /** Bytes 0 to 7 of the IPv4 header: version to fragment offset. */
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

    /** Bytes 8 to 11 of the IPv4 header as it came in: TTL, protocol, checksum. */
    int ipLife(final int row) {
        return (int) fields[row + IP_LIFE];
    }

    void ipLife(final int row, final int life) {
        fields[row + IP_LIFE] = life;
    }

    /** IPv4 source and destination: {@code source << 32 | destination}. */
    long addresses(final int row) {
        return fields[row + ADDRESSES];
    }

    void addresses(final int row, final long addresses) {
        fields[row + ADDRESSES] = addresses;
    }

    /** What a route look-up found: where it leads, under which label (route nodes). */
    void forward(final int row, final Route route) {
        fields[row + FORWARD] = (long) (route.flags() & FORWARD_LABEL) << FORWARD_FLAGS_SHIFT
                | (long) route.prefixLength() << PREFIX_SHIFT
                | (long) (route.label() & LABEL_MASK) << LABEL_SHIFT
                | route.nexthopId();
    }

    /** A next hop and label that something else than a route said (mpls-input, bridge, ecmp, replicate). */
    void forward(final int row, final int nexthopId, final int label) {
        way(row, way(nexthopId, label));
    }

    /** The same for many packets: one word of a next hop and a label, or {@link #UNKNOWN}. */
    static long way(final int nexthopId, final int label) {
        return (long) (label < 0 ? 0 : FORWARD_LABEL) << FORWARD_FLAGS_SHIFT
                | (long) NO_PREFIX << PREFIX_SHIFT
                | (long) (label & LABEL_MASK) << LABEL_SHIFT
                | nexthopId & NEXTHOP_MASK;
    }

    /** Gives a packet what {@link #way(int, int)} made. */
    void way(final int row, final long way) {
        fields[row + FORWARD] = way;
    }

    /** The same label, another next hop (ecmp, indirect). */
    void nexthopId(final int row, final int nexthopId) {
        fields[row + FORWARD] = fields[row + FORWARD] & ~NEXTHOP_MASK | nexthopId & NEXTHOP_MASK;
    }

    /** The id of the next hop that a look-up led to. */
    int nexthopId(final int row) {
        return (int) fields[row + FORWARD] & NEXTHOP_MASK;
    }

    /** {@link #nexthopId}, -1 when the row has none. */
    int nexthopOrNone(final int row) {
        final int id = nexthopId(row);
        return id == NEXTHOP_MASK ? UNKNOWN : id;
    }

    /** The label or VNI that goes with the next hop; what the packet came with after a tunnel was opened. */
    int label(final int row) {
        return (int) (fields[row + FORWARD] >>> LABEL_SHIFT) & LABEL_MASK;
    }

    boolean hasLabel(final int row) {
        return (fields[row + FORWARD] >>> FORWARD_FLAGS_SHIFT & FORWARD_LABEL) != 0;
    }

    /** The vif it leaves by (nodes in front of vif-output). */
    int txVif(final int row) {
        return txVifs[number(row)];
    }

    void txVif(final int row, final int vif) {
        txVifs[number(row)] = vif;
    }

    /** The forwarding class of a packet with {@link #FLAG_QOS}. */
    int qosClass(final int row) {
        return qosClasses[number(row)] & 0xff;
    }

    void qosClass(final int row, final int forwardingClass) {
        qosClasses[number(row)] = (byte) forwardingClass;
    }

    /** Why the packet is for the agent and what the agent needs to know, for the trap node. */
    void trap(final int row, final TrapReason reason, final int parameter) {
        traps[number(row)] = (long) reason.code() << Integer.SIZE | parameter & 0xffff_ffffL;
    }

    /** {@code reason code << 32 | parameter}. */
    long trap(final int row) {
        return traps[number(row)];
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
        forward(row, NEXTHOP_MASK, UNKNOWN);
        fields[row + ADDRESSES] = 0;
    }

    /** Writes the row's part of a trace step, from flags to length: 34 bytes (see {@link TraceStep}). */
    void describe(final int row, final ByteBuffer step) {
        final boolean born = has(row, FLAG_BORN);
        final boolean decapsulated = has(row, FLAG_DECAPSULATED);
        final int prefixLength = (int) (fields[row + FORWARD] >>> PREFIX_SHIFT) & 0xff;
        final int nexthopId = nexthopId(row);
        step.putShort((short) ((born ? TraceStep.FLAG_BORN : 0) | (decapsulated ? TraceStep.FLAG_DECAPSULATED : 0)));
        step.putInt(vif(row)).putInt(txVif(row)).putInt(vrf(row) == Vif.NO_VRF ? UNKNOWN : vrf(row));
        step.putInt(nexthopId == NEXTHOP_MASK ? UNKNOWN : nexthopId);
        step.putInt(hasLabel(row) ? label(row) : UNKNOWN).putInt((int) addresses(row));
        step.putInt(prefixLength == NO_PREFIX ? UNKNOWN : prefixLength).putInt(lengthBytes(row));
    }
}
