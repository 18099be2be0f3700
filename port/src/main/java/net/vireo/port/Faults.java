// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/**
 * What a {@link FaultyPort} does to the packets of one direction. Each packet meets each fault independently with its
 * probability, 0..1; the seed makes a run repeatable.
 *
 * @param loss the packet disappears
 * @param duplication a copy follows it
 * @param reorder the packet behind it overtakes it
 * @param corruption one bit of it is flipped
 * @param seed of the random numbers; each queue derives its own from it
 */
public record Faults(double loss, double duplication, double reorder, double corruption, long seed) {
    /** A perfect line. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0);

    public Faults {
        checkProbability("loss", loss);
        checkProbability("duplication", duplication);
        checkProbability("reorder", reorder);
        checkProbability("corruption", corruption);
    }

    /** Loss alone. */
    public static Faults loss(final double probability, final long seed) {
        return new Faults(probability, 0, 0, 0, seed);
    }

    private static void checkProbability(final String name, final double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be a probability in 0..1: " + value);
        }
    }
}
