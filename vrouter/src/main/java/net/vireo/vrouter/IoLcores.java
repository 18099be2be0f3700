// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.List;

/**
 * Lcores that only poll the queues of guests and of the fabric, and hand everything to those that forward (sheet
 * vrouter-dataplane 3.1: lcores 3 to 7).
 *
 * @param count how many
 * @param cpus one for each, or empty to let the kernel choose
 */
public record IoLcores(int count, List<Integer> cpus) {
    /** Who forwards polls. */
    public static final IoLcores NONE = new IoLcores(0, List.of());

    /** Number 8 is pkt0's. */
    private static final int MOST = 5;

    public IoLcores {
        cpus = List.copyOf(cpus);
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException("IO lcores: " + count + ", must be 0 .. " + MOST);
        }
        if (!cpus.isEmpty() && cpus.size() != count) {
            throw new IllegalArgumentException(
                    cpus.size() + " CPUs for " + count + " IO lcores: give one for each, or none");
        }
    }
}
