// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** The version of the running program, as its module says. */
final class BuildVersion {
    private static final String UNKNOWN = "unknown";

    private BuildVersion() {}

    static String text() {
        return Optional.ofNullable(Vrouter.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse(UNKNOWN);
    }
}
