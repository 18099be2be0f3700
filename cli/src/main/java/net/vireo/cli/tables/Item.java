// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.ArrayList;
import java.util.List;

/** One table entry, as wanted or as the data plane has it: only what apply cares about. */
public sealed interface Item
        permits VifItem,
                NexthopItem,
                LabelItem,
                VniItem,
                RouteItem,
                MacItem,
                MirrorItem,
                ForwardingClassItem,
                QosMapItem {
    /** What identifies it in the data plane, as the tools name it: {@code vif0/3}, {@code nh 7}, {@code label 16}. */
    String title();

    /** How what the data plane has differs from this wanted entry: {@code vrf 1 -> 2}; empty when it does not. */
    List<String> differencesFrom(Item actual);

    /** Where differences are collected as {@code what old -> new}. */
    final class Differences {
        private final List<String> found = new ArrayList<>();

        Differences compare(final String what, final Object actual, final Object wanted) {
            if (!actual.equals(wanted)) {
                found.add(what + " " + actual + " -> " + wanted);
            }
            return this;
        }

        /** The same for flags, in hexadecimal. */
        Differences flags(final int actual, final int wanted) {
            return compare("flags", "0x" + Integer.toHexString(actual), "0x" + Integer.toHexString(wanted));
        }

        List<String> found() {
            return found;
        }
    }
}
