// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * One field of one kind of object: its id and name on the wire, and the Java type of its value. Fields are constants of
 * the object's class, so that a field of another object or a value of another type does not compile.
 *
 * @param <O> the kind of object it belongs to
 */
public abstract sealed class Field<O> {
    private final int slot;
    private final int id;
    private final String name;
    private final int type;
    private final int elementType;

    private Field(final int slot, final int id, final String name, final int type, final int elementType) {
        this.slot = slot;
        this.id = id;
        this.name = name;
        this.type = type;
        this.elementType = elementType;
    }

    /** Its number on the wire. */
    public final int id() {
        return id;
    }

    /** Its name in the interface definition, with the prefix of the object: {@code nhr_tun_sip}. */
    public final String name() {
        return name;
    }

    final int slot() {
        return slot;
    }

    /** The type code of the value. */
    final int type() {
        return type;
    }

    /** The type code of an element, 0 when the field is no list. */
    final int elementType() {
        return elementType;
    }

    /** What an object holds that nobody has written: null for numbers, which have a place of their own. */
    abstract Object empty();

    @Override
    public final String toString() {
        return name;
    }

    /**
     * A number of up to 32 bits. The narrow signed types ({@code byte}, {@code i16}) come back sign-extended, {@code u16}
     * zero-extended, {@code u32} as its 32 bits.
     *
     * @param <O> the kind of object it belongs to
     */
    public static final class OfInt<O> extends Field<O> {
        OfInt(final int slot, final int id, final String name, final int type) {
            super(slot, id, name, type, 0);
        }

        @Override
        Object empty() {
            return null;
        }
    }

    /**
     * A number of 64 bits.
     *
     * @param <O> the kind of object it belongs to
     */
    public static final class OfLong<O> extends Field<O> {
        OfLong(final int slot, final int id, final String name, final int type) {
            super(slot, id, name, type, 0);
        }

        @Override
        Object empty() {
            return null;
        }
    }

    /**
     * A text, UTF-8 on the wire.
     *
     * @param <O> the kind of object it belongs to
     */
    public static final class OfString<O> extends Field<O> {
        OfString(final int slot, final int id, final String name) {
            super(slot, id, name, SandeshType.STRING, 0);
        }

        @Override
        Object empty() {
            return "";
        }
    }

    /**
     * A list of bytes: a MAC, a prefix, a header.
     *
     * @param <O> the kind of object it belongs to
     */
    public static final class OfBytes<O> extends Field<O> {
        private static final byte[] EMPTY = {};

        OfBytes(final int slot, final int id, final String name) {
            super(slot, id, name, SandeshType.LIST, SandeshType.BYTE);
        }

        @Override
        Object empty() {
            return EMPTY;
        }
    }

    /**
     * A list of numbers of 16 or 32 bits.
     *
     * @param <O> the kind of object it belongs to
     */
    public static final class OfInts<O> extends Field<O> {
        private static final int[] EMPTY = {};

        OfInts(final int slot, final int id, final String name, final int elementType) {
            super(slot, id, name, SandeshType.LIST, elementType);
        }

        @Override
        Object empty() {
            return EMPTY;
        }
    }

    /**
     * A list of numbers of 64 bits.
     *
     * @param <O> the kind of object it belongs to
     */
    public static final class OfLongs<O> extends Field<O> {
        private static final long[] EMPTY = {};

        OfLongs(final int slot, final int id, final String name, final int elementType) {
            super(slot, id, name, SandeshType.LIST, elementType);
        }

        @Override
        Object empty() {
            return EMPTY;
        }
    }
}
