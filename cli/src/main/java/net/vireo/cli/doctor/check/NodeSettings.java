// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

/**
 * How a data plane was started.
 *
 * @param pollsBusy whether idle lcores spin
 * @param loadBalance {@code auto}, {@code all}, {@code contrail} or {@code none}
 * @param hugepagesWanted whether packet buffers were to lie in hugepages
 * @param hugepagesUsed whether they do
 * @param poolBytes memory of packet buffers
 */
public record NodeSettings(
        boolean pollsBusy, String loadBalance, boolean hugepagesWanted, boolean hugepagesUsed, long poolBytes) {
    /** Contrail's rule: never the lcore that polls. */
    public static final String CONTRAIL = "contrail";

    /** Who polls processes. */
    public static final String NONE = "none";
}
