// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

/**
 * One forwarding lcore.
 *
 * @param number as tools show it
 * @param cpu that it is pinned to, or {@link #ANY_CPU}
 * @param busyShare of the time that it was awake, that in which it had something to do
 * @param runShare of the time, in which it ran
 * @param waitShare of the time, in which it was ready and another had its CPU
 */
public record LcoreFacts(int number, int cpu, double busyShare, double runShare, double waitShare) {
    /** Not pinned. */
    public static final int ANY_CPU = -1;
}
