// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one kind of object in ascending order of their ids. Filled while the object's class loads, read-only
 * afterwards. The first field is always the operation.
 *
 * @param <O> the kind of object
 */
final class Schema<O> {
    private final String name;
    private final List<Field<O>> fields = new ArrayList<>();
    private int highestId;

    Schema(final String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** How many fields. */
    int size() {
        return fields.size();
    }

    Field<O> field(final int slot) {
        return fields.get(slot);
    }

    List<Field<O>> fields() {
        return fields;
    }

    /** The field with this id, or null. The slot guess makes the usual case, fields in order, a single comparison. */
    Field<O> byId(final int id, final int slotGuess) {
        if (slotGuess < fields.size() && fields.get(slotGuess).id() == id) {
            return fields.get(slotGuess);
        }
        for (int slot = 0; slot < fields.size(); slot++) {
            if (fields.get(slot).id() == id) {
                return fields.get(slot);
            }
        }
        return null;
    }

    Field.OfLong<O> counter(final int id) {
        if (byId(id, id - 1) instanceof Field.OfLong<O> counter) {
            return counter;
        }
        throw new IllegalArgumentException(name + " has no 64-bit number with id " + id);
    }

    Field.OfInt<O> i8(final int id, final String fieldName) {
        return add(new Field.OfInt<>(fields.size(), id, fieldName, SandeshType.BYTE));
    }

    Field.OfInt<O> i16(final int id, final String fieldName) {
        return add(new Field.OfInt<>(fields.size(), id, fieldName, SandeshType.I16));
    }

    Field.OfInt<O> u16(final int id, final String fieldName) {
        return add(new Field.OfInt<>(fields.size(), id, fieldName, SandeshType.U16));
    }

    Field.OfInt<O> i32(final int id, final String fieldName) {
        return add(new Field.OfInt<>(fields.size(), id, fieldName, SandeshType.I32));
    }

    Field.OfInt<O> u32(final int id, final String fieldName) {
        return add(new Field.OfInt<>(fields.size(), id, fieldName, SandeshType.U32));
    }

    Field.OfLong<O> i64(final int id, final String fieldName) {
        return add(new Field.OfLong<>(fields.size(), id, fieldName, SandeshType.I64));
    }

    Field.OfLong<O> u64(final int id, final String fieldName) {
        return add(new Field.OfLong<>(fields.size(), id, fieldName, SandeshType.U64));
    }

    Field.OfString<O> string(final int id, final String fieldName) {
        return add(new Field.OfString<>(fields.size(), id, fieldName));
    }

    Field.OfBytes<O> bytes(final int id, final String fieldName) {
        return add(new Field.OfBytes<>(fields.size(), id, fieldName));
    }

    Field.OfInts<O> i16List(final int id, final String fieldName) {
        return add(new Field.OfInts<>(fields.size(), id, fieldName, SandeshType.I16));
    }

    Field.OfInts<O> u16List(final int id, final String fieldName) {
        return add(new Field.OfInts<>(fields.size(), id, fieldName, SandeshType.U16));
    }

    Field.OfInts<O> i32List(final int id, final String fieldName) {
        return add(new Field.OfInts<>(fields.size(), id, fieldName, SandeshType.I32));
    }

    Field.OfInts<O> u32List(final int id, final String fieldName) {
        return add(new Field.OfInts<>(fields.size(), id, fieldName, SandeshType.U32));
    }

    Field.OfLongs<O> i64List(final int id, final String fieldName) {
        return add(new Field.OfLongs<>(fields.size(), id, fieldName, SandeshType.I64));
    }

    Field.OfLongs<O> u64List(final int id, final String fieldName) {
        return add(new Field.OfLongs<>(fields.size(), id, fieldName, SandeshType.U64));
    }

    private <F extends Field<O>> F add(final F field) {
        if (field.id() <= highestId) {
            throw new IllegalStateException(name + ": field " + field.name() + " is out of order");
        }
        highestId = field.id();
        fields.add(field);
        return field;
    }
}
