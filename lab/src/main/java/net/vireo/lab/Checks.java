// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.util.Optional;

/** How much a lab checks before it ends or stays. */
enum Checks {
    ALL(""),
    /** Without what takes seconds each: iperf3, floods, a stopped data plane. */
    QUICK("--quick"),
    /** One ping, to see that it has come up. */
    NONE("--no-checks");

    private final String option;

    Checks(final String option) {
        this.option = option;
    }

    /** The option that asks for it; none for what is done anyway. */
    Optional<String> option() {
        return Optional.of(option).filter(text -> !text.isEmpty());
    }
}
