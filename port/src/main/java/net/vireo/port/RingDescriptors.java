// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/**
 * The descriptors by which the two sides of a shared ring wake each other (deck p50).
 *
 * @param ring its number: even ones take packets to the other side
 * @param kick what the other side writes to wake us, or {@link #NONE}
 * @param call what we write to wake the other side, or {@link #NONE}
 */
public record RingDescriptors(int ring, int kick, int call) {
    /** There is none: whoever waits for something there looks for it. */
    public static final int NONE = -1;
}
