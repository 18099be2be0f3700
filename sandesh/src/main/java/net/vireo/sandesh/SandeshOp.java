// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** What a request wants done (field {@code h_op}; sheet vrouter-wire, section 9). */
public enum SandeshOp {
    ADD(0),
    GET(1),
    DEL(2),
    DUMP(3),
    RESPONSE(4),
    /** Clears counters; of {@link VrouterOps}: deletes everything. */
    RESET(5),
    /** A number that is no operation. */
    UNKNOWN(-1);

    private final int code;

    SandeshOp(final int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The operation with this number, {@link #UNKNOWN} when there is none. */
    public static SandeshOp of(final int code) {
        return switch (code) {
            case 0 -> ADD;
            case 1 -> GET;
            case 2 -> DEL;
            case 3 -> DUMP;
            case 4 -> RESPONSE;
            case 5 -> RESET;
            default -> UNKNOWN;
        };
    }
}
