// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the objects of one message's payload (sheet vrouter-wire, section 2). Fields may be missing or in any order;
 * fields that the object does not have, or that come with another type, are skipped. An object of a kind that is not
 * known ends the reading, because its length is not on the wire.
 */
public final class ObjectReader {
    private static final int MAX_NAME_BYTES = 64;
    private static final int PADDING_BYTES = 4;

    private final ByteCursor in;
    private final FieldSkipper skipper;
    private String unknownName;

    /** @param payload the bytes behind the 24 bytes of headers */
    public ObjectReader(final byte[] payload) {
        this.in = new ByteCursor(payload);
        this.skipper = new FieldSkipper(in);
    }

    /**
     * All objects of a payload.
     *
     * @throws SandeshException when the bytes are no objects, or an object is of an unknown kind
     */
    public static List<SandeshObject<?>> readAll(final byte[] payload) {
        final ObjectReader reader = new ObjectReader(payload);
        final List<SandeshObject<?>> objects = new ArrayList<>();
        for (SandeshObject<?> object = reader.next(); object != null; object = reader.next()) {
            objects.add(object);
        }
        if (reader.unknownName != null) {
            throw new SandeshException(
                    "an object of the unknown kind '" + reader.unknownName + '\'', reader.in.offset());
        }
        return objects;
    }

    /**
     * The next object, or null when there are no more or the next is of an unknown kind.
     *
     * @throws SandeshException when the bytes are no object
     */
    public SandeshObject<?> next() {
        if (unknownName != null || in.remaining() < PADDING_BYTES && in.isZeroToTheEnd()) {
            return null;
        }
        final String name = name();
        final SandeshObject<?> object = ObjectKinds.create(name);
        if (object == null) {
            unknownName = name;
            return null;
        }
        readFields(object);
        return object;
    }

    /** The name of the object that ended the reading, with a dot for what is not printable; null when none did. */
    public String unknownName() {
        return unknownName;
    }

    private String name() {
        final int start = in.offset();
        final int length = in.count(1);
        if (length == 0 || length > MAX_NAME_BYTES) {
            throw new SandeshException("an object name of " + length + " bytes", start);
        }
        final byte[] name = in.bytes(length);
        for (int i = 0; i < length; i++) {
            if (name[i] <= ' ' || name[i] == 0x7f) {
                name[i] = '.';
            }
        }
        return new String(name, StandardCharsets.US_ASCII);
    }

    private void readFields(final SandeshObject<?> object) {
        for (int slotGuess = 0; ; slotGuess++) {
            final int type = in.u8();
            if (type == SandeshType.STOP) {
                return;
            }
            final Field<?> field = object.schema().byId((int) in.signed(2), slotGuess);
            if (field == null || field.type() != type) {
                skipper.value(type);
            } else {
                readValue(object, field);
                slotGuess = field.slot();
            }
        }
    }

    private void readValue(final SandeshObject<?> object, final Field<?> field) {
        switch (field.type()) {
            case SandeshType.STRING -> object.reference(field.slot(), string());
            case SandeshType.LIST -> readList(object, field);
            default -> object.number(field.slot(), number(field.type()));
        }
    }

    private long number(final int type) {
        final long value = in.signed(SandeshType.sizeBytes(type));
        return type == SandeshType.U16 ? value & 0xffff : value;
    }

    private String string() {
        final byte[] bytes = in.bytes(in.count(1));
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void readList(final SandeshObject<?> object, final Field<?> field) {
        final int elementType = in.u8();
        if (elementType != field.elementType()) {
            skipper.elements(elementType);
            return;
        }
        final int count = in.count(SandeshType.sizeBytes(elementType));
        object.reference(
                field.slot(),
                switch (field) {
                    case Field.OfBytes<?> _ -> in.bytes(count);
                    case Field.OfLongs<?> _ -> longs(count);
                    default -> ints(elementType, count);
                });
    }

    private int[] ints(final int elementType, final int count) {
        final int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = (int) number(elementType);
        }
        return values;
    }

    private long[] longs(final int count) {
        final long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.signed(Long.BYTES);
        }
        return values;
    }
}
