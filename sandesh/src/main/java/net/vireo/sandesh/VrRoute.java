// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** A route of one VRF: IPv4 and IPv6 by prefix, bridge by MAC. */
public final class VrRoute extends SandeshObject<VrRoute> implements Paged<VrRoute> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_route_req";

    static final Schema<VrRoute> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrRoute> H_OP = SCHEMA.i32(1, "h_op");
    public static final Field.OfInt<VrRoute> VRF_ID = SCHEMA.i32(2, "rtr_vrf_id");
    public static final Field.OfInt<VrRoute> FAMILY = SCHEMA.i32(3, "rtr_family");

    /** 4 or 16 octets in network order. */
    public static final Field.OfBytes<VrRoute> PREFIX = SCHEMA.bytes(4, "rtr_prefix");

    public static final Field.OfInt<VrRoute> PREFIX_LEN = SCHEMA.i32(5, "rtr_prefix_len");
    public static final Field.OfInt<VrRoute> RID = SCHEMA.i16(6, "rtr_rid");
    public static final Field.OfInt<VrRoute> LABEL_FLAGS = SCHEMA.i16(7, "rtr_label_flags");
    public static final Field.OfInt<VrRoute> LABEL = SCHEMA.i32(8, "rtr_label");
    public static final Field.OfInt<VrRoute> NH_ID = SCHEMA.i32(9, "rtr_nh_id");

    /** 4 or 16 octets in network order: the last prefix received. */
    public static final Field.OfBytes<VrRoute> MARKER = SCHEMA.bytes(10, "rtr_marker");

    public static final Field.OfInt<VrRoute> MARKER_PLEN = SCHEMA.i32(11, "rtr_marker_plen");
    public static final Field.OfBytes<VrRoute> MAC = SCHEMA.bytes(12, "rtr_mac");

    /** -1 when not set. */
    public static final Field.OfInt<VrRoute> REPLACE_PLEN = SCHEMA.i32(13, "rtr_replace_plen");

    /** -1 when there is no stitched MAC. */
    public static final Field.OfInt<VrRoute> INDEX = SCHEMA.i32(14, "rtr_index");

    /** A new object with every field zero or empty. */
    public VrRoute() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        if (value(FAMILY) == Family.BRIDGE) {
            put(MAC, new byte[6]).put(MARKER, new byte[6]);
            return;
        }
        final byte[] zero = new byte[value(FAMILY) == Family.INET6 ? 16 : 4];
        put(PREFIX, zero);
        put(MARKER, zero);
    }

    /**
     * As the original tool does: both lists hold the last prefix, its length is not sent. A server therefore offers the
     * routes of one prefix and several lengths to a {@link DumpPage} as one group, or some of them get lost between pages.
     * Bridge entries go on behind the last MAC, in both lists.
     */
    @Override
    public void after(final VrRoute last) {
        if (value(FAMILY) == Family.BRIDGE) {
            put(MAC, last.value(MAC)).put(MARKER, last.value(MAC));
            return;
        }
        put(PREFIX, last.value(PREFIX));
        put(MARKER, last.value(PREFIX));
    }
}
