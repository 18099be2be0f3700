// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Our own: a capture of one interface's packets, written by the router to a file or a FIFO. Add starts it, get answers
 * how much was written, delete stops it.
 */
public final class VireoDump extends SandeshObject<VireoDump> {
    /** The name on the wire. */
    public static final String OBJECT = "vireo_dump_req";

    static final Schema<VireoDump> SCHEMA = new Schema<>(OBJECT);

    public static final Field.OfInt<VireoDump> H_OP = SCHEMA.i32(1, "h_op");

    /** The interface; it has one capture at a time. */
    public static final Field.OfInt<VireoDump> VIF = SCHEMA.i32(2, "vif");

    /** Absolute path of the file or FIFO to write to, as the router sees it. */
    public static final Field.OfString<VireoDump> PATH = SCHEMA.string(3, "path");

    /** Bytes kept of each packet, 0 for all of them. */
    public static final Field.OfInt<VireoDump> SNAPLEN = SCHEMA.i32(4, "snaplen");

    /** Packets after which the router may end the capture by itself, 0 for no limit. */
    public static final Field.OfInt<VireoDump> COUNT = SCHEMA.i32(5, "count");

    /** Packets written so far. */
    public static final Field.OfInt<VireoDump> PACKETS = SCHEMA.i32(6, "packets");

    /** Packets left out because writing could not keep up. */
    public static final Field.OfInt<VireoDump> DROPPED = SCHEMA.i32(7, "dropped");

    /** A new object with every field zero or empty. */
    public VireoDump() {
        super(SCHEMA);
    }
}
