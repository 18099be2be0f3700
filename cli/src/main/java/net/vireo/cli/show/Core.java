// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

/** The core in a request: 0 asks for the sum over all, n + 1 for core n (sheet vrouter-wire, section 3). */
final class Core {
    private Core() {}

    /** @param core the number a person gave, or null for all */
    static int field(final Integer core) {
        return core == null ? 0 : core + 1;
    }
}
