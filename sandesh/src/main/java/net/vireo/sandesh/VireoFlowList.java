// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Our own: one entry of the flow table with all it holds (sheet vrouter-dataplane 1.7), read page by page; Contrail's
 * tools map the table instead. A get answers the entry {@link #INDEX}. A dump answers the entries behind {@link #MARKER}
 * that fit the filters: in a request, {@link #FAMILY}, {@link #PROTO}, {@link #VRF}, {@link #KEY_NH_ID},
 * {@link #SOURCE}, {@link #SOURCE_PORT}, {@link #DESTINATION} and {@link #DESTINATION_PORT} are filters. {@link
 * #unfiltered} sets them to match everything; a server may leave them out of account, the client looks again.
 *
 * <p>Numbers are plain, ports and addresses in the order people write them: nothing here keeps a sender's memory order.
 */
public final class VireoFlowList extends SandeshObject<VireoFlowList> implements Paged<VireoFlowList> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_flow_list";

    /** In a filter: any value. In an entry: none. */
    public static final int NONE = -1;

    static final Schema<VireoFlowList> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoFlowList> H_OP = SCHEMA.i32(1, "h_op");

    /** In a dump's request: the index of the last entry received, -1 at the start. */
    public static final Field.OfInt<VireoFlowList> MARKER = SCHEMA.i32(2, "marker");

    /** In a dump's request: 1 to be given evicted entries too. */
    public static final Field.OfInt<VireoFlowList> SHOW_EVICTED = SCHEMA.i32(3, "show_evicted");

    public static final Field.OfInt<VireoFlowList> INDEX = SCHEMA.i32(4, "index");

    /** The reverse flow, -1 when there is none. */
    public static final Field.OfInt<VireoFlowList> REVERSE_INDEX = SCHEMA.i32(5, "reverse_index");

    /** 0 .. 255. */
    public static final Field.OfInt<VireoFlowList> GEN_ID = SCHEMA.i32(6, "gen_id");

    /** 1 when the entry stands in the overflow area. */
    public static final Field.OfInt<VireoFlowList> OVERFLOW = SCHEMA.i32(7, "overflow");

    /** {@link Family#INET} or {@link Family#INET6}; in a filter 0 for any. */
    public static final Field.OfInt<VireoFlowList> FAMILY = SCHEMA.i32(8, "family");

    public static final Field.OfInt<VireoFlowList> PROTO = SCHEMA.i32(9, "proto");

    /** The next hop of the key, which tells equal addresses of different networks apart. */
    public static final Field.OfInt<VireoFlowList> KEY_NH_ID = SCHEMA.i32(10, "key_nh_id");

    /** 4 or 16 octets; in a filter empty for any, and both ends match in either direction. */
    public static final Field.OfBytes<VireoFlowList> SOURCE = SCHEMA.bytes(11, "source");

    /** 0 .. 65535; in a filter -1 for any. */
    public static final Field.OfInt<VireoFlowList> SOURCE_PORT = SCHEMA.i32(12, "source_port");

    /** 4 or 16 octets; in a filter empty for any. */
    public static final Field.OfBytes<VireoFlowList> DESTINATION = SCHEMA.bytes(13, "destination");

    /** 0 .. 65535; in a filter -1 for any. */
    public static final Field.OfInt<VireoFlowList> DESTINATION_PORT = SCHEMA.i32(14, "destination_port");

    public static final Field.OfInt<VireoFlowList> VRF = SCHEMA.i32(15, "vrf");

    /** The VRF that the packet goes on in. */
    public static final Field.OfInt<VireoFlowList> DESTINATION_VRF = SCHEMA.i32(16, "destination_vrf");

    /** Drop 0, hold 1, forward 2, NAT 3. */
    public static final Field.OfInt<VireoFlowList> ACTION = SCHEMA.i32(17, "action");

    /** Bits as in {@code fr_flags}: active 0x1, SNAT 0x2, SPAT 0x4, DNAT 0x8, DPAT 0x10 .. link local 0x8000. */
    public static final Field.OfInt<VireoFlowList> FLAGS = SCHEMA.i32(18, "flags");

    /** HBS left 0x1000, HBS right 0x2000. */
    public static final Field.OfInt<VireoFlowList> FLAGS1 = SCHEMA.i32(19, "flags1");

    /** Why the agent drops it, 0 .. 34. */
    public static final Field.OfInt<VireoFlowList> DROP_REASON = SCHEMA.i32(20, "drop_reason");

    /** FIN 1, half close 2, FIN of the reverse 4, SYN 8, SYN R 0x10, established 0x20, R 0x40, RST 0x80, dead 0x8000. */
    public static final Field.OfInt<VireoFlowList> TCP_FLAGS = SCHEMA.i32(21, "tcp_flags");

    /** -1 when none. */
    public static final Field.OfInt<VireoFlowList> QOS_ID = SCHEMA.i32(22, "qos_id");

    /** -1 when none. */
    public static final Field.OfInt<VireoFlowList> MIRROR_ID = SCHEMA.i32(23, "mirror_id");

    /** -1 when none. */
    public static final Field.OfInt<VireoFlowList> SECOND_MIRROR_ID = SCHEMA.i32(24, "second_mirror_id");

    /** The next hop that the source is expected behind. */
    public static final Field.OfInt<VireoFlowList> SOURCE_NH_ID = SCHEMA.i32(25, "source_nh_id");

    /** Position in a composite, -1 when none. */
    public static final Field.OfInt<VireoFlowList> ECMP_INDEX = SCHEMA.i32(26, "ecmp_index");

    /** -1 when none. */
    public static final Field.OfInt<VireoFlowList> UNDERLAY_ECMP_INDEX = SCHEMA.i32(27, "underlay_ecmp_index");

    /** The source port of tunnels, 0 while not chosen. */
    public static final Field.OfInt<VireoFlowList> TUNNEL_SOURCE_PORT = SCHEMA.i32(28, "tunnel_source_port");

    /** Put into packets when not 0. */
    public static final Field.OfInt<VireoFlowList> TTL = SCHEMA.i32(29, "ttl");

    /** The outer source of packets from the fabric as a big-endian number, else the index of the vif they come from. */
    public static final Field.OfInt<VireoFlowList> SOURCE_INFO = SCHEMA.i32(30, "source_info");

    public static final Field.OfLong<VireoFlowList> PACKETS = SCHEMA.i64(31, "packets");
    public static final Field.OfLong<VireoFlowList> BYTES = SCHEMA.i64(32, "bytes");

    /** Packets that wait for the agent's verdict. */
    public static final Field.OfInt<VireoFlowList> HELD_PACKETS = SCHEMA.i32(33, "held_packets");

    /** How long it has been there, -1 when unknown. */
    public static final Field.OfLong<VireoFlowList> AGE_MS = SCHEMA.i64(34, "age_ms");

    /** How long no packet has come, -1 when unknown. */
    public static final Field.OfLong<VireoFlowList> IDLE_MS = SCHEMA.i64(35, "idle_ms");

    /** Number of the verdict by which an lcore decided on it, see {@link VireoVerdict}; 0 when it asked the agent. */
    public static final Field.OfInt<VireoFlowList> VERDICT = SCHEMA.i32(36, "verdict");

    /** A new object with every field zero or empty. */
    public VireoFlowList() {
        super(SCHEMA);
    }

    /** A request for every flow. */
    public static VireoFlowList unfiltered() {
        return new VireoFlowList()
                .put(PROTO, NONE)
                .put(KEY_NH_ID, NONE)
                .put(SOURCE_PORT, NONE)
                .put(DESTINATION_PORT, NONE)
                .put(VRF, NONE);
    }

    @Override
    public void fromStart() {
        put(MARKER, NONE);
    }

    @Override
    public void after(final VireoFlowList last) {
        put(MARKER, last.value(INDEX));
    }
}
