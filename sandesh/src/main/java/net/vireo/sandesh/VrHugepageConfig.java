// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Huge pages that the agent hands over to the router. */
public final class VrHugepageConfig extends SandeshObject<VrHugepageConfig> {
    /** The name on the wire. */
    public static final String OBJECT = "vr_hugepage_config";

    static final Schema<VrHugepageConfig> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VrHugepageConfig> OP = SCHEMA.i32(1, "vhp_op");
    public static final Field.OfLongs<VrHugepageConfig> MEM = SCHEMA.u64List(2, "vhp_mem");
    public static final Field.OfInts<VrHugepageConfig> PSIZE = SCHEMA.u32List(3, "vhp_psize");
    public static final Field.OfInt<VrHugepageConfig> RESP = SCHEMA.u32(4, "vhp_resp");
    public static final Field.OfInts<VrHugepageConfig> MEM_SZ = SCHEMA.u32List(5, "vhp_mem_sz");
    public static final Field.OfBytes<VrHugepageConfig> FILE_PATHS = SCHEMA.bytes(6, "vhp_file_paths");
    public static final Field.OfInts<VrHugepageConfig> FILE_PATH_SZ = SCHEMA.u32List(7, "vhp_file_path_sz");

    /** A new object with every field zero or empty. */
    public VrHugepageConfig() {
        super(SCHEMA);
    }
}
