// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Our own: add sends a packet as if it had come in on an interface. A session of {@link VireoTrace} waits for it. */
public final class VireoProbe extends SandeshObject<VireoProbe> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_probe_req";

    static final Schema<VireoProbe> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoProbe> H_OP = SCHEMA.i32(1, "h_op");

    /** The interface. */
    public static final Field.OfInt<VireoProbe> VIF = SCHEMA.i32(2, "vif");

    /** The receive queue that it would come in by, -1 when that cannot be told. */
    public static final Field.OfInt<VireoProbe> QUEUE = SCHEMA.i32(3, "queue");

    /** The packet, from its Ethernet header on. */
    public static final Field.OfBytes<VireoProbe> FRAME = SCHEMA.bytes(4, "frame");

    /** The number of the lcore that processed it, 10 for the first. */
    public static final Field.OfInt<VireoProbe> LCORE = SCHEMA.i32(5, "lcore");

    /** A new object with every field zero or empty. */
    public VireoProbe() {
        super(SCHEMA);
    }
}
