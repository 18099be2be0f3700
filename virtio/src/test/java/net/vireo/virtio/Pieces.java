// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A range cut in random pieces, one after another, some of them empty. */
final class Pieces {
    final long[] addresses;
    final int[] lengths;
    final int count;

    private Pieces(final long[] addresses, final int[] lengths) {
        this.addresses = addresses;
        this.lengths = lengths;
        count = lengths.length;
    }

    static Pieces of(final RandomGenerator random, final long address, final int lengthBytes, final int mostPieces) {
        final int count = 1 + random.nextInt(mostPieces);
        final int[] cuts = new int[count + 1];
        for (int i = 1; i < count; i++) {
            cuts[i] = random.nextInt(random.nextBoolean() ? lengthBytes : Math.min(lengthBytes, 20));
        }
        cuts[count] = lengthBytes;
        Arrays.sort(cuts);
        final long[] addresses = new long[count];
        final int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = address + cuts[i];
            lengths[i] = cuts[i + 1] - cuts[i];
        }
        return new Pieces(addresses, lengths);
    }
}
