// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Type codes of fields and list elements on the wire (sheet vrouter-wire, section 2; the rest are Thrift's). */
final class SandeshType {
    static final int STOP = 0;
    static final int VOID = 1;
    static final int BOOL = 2;
    static final int BYTE = 3;
    static final int DOUBLE = 4;
    static final int I16 = 6;
    static final int I32 = 8;
    static final int U64 = 9;
    static final int I64 = 10;
    static final int STRING = 11;
    static final int STRUCT = 12;
    static final int MAP = 13;
    static final int SET = 14;
    static final int LIST = 15;
    static final int UTF8 = 16;
    static final int UTF16 = 17;
    static final int SANDESH = 18;
    static final int U16 = 19;
    static final int U32 = 20;
    static final int XML = 21;
    static final int IPV4 = 22;
    static final int UUID = 23;

    private SandeshType() {}

    /** Bytes of a value of this type, 0 when it varies or the type is not known. */
    static int sizeBytes(final int type) {
        return switch (type) {
            case BOOL, BYTE -> 1;
            case I16, U16 -> 2;
            case I32, U32, IPV4 -> 4;
            case DOUBLE, I64, U64 -> 8;
            case UUID -> 16;
            default -> 0;
        };
    }
}
