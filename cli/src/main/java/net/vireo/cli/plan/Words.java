// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.List;
import java.util.stream.Collectors;
import net.vireo.linux.CpuSet;

/** How numbers and sets are said in sentences. */
final class Words {
    private Words() {}

    /** {@code 1 core}, {@code 2 cores}. */
    static String count(final int count, final String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code CPU 2 is}, {@code CPUs 2,4 are}. */
    static String are(final CpuSet cpus) {
        return cpus.count() == 1 ? "CPU " + cpus + " is" : "CPUs " + cpus + " are";
    }

    /** {@code 0,1}. */
    static String list(final List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
