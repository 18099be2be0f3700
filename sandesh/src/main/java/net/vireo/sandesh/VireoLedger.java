// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Our own: a get makes every lcore copy its counters into the snapshot area of the counter file at the end of a cycle. */
public final class VireoLedger extends SandeshObject<VireoLedger> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_ledger_req";

    static final Schema<VireoLedger> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoLedger> H_OP = SCHEMA.i32(1, "h_op");

    /** Number of the snapshot. */
    public static final Field.OfInt<VireoLedger> SEQUENCE = SCHEMA.i32(2, "sequence");

    /** How many lcores have copied their counters. */
    public static final Field.OfInt<VireoLedger> LCORES = SCHEMA.i32(3, "lcores");

    /** A new object with every field zero or empty. */
    public VireoLedger() {
        super(SCHEMA);
    }
}
