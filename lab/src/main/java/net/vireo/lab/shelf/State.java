// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.util.Locale;

/** What has become of a scene. */
enum State {
    OFF,
    PLANTING,
    PLANTED,
    LIFTING,
    FAILED;

    /** As answers say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
