// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Our own: by what lcores decide on new flows without asking the agent. Add sets and delete takes away what {@link #KIND}
 * names; get counts what there is.
 *
 * <p>A rule is {@link #RULE_INTS} numbers in {@link #RULES}: families (1 IPv4, 2 IPv6, 3 both), protocol (-1 for any), lowest and
 * highest source port, lowest and highest destination port, then for the source and for the destination six each: group
 * (-1 for any), prefix length (-1 for any), and the address in four (IPv4 in the last); at the end the verdict. A rule with a
 * prefix is for the one family that it is of. The lowest two bits of a verdict say what to do: 0 pass, 1 drop, 2 ask the agent,
 * 3 drop because of a security group; the rest is the rule's number, shown with the flow ({@link VireoFlowList#VERDICT}). Rules 0
 * and 1 are nobody's: a flow is named after such a one only when no other let it pass.
 *
 * <p>A dump answers everything as the adds that make it: tables in parts, then interfaces, then addresses.
 */
public final class VireoVerdict extends SandeshObject<VireoVerdict> implements Paged<VireoVerdict> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_verdict_req";

    /** In {@link #KIND}: the table {@link #NUMBER}, of {@link #RULES} in order; the first that matches decides. */
    public static final int KIND_TABLE = 1;

    /**
     * In {@link #KIND}: the interface that flow keys name by the next hop {@link #NUMBER}: its {@link #GROUPS}, {@link #OUT_TABLES},
     * {@link #IN_TABLES}.
     */
    public static final int KIND_SIDE = 2;

    /** In {@link #KIND}: the {@link #GROUPS} of the addresses in {@link #PREFIX}, {@link #PREFIX_LENGTH} of {@link #VRF}. */
    public static final int KIND_ADDRESSES = 3;

    /** Numbers of a rule in {@link #RULES}. */
    public static final int RULE_INTS = 19;

    static final Schema<VireoVerdict> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoVerdict> H_OP = SCHEMA.i32(1, "h_op");

    /** One of the KIND_.. constants. */
    public static final Field.OfInt<VireoVerdict> KIND = SCHEMA.i32(2, "kind");

    /** Of a table, or an interface's next hop. */
    public static final Field.OfInt<VireoVerdict> NUMBER = SCHEMA.i32(3, "number");

    /** For the add of a table in parts: how many of its rules came before this part. */
    public static final Field.OfInt<VireoVerdict> FIRST = SCHEMA.i32(4, "first");

    /** For the add of a table in parts: 1 when more of it is to come. What there was judges until all of it is there. */
    public static final Field.OfInt<VireoVerdict> MORE = SCHEMA.i32(5, "more");

    public static final Field.OfInts<VireoVerdict> RULES = SCHEMA.i32List(6, "rules");

    /** Numbers of groups, 0 or more. */
    public static final Field.OfInts<VireoVerdict> GROUPS = SCHEMA.i32List(7, "groups");

    /**
     * Tables that judge what the interface sends; each of them must let it pass. Where both ends are here they are asked in turn:
     * the first of the source's, the first of the destination's, the second of the source's ..
     */
    public static final Field.OfInts<VireoVerdict> OUT_TABLES = SCHEMA.i32List(8, "out_tables");

    /** Tables that judge what is sent to it. */
    public static final Field.OfInts<VireoVerdict> IN_TABLES = SCHEMA.i32List(9, "in_tables");

    public static final Field.OfInt<VireoVerdict> VRF = SCHEMA.i32(10, "vrf");

    /** 4 or 16 octets. */
    public static final Field.OfBytes<VireoVerdict> PREFIX = SCHEMA.bytes(11, "prefix");

    public static final Field.OfInt<VireoVerdict> PREFIX_LENGTH = SCHEMA.i32(12, "prefix_length");

    /** In answers to get: how many tables, rules in all, interfaces and prefixes there are. */
    public static final Field.OfInts<VireoVerdict> COUNTS = SCHEMA.i32List(13, "counts");

    /** A new object with every field zero or empty. */
    public VireoVerdict() {
        super(SCHEMA);
    }

    @Override
    public void fromStart() {
        put(KIND, 0);
    }

    @Override
    public void after(final VireoVerdict last) {
        put(KIND, last.value(KIND))
                .put(NUMBER, last.value(NUMBER))
                .put(FIRST, last.value(FIRST))
                .put(VRF, last.value(VRF))
                .put(PREFIX, last.value(PREFIX))
                .put(PREFIX_LENGTH, last.value(PREFIX_LENGTH));
    }
}
