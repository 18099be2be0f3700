// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Where the shared bridge (MAC) table is. */
public final class VrBridgeTableData extends SandeshObject<VrBridgeTableData> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_bridge_table_data";

    static final Schema<VrBridgeTableData> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrBridgeTableData> OP = SCHEMA.i32(1, "btable_op");
    public static final Field.OfInt<VrBridgeTableData> RID = SCHEMA.u16(2, "btable_rid");
    public static final Field.OfInt<VrBridgeTableData> SIZE = SCHEMA.u32(3, "btable_size");
    public static final Field.OfInt<VrBridgeTableData> DEV = SCHEMA.u16(4, "btable_dev");
    public static final Field.OfString<VrBridgeTableData> FILE_PATH = SCHEMA.string(5, "btable_file_path");

    /** A new object with every field zero or empty. */
    public VrBridgeTableData() {
        super(SCHEMA);
    }
}
