// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A set of CPUs by the kernel's numbers. Immutable; any thread.
 *
 * <p>Written as a list ({@code 2,4,6-8}) or as a mask ({@code 0x1d4}; in the kernel's files groups of 32 bits,
 * {@code 00000000,000001d4}): {@link CpuSetParser} says which text is what. All numbers are 0 to {@link #MAX_CPU}.
 */
public final class CpuSet {
    /** The highest number that a Linux kernel for x86-64 can be built for. */
    public static final int MAX_CPU = 8191;

    /** No CPU at all. */
    public static final CpuSet EMPTY = new CpuSet(new BitSet());

    private static final int GROUP_BITS = 32;

    private final BitSet bits;

    /** Keeps the bits: nobody else may hold them. */
    CpuSet(final BitSet bits) {
        this.bits = bits;
    }

    /**
     * These CPUs, in any order.
     *
     * @throws IllegalArgumentException when a number is out of range
     */
    public static CpuSet of(final int... cpus) {
        final BitSet bits = new BitSet();
        for (final int cpu : cpus) {
            if (cpu < 0 || cpu > MAX_CPU) {
                throw new IllegalArgumentException("CPU " + cpu + ": they are 0 to " + MAX_CPU);
            }
            bits.set(cpu);
        }
        return new CpuSet(bits);
    }

    /**
     * What a person or a file of the kernel wrote, as a list or as a mask.
     *
     * @throws IllegalArgumentException with the part that is wrong and how it should be
     */
    public static CpuSet parse(final String text) {
        return CpuSetParser.parse(text);
    }

    /** Whether this CPU is in it. */
    public boolean contains(final int cpu) {
        return cpu >= 0 && bits.get(cpu);
    }

    /** Whether all of the other one's CPUs are in it. */
    public boolean containsAll(final CpuSet other) {
        return other.minus(this).isEmpty();
    }

    /** Whether both have a CPU in common. */
    public boolean intersects(final CpuSet other) {
        return bits.intersects(other.bits);
    }

    /** The CPUs of both together. */
    public CpuSet union(final CpuSet other) {
        final BitSet result = copy();
        result.or(other.bits);
        return new CpuSet(result);
    }

    /** The CPUs that are in both. */
    public CpuSet intersection(final CpuSet other) {
        final BitSet result = copy();
        result.and(other.bits);
        return new CpuSet(result);
    }

    /** The CPUs that are not in the other one. */
    public CpuSet minus(final CpuSet other) {
        final BitSet result = copy();
        result.andNot(other.bits);
        return new CpuSet(result);
    }

    /** The lowest {@code count} CPUs, or all when there are fewer. */
    public CpuSet first(final int count) {
        return of(stream().limit(count).toArray());
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    /** How many. */
    public int count() {
        return bits.cardinality();
    }

    /** The lowest CPU, or -1 when there is none. */
    public int lowest() {
        return bits.nextSetBit(0);
    }

    /** The CPUs, ascending. */
    public IntStream stream() {
        return bits.stream();
    }

    /** As the kernel takes it: bit n of byte m is CPU 8m + n; no zero bytes at the end. */
    byte[] bytes() {
        return bits.toByteArray();
    }

    /** As a list with ranges, {@code 2,4,6-8}, as the kernel writes it; empty text for none. */
    public String list() {
        final StringBuilder text = new StringBuilder();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            final int end = bits.nextClearBit(from);
            text.append(text.isEmpty() ? "" : ",").append(from);
            if (end - 1 > from) {
                text.append('-').append(end - 1);
            }
            from = bits.nextSetBit(end);
        }
        return text.toString();
    }

    /** As a mask as taskset takes it, {@code 0x1d4}: lower case, no zeros in front, any width. */
    public String mask() {
        final String digits = groups("");
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return "0x" + digits.substring(zeros);
    }

    /** As a mask in groups of 32 bits, {@code 00000001,000001d4}, as files like {@code rps_cpus} take it. */
    public String groupedMask() {
        return groups(",");
    }

    private String groups(final String separator) {
        final int count = Math.max(1, Math.ceilDiv(bits.length(), GROUP_BITS));
        return IntStream.iterate(count - 1, group -> group >= 0, group -> group - 1)
                .mapToObj(this::group)
                .collect(Collectors.joining(separator));
    }

    private String group(final int index) {
        final long[] word =
                bits.get(index * GROUP_BITS, (index + 1) * GROUP_BITS).toLongArray();
        return String.format("%08x", word.length == 0 ? 0 : word[0]);
    }

    private BitSet copy() {
        return (BitSet) bits.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final CpuSet set && bits.equals(set.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    /** {@link #list}, or {@code none}. */
    @Override
    public String toString() {
        return isEmpty() ? "none" : list();
    }
}
