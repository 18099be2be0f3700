// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Steps over values of fields that nobody asked for, whatever their type. Never loops without consuming bytes. */
final class FieldSkipper {
    private static final int MAX_DEPTH = 8;
    private static final int COUNT_BYTES = 4;

    private final ByteCursor in;
    private int depth;

    FieldSkipper(final ByteCursor in) {
        this.in = in;
    }

    /** Skips a value of this type. */
    void value(final int type) {
        final int sizeBytes = SandeshType.sizeBytes(type);
        if (sizeBytes > 0) {
            in.skip(sizeBytes);
            return;
        }
        enter();
        switch (type) {
            case SandeshType.VOID -> {}
            case SandeshType.STRING, SandeshType.UTF8, SandeshType.UTF16, SandeshType.XML -> in.skip(in.count(1));
            case SandeshType.LIST, SandeshType.SET -> elements(in.u8());
            case SandeshType.MAP -> pairs(in.u8(), in.u8());
            case SandeshType.STRUCT -> fields();
            case SandeshType.SANDESH -> {
                in.skip(in.count(1));
                fields();
            }
            default ->
                throw new SandeshException("a value of type " + type + ", which has no known length", in.offset());
        }
        depth--;
    }

    /** Skips a count and that many values of this type. */
    void elements(final int type) {
        if (type == SandeshType.VOID) {
            in.skip(COUNT_BYTES);
            return;
        }
        final int sizeBytes = SandeshType.sizeBytes(type);
        final int count = in.count(Math.max(1, sizeBytes));
        if (sizeBytes > 0) {
            in.skip((long) count * sizeBytes);
        } else {
            for (int i = 0; i < count; i++) {
                value(type);
            }
        }
    }

    private void pairs(final int keyType, final int valueType) {
        if (keyType == SandeshType.VOID && valueType == SandeshType.VOID) {
            in.skip(COUNT_BYTES);
            return;
        }
        final int count = in.count(1);
        for (int i = 0; i < count; i++) {
            value(keyType);
            value(valueType);
        }
    }

    private void fields() {
        for (int type = in.u8(); type != SandeshType.STOP; type = in.u8()) {
            in.skip(2);
            value(type);
        }
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new SandeshException("values nested deeper than " + MAX_DEPTH, in.offset());
        }
    }
}
