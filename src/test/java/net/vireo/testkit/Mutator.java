// SPDX-License-Identifier: Apache-2.0
package net.vireo.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Bad inputs out of good ones. Input {@code n} is a pure function of the seed, the corpus and {@code n}, so a failure is
 * replayed with two numbers.
 *
 * <p>Most inputs are a corpus entry with one to four changes: truncated, a length that lies (8, 16 or 32 bits, either byte
 * order), bits flipped, bytes replaced, a block doubled, removed or taken from another entry. Some are entries untouched
 * and some are random from the first byte on.
 */
public final class Mutator {
    private static final int MAX_CHANGES = 4;
    private static final int MAX_RANDOM_BYTES = 256;
    private static final int MAX_INPUT_BYTES = 65_536;
    private static final int[] LIES = {
        0,
        1,
        2,
        3,
        4,
        5,
        7,
        8,
        0xf,
        0x10,
        0x14,
        0x1f,
        0x20,
        0x3f,
        0x40,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_ffff
    };

    private final long seed;
    private final List<byte[]> corpus;

    /** @param corpus at least one entry; not changed */
    public Mutator(final long seed, final List<byte[]> corpus) {
        if (corpus.isEmpty()) {
            throw new IllegalArgumentException("a mutator needs a corpus");
        }
        this.seed = seed;
        this.corpus = List.copyOf(corpus);
    }

    public long seed() {
        return seed;
    }

    /** Input {@code number}, a new array of 0 to 65536 bytes. */
    public byte[] input(final long number) {
        final Random random = new Random(seed + number * 0x9e37_79b9_7f4a_7c15L);
        final int kind = random.nextInt(16);
        if (kind == 0) {
            final byte[] bytes = new byte[random.nextInt(MAX_RANDOM_BYTES)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = pick(random).clone();
        final int changes = kind == 1 ? 0 : 1 + random.nextInt(MAX_CHANGES);
        for (int i = 0; i < changes; i++) {
            bytes = change(bytes, random);
        }
        return bytes.length > MAX_INPUT_BYTES ? Arrays.copyOf(bytes, MAX_INPUT_BYTES) : bytes;
    }

    private byte[] pick(final Random random) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] change(final byte[] bytes, final Random random) {
        if (bytes.length == 0) {
            return pick(random).clone();
        }
        final int at = random.nextInt(bytes.length);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(64));
            case 2 -> flip(bytes, at, random);
            case 3 -> replace(bytes, at, random);
            case 4 -> repeat(bytes, at, random);
            case 5 -> splice(Arrays.copyOf(bytes, at), pick(random), random);
            default -> lie(bytes, at, random);
        };
    }

    private static byte[] flip(final byte[] bytes, final int at, final Random random) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] replace(final byte[] bytes, final int at, final Random random) {
        bytes[at] = (byte) random.nextInt();
        return bytes;
    }

    /** A value that lengths and counts go wrong with, or the true length give or take two. */
    private static byte[] lie(final byte[] bytes, final int at, final Random random) {
        final int pick = random.nextInt(LIES.length + 5);
        final int value = pick < LIES.length ? LIES[pick] : bytes.length - at + (pick - LIES.length - 2);
        final int width = 1 << random.nextInt(3);
        final boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (bigEndian ? width - 1 - i : i));
        }
        return bytes;
    }

    /** Doubles a block, or removes it. */
    private static byte[] repeat(final byte[] bytes, final int at, final Random random) {
        final int end = Math.min(bytes.length, at + 1 + random.nextInt(32));
        final int resume = random.nextBoolean() ? at : end;
        final int kept = resume == at ? end : at;
        final byte[] result = Arrays.copyOf(bytes, kept + bytes.length - resume);
        System.arraycopy(bytes, resume, result, kept, bytes.length - resume);
        return result;
    }

    private static byte[] splice(final byte[] head, final byte[] donor, final Random random) {
        final int from = random.nextInt(donor.length + 1);
        final byte[] result = Arrays.copyOf(head, head.length + donor.length - from);
        System.arraycopy(donor, from, result, head.length, donor.length - from);
        return result;
    }
}
