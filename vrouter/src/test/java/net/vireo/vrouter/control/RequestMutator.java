// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Arrays;
import java.util.Random;

/** Damages requests: flipped bits, lengths that lie, pieces that are missing, doubled or swapped between requests. */
final class RequestMutator {
    private static final int HEADER_BYTES = 24;
    private static final int[] INTERESTING = {0, 1, -1, 2, 3, 4, 7, 0x7f, 0xff, 1023, 1024, 0x7fffffff, 0x80000000};

    private final Random random;

    RequestMutator(final Random random) {
        this.random = random;
    }

    byte[] mutate(final byte[] request, final byte[] other) {
        byte[] bytes = request.clone();
        final int rounds = 1 + random.nextInt(4);
        for (int i = 0; i < rounds && bytes.length > HEADER_BYTES; i++) {
            bytes = once(bytes, other);
        }
        if (random.nextInt(10) > 0 && bytes.length >= 4) {
            // Mostly the length is made right again, so that the damage is met deeper inside.
            little(bytes, 0, bytes.length);
        }
        return bytes;
    }

    private byte[] once(final byte[] bytes, final byte[] other) {
        final int at = HEADER_BYTES + random.nextInt(bytes.length - HEADER_BYTES);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2, 3 -> big(bytes, at, INTERESTING[random.nextInt(INTERESTING.length)]);
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 5 -> {
                return joined(bytes, at, other, HEADER_BYTES);
            }
            case 6 -> {
                return joined(bytes, at, bytes, at - random.nextInt(at - HEADER_BYTES + 1));
            }
            default -> bytes[random.nextInt(HEADER_BYTES)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] joined(final byte[] head, final int headLength, final byte[] tail, final int tailFrom) {
        final byte[] joined = Arrays.copyOf(head, headLength + tail.length - tailFrom);
        System.arraycopy(tail, tailFrom, joined, headLength, tail.length - tailFrom);
        return joined;
    }

    private static void big(final byte[] bytes, final int at, final int value) {
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 24 - 8 * i);
        }
    }

    private static void little(final byte[] bytes, final int at, final int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
