// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Raw memory by absolute address, for the data path.
 *
 * <p>One static, final, all-of-memory segment: its liveness and bounds checks fold into one compare. Nothing here checks
 * that an address is ours; callers prove their range once per packet, then read. Mask every base address once with
 * {@link #base}: the compiler then knows its range and drops the checks behind it.
 *
 * <p>JDK 25 stops inlining after about thirty of these calls in one compiled method, so read wide and keep methods
 * small (CONTRIBUTING.md, "the inlining budget"). May be called from any thread.
 */
public final class Memory {
    /** All of the address space, global scope. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final long USER_SPACE_MASK = 0x7fff_ffff_ffffL;

    /** What {@link #copyApart} copies word by word. */
    private static final int SHORT_COPY_BYTES = 128;

    private static final ValueLayout.OfShort SHORT_BE = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT_BE = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_BE = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private Memory() {}

    /** The address with its range made known to the compiler: mask a base once, then add constants to it. */
    public static long base(final long address) {
        return address & USER_SPACE_MASK;
    }

    /** One byte, sign extended. */
    public static byte getByte(final long address) {
        return ALL.get(JAVA_BYTE, address);
    }

    /** Writes one byte. */
    public static void putByte(final long address, final byte value) {
        ALL.set(JAVA_BYTE, address, value);
    }

    /** Two bytes in network order, sign extended. */
    public static short getShortBe(final long address) {
        return ALL.get(SHORT_BE, address);
    }

    /** Writes two bytes in network order. */
    public static void putShortBe(final long address, final short value) {
        ALL.set(SHORT_BE, address, value);
    }

    /** Four bytes in network order. */
    public static int getIntBe(final long address) {
        return ALL.get(INT_BE, address);
    }

    /** Writes four bytes in network order. */
    public static void putIntBe(final long address, final int value) {
        ALL.set(INT_BE, address, value);
    }

    /** Eight bytes in network order. */
    public static long getLongBe(final long address) {
        return ALL.get(LONG_BE, address);
    }

    /** Writes eight bytes in network order. */
    public static void putLongBe(final long address, final long value) {
        ALL.set(LONG_BE, address, value);
    }

    /** Two bytes in the machine's order, sign extended. */
    public static short getShort(final long address) {
        return ALL.get(JAVA_SHORT_UNALIGNED, address);
    }

    /** Writes two bytes in the machine's order. */
    public static void putShort(final long address, final short value) {
        ALL.set(JAVA_SHORT_UNALIGNED, address, value);
    }

    /** Four bytes in the machine's order. */
    public static int getInt(final long address) {
        return ALL.get(JAVA_INT_UNALIGNED, address);
    }

    /** Writes four bytes in the machine's order. */
    public static void putInt(final long address, final int value) {
        ALL.set(JAVA_INT_UNALIGNED, address, value);
    }

    /** Eight bytes in the machine's order. */
    public static long getLong(final long address) {
        return ALL.get(JAVA_LONG_UNALIGNED, address);
    }

    /** Writes eight bytes in the machine's order. */
    public static void putLong(final long address, final long value) {
        ALL.set(JAVA_LONG_UNALIGNED, address, value);
    }

    /** Acquire load of an aligned 16-bit value; pairs with the other side's release store. */
    public static short getShortAcquire(final long address) {
        return (short) SHORT.getAcquire(ALL, address);
    }

    /** Release store of an aligned 16-bit value; all earlier stores are visible to who reads it with acquire. */
    public static void putShortRelease(final long address, final short value) {
        SHORT.setRelease(ALL, address, value);
    }

    /** Acquire load of an aligned 32-bit value; pairs with the other side's release store. */
    public static int getIntAcquire(final long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    /** Release store of an aligned 32-bit value; all earlier stores are visible to who reads it with acquire. */
    public static void putIntRelease(final long address, final int value) {
        INT.setRelease(ALL, address, value);
    }

    /** Acquire load of an aligned 64-bit value; pairs with the other side's release store. */
    public static long getLongAcquire(final long address) {
        return (long) LONG.getAcquire(ALL, address);
    }

    /** Release store of an aligned 64-bit value; all earlier stores are visible to who reads it with acquire. */
    public static void putLongRelease(final long address, final long value) {
        LONG.setRelease(ALL, address, value);
    }

    /** Opaque store of an aligned 64-bit value: a counter with one writer, whole for whoever reads it. */
    public static void putLongOpaque(final long address, final long value) {
        LONG.setOpaque(ALL, address, value);
    }

    /** Opaque load of an aligned 64-bit value. */
    public static long getLongOpaque(final long address) {
        return (long) LONG.getOpaque(ALL, address);
    }

    /** Copies bytes between addresses; the ranges may overlap. */
    public static void copy(final long from, final long to, final long lengthBytes) {
        MemorySegment.copy(ALL, from, ALL, to, lengthBytes);
    }

    /**
     * Copies bytes between ranges that do not overlap. Short packets word by word: a call of the copying routine costs
     * as much as they do.
     */
    public static void copyApart(final long from, final long to, final int lengthBytes) {
        if (lengthBytes >= Long.BYTES && lengthBytes <= SHORT_COPY_BYTES) {
            copyWords(from, to, lengthBytes - Long.BYTES);
        } else {
            copy(from, to, lengthBytes);
        }
    }

    /** The last word may cover bytes that the one before it has copied already. */
    private static void copyWords(final long from, final long to, final int lastWord) {
        for (int at = 0; at < lastWord; at += Long.BYTES) {
            putLong(to + at, getLong(from + at));
        }
        putLong(to + lastWord, getLong(from + lastWord));
    }

    /** Copies bytes out to an array. */
    public static void copyOut(final long from, final byte[] to, final int toIndex, final int lengthBytes) {
        MemorySegment.copy(ALL, JAVA_BYTE, from, to, toIndex, lengthBytes);
    }

    /** Copies an array's bytes in. */
    public static void copyIn(final byte[] from, final int fromIndex, final long to, final int lengthBytes) {
        MemorySegment.copy(from, fromIndex, ALL, JAVA_BYTE, to, lengthBytes);
    }

    /** Sets every byte of a range. */
    public static void fill(final long address, final long lengthBytes, final byte value) {
        ALL.asSlice(address, lengthBytes).fill(value);
    }
}
