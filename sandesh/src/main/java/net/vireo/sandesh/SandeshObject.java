// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One object of the control socket: a value for every field of its class, zero or empty until written. Fields are read
 * and written by the constants of the class: {@code new VrMpls().op(SandeshOp.ADD).put(VrMpls.LABEL, 42)}. Mutable, for
 * one thread at a time.
 *
 * @param <O> the kind of object: the subclass itself
 */
public abstract class SandeshObject<O extends SandeshObject<O>> {
    private final Schema<O> schema;
    private final long[] numbers;
    private final Object[] values;

    SandeshObject(final Schema<O> schema) {
        this.schema = schema;
        this.numbers = new long[schema.size()];
        this.values = new Object[schema.size()];
        for (int slot = 0; slot < values.length; slot++) {
            values[slot] = schema.field(slot).empty();
        }
    }

    /** The name on the wire: {@code vr_mpls_req}. */
    public final String objectName() {
        return schema.name();
    }

    /** All its fields, ascending by id. */
    public final List<Field<O>> fields() {
        return Collections.unmodifiableList(schema.fields());
    }

    /** The operation, as it is on the wire. The flow objects have numbers of their own (see their classes). */
    public final int opCode() {
        return (int) numbers[0];
    }

    /** The operation; {@link SandeshOp#UNKNOWN} for a number that is none. */
    public final SandeshOp op() {
        return SandeshOp.of(opCode());
    }

    /** Sets the operation. */
    public final O op(final SandeshOp op) {
        numbers[0] = op.code();
        return self();
    }

    /** The value of a field, 0 when nobody wrote it. */
    public final int value(final Field.OfInt<O> field) {
        return (int) numbers[field.slot()];
    }

    /** The value of a field, 0 when nobody wrote it. */
    public final long value(final Field.OfLong<O> field) {
        return numbers[field.slot()];
    }

    /** The value of a field, empty when nobody wrote it. */
    public final String value(final Field.OfString<O> field) {
        return (String) values[field.slot()];
    }

    /** A copy of the value of a field, empty when nobody wrote it. */
    public final byte[] value(final Field.OfBytes<O> field) {
        return ((byte[]) values[field.slot()]).clone();
    }

    /** A copy of the value of a field, empty when nobody wrote it. */
    public final int[] value(final Field.OfInts<O> field) {
        return ((int[]) values[field.slot()]).clone();
    }

    /** A copy of the value of a field, empty when nobody wrote it. */
    public final long[] value(final Field.OfLongs<O> field) {
        return ((long[]) values[field.slot()]).clone();
    }

    /**
     * Writes a field.
     *
     * @throws IllegalArgumentException when the value does not fit the width of the field, signed or unsigned
     */
    public final O put(final Field.OfInt<O> field, final int value) {
        numbers[field.slot()] = narrow(field, field.type(), value);
        return self();
    }

    /** Writes a field. */
    public final O put(final Field.OfLong<O> field, final long value) {
        numbers[field.slot()] = value;
        return self();
    }

    /** Writes a field. The wire form of a text ends at the first NUL. */
    public final O put(final Field.OfString<O> field, final String value) {
        final int nul = value.indexOf('\0');
        values[field.slot()] = nul < 0 ? value : value.substring(0, nul);
        return self();
    }

    /** Writes a field; the array is copied. */
    public final O put(final Field.OfBytes<O> field, final byte... value) {
        values[field.slot()] = value.clone();
        return self();
    }

    /**
     * Writes a field; the array is copied.
     *
     * @throws IllegalArgumentException when an element does not fit the width of the field, signed or unsigned
     */
    public final O put(final Field.OfInts<O> field, final int... value) {
        final int[] copy = new int[value.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = narrow(field, field.elementType(), value[i]);
        }
        values[field.slot()] = copy;
        return self();
    }

    /** Writes a field; the array is copied. */
    public final O put(final Field.OfLongs<O> field, final long... value) {
        values[field.slot()] = value.clone();
        return self();
    }

    /** The other object as one of this kind, null when it is of another. */
    @SuppressWarnings("unchecked") // the schema is one instance per kind
    final O sameKind(final SandeshObject<?> other) {
        return schema == other.schema ? (O) other : null;
    }

    final Schema<O> schema() {
        return schema;
    }

    final long number(final int slot) {
        return numbers[slot];
    }

    final Object reference(final int slot) {
        return values[slot];
    }

    /** For the decoder, which has read a value of exactly the field's type. */
    final void number(final int slot, final long value) {
        numbers[slot] = value;
    }

    /** For the decoder, which has read a value of exactly the field's type and keeps no other use of it. */
    final void reference(final int slot, final Object value) {
        values[slot] = value;
    }

    @SuppressWarnings("unchecked") // O is the subclass itself: every subclass is final and names itself
    private O self() {
        return (O) this;
    }

    private static int narrow(final Field<?> field, final int type, final int value) {
        final int bits = Byte.SIZE * SandeshType.sizeBytes(type);
        if (bits < Integer.SIZE && (value < -(1 << bits - 1) || value >= 1 << bits)) {
            throw new IllegalArgumentException(field.name() + " holds " + bits + " bits, " + value + " does not fit");
        }
        return switch (type) {
            case SandeshType.BYTE -> (byte) value;
            case SandeshType.I16 -> (short) value;
            case SandeshType.U16 -> value & 0xffff;
            default -> value;
        };
    }

    @Override
    public final boolean equals(final Object other) {
        return other instanceof SandeshObject<?> that
                && schema == that.schema
                && Arrays.equals(numbers, that.numbers)
                && Arrays.deepEquals(values, that.values);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(numbers) * 31 + Arrays.deepHashCode(values);
    }

    /** The name, the operation and every field that is not zero or empty, for logs and tests. */
    @Override
    public final String toString() {
        final StringBuilder text = new StringBuilder(objectName()).append('{').append(op());
        for (int slot = 1; slot < numbers.length; slot++) {
            final String value = ObjectText.valueOf(numbers[slot], values[slot]);
            if (!value.isEmpty()) {
                text.append(", ").append(schema.field(slot).name()).append('=').append(value);
            }
        }
        return text.append('}').toString();
    }
}
