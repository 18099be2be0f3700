// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Our own: how a data plane was started and what the kernel gave its lcores. A get answers, an add
 * changes {@link #LOAD_BALANCE} or what {@link #CHANGE} names until the data plane ends; lists have an element for
 * each forwarding lcore, in the order of their numbers.
 */
public final class VireoNode extends SandeshObject<VireoNode> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_node_req";

    /** In {@link #LCORE_CPUS}: the lcore is not pinned. */
    public static final int ANY_CPU = -1;

    static final Schema<VireoNode> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoNode> H_OP = SCHEMA.i32(1, "h_op");

    /** What an idle lcore does: {@code busy} or {@code adaptive}. */
    public static final Field.OfString<VireoNode> POLL = SCHEMA.string(2, "poll");

    /** Who processes what an lcore polls: {@code auto}, {@code all}, {@code contrail}, {@code none}. */
    public static final Field.OfString<VireoNode> LOAD_BALANCE = SCHEMA.string(3, "load_balance");

    /** 1 when packet buffers were to lie in hugepages. */
    public static final Field.OfInt<VireoNode> HUGEPAGES_WANTED = SCHEMA.i32(4, "hugepages_wanted");

    /** 1 when they do. */
    public static final Field.OfInt<VireoNode> HUGEPAGES_USED = SCHEMA.i32(5, "hugepages_used");

    /** Memory of packet buffers. */
    public static final Field.OfLong<VireoNode> POOL_BYTES = SCHEMA.u64(6, "pool_bytes");

    /** The CPU that each lcore is pinned to, or {@link #ANY_CPU}. */
    public static final Field.OfInts<VireoNode> LCORE_CPUS = SCHEMA.i32List(7, "lcore_cpus");

    /** How long each lcore has run on a CPU, ns. */
    public static final Field.OfLongs<VireoNode> LCORE_RUN_NS = SCHEMA.u64List(8, "lcore_run_ns");

    /** How long each lcore was ready to run and had no CPU, ns. */
    public static final Field.OfLongs<VireoNode> LCORE_WAIT_NS = SCHEMA.u64List(9, "lcore_wait_ns");

    /** What it was started with, a line for each: the option's name without dashes, a space, its value. */
    public static final Field.OfString<VireoNode> KNOBS = SCHEMA.string(10, "knobs");

    /**
     * What an add changes, a line for each, as {@link #KNOBS} has them: {@code load-balance}, {@code queue-policy},
     * {@code tx-wait-us}, {@code flow-idle}. Nothing is changed when one of them cannot be read. Empty in answers.
     */
    public static final Field.OfString<VireoNode> CHANGE = SCHEMA.string(11, "change");

    /**
     * The file of the flow table, which readers of our own layout may map; empty without one. What
     * {@link VrFlowTableData#FILE_PATH} names has the original's layout, so that ours is named here.
     */
    public static final Field.OfString<VireoNode> FLOW_FILE = SCHEMA.string(12, "flow_file");

    /** A new object with every field zero or empty. */
    public VireoNode() {
        super(SCHEMA);
    }
}
