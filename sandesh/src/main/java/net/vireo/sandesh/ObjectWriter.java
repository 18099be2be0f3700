// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes objects one behind the other, every field of each, ascending by id, zero or empty when nobody wrote it (sheet
 * vrouter-wire, section 2).
 */
public final class ObjectWriter {
    private static final int INITIAL_BYTES = 1024;

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int length;

    /** An empty writer. */
    public ObjectWriter() {}

    /** The bytes of these objects. */
    public static byte[] encode(final SandeshObject<?>... objects) {
        final ObjectWriter writer = new ObjectWriter();
        for (final SandeshObject<?> object : objects) {
            writer.write(object);
        }
        return writer.toBytes();
    }

    /** Appends an object. */
    public void write(final SandeshObject<?> object) {
        string(object.objectName());
        final int fields = object.schema().size();
        for (int slot = 0; slot < fields; slot++) {
            final Field<?> field = object.schema().field(slot);
            number(field.type(), 1);
            number(field.id(), 2);
            value(field, object.number(slot), object.reference(slot));
        }
        number(SandeshType.STOP, 1);
    }

    /** How many bytes are written. */
    public int lengthBytes() {
        return length;
    }

    /** Takes back everything behind this length: an object that turned out not to fit. */
    void truncate(final int lengthBytes) {
        length = lengthBytes;
    }

    /** A copy of what is written. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    private void value(final Field<?> field, final long number, final Object value) {
        switch (value) {
            case null -> number(number, SandeshType.sizeBytes(field.type()));
            case String text -> string(text);
            case byte[] bytes -> {
                list(field, bytes.length);
                append(bytes);
            }
            case int[] list -> {
                list(field, list.length);
                for (final int element : list) {
                    number(element, SandeshType.sizeBytes(field.elementType()));
                }
            }
            case long[] list -> {
                list(field, list.length);
                for (final long element : list) {
                    number(element, Long.BYTES);
                }
            }
            default -> throw new IllegalStateException(field.name() + " holds a " + value.getClass());
        }
    }

    private void list(final Field<?> field, final int count) {
        number(field.elementType(), 1);
        number(count, 4);
    }

    private void string(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length, 4);
        append(bytes);
    }

    private void number(final long value, final int sizeBytes) {
        reserve(sizeBytes);
        for (int shift = Byte.SIZE * (sizeBytes - 1); shift >= 0; shift -= Byte.SIZE) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    private void append(final byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(final int bytes) {
        if (buffer.length - length < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + bytes));
        }
    }
}
