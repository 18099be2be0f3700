// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tool;

import java.util.Map;
import java.util.Optional;
import net.vireo.linux.CpuSet;

/** No CPU has two uses. */
public final class CpuOverlap {
    private CpuOverlap() {}

    /** What is wrong with these sets, by the options that name them, as a sentence; nothing when they are disjoint. */
    public static Optional<String> of(final Map<String, CpuSet> sets) {
        for (final Map.Entry<String, CpuSet> one : sets.entrySet()) {
            for (final Map.Entry<String, CpuSet> other : sets.entrySet()) {
                final CpuSet both = one.getValue().intersection(other.getValue());
                if (!one.getKey().equals(other.getKey()) && !both.isEmpty()) {
                    return Optional.of((both.count() == 1 ? "CPU " + both + " is" : "CPUs " + both + " are") + " in "
                            + one.getKey() + " and in " + other.getKey() + ": a CPU has one use");
                }
            }
        }
        return Optional.empty();
    }
}
