// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Where the shared flow table is and how full. Its operation is a flow operation: set 0, list 1, table get 2. */
public final class VrFlowTableData extends SandeshObject<VrFlowTableData> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_flow_table_data";

    static final Schema<VrFlowTableData> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrFlowTableData> OP = SCHEMA.i32(1, "ftable_op");
    public static final Field.OfInt<VrFlowTableData> RID = SCHEMA.u16(2, "ftable_rid");
    public static final Field.OfInt<VrFlowTableData> SIZE = SCHEMA.u32(3, "ftable_size");
    public static final Field.OfInt<VrFlowTableData> DEV = SCHEMA.u16(4, "ftable_dev");
    public static final Field.OfString<VrFlowTableData> FILE_PATH = SCHEMA.string(5, "ftable_file_path");
    public static final Field.OfLong<VrFlowTableData> USED_ENTRIES = SCHEMA.u64(6, "ftable_used_entries");
    public static final Field.OfLong<VrFlowTableData> PROCESSED = SCHEMA.u64(7, "ftable_processed");
    public static final Field.OfLong<VrFlowTableData> DELETED = SCHEMA.u64(8, "ftable_deleted");
    public static final Field.OfLong<VrFlowTableData> ADDED = SCHEMA.u64(9, "ftable_added");
    public static final Field.OfLong<VrFlowTableData> CREATED = SCHEMA.u64(10, "ftable_created");
    public static final Field.OfLong<VrFlowTableData> CHANGED = SCHEMA.u64(11, "ftable_changed");
    public static final Field.OfInt<VrFlowTableData> HOLD_OFLOWS = SCHEMA.u32(12, "ftable_hold_oflows");
    public static final Field.OfInt<VrFlowTableData> CPUS = SCHEMA.u32(13, "ftable_cpus");
    public static final Field.OfInt<VrFlowTableData> OFLOW_ENTRIES = SCHEMA.u32(14, "ftable_oflow_entries");
    public static final Field.OfInts<VrFlowTableData> HOLD_STAT = SCHEMA.u32List(15, "ftable_hold_stat");
    public static final Field.OfInt<VrFlowTableData> BURST_FREE_TOKENS = SCHEMA.u32(16, "ftable_burst_free_tokens");
    public static final Field.OfInt<VrFlowTableData> HOLD_ENTRIES = SCHEMA.u32(17, "ftable_hold_entries");

    /** A new object with every field zero or empty. */
    public VrFlowTableData() {
        super(SCHEMA);
    }
}
