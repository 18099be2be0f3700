// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;

/** A label of the incoming label map. */
public record LabelItem(int label, int nexthop) implements Item {
    @Override
    public String title() {
        return "label " + label;
    }

    @Override
    public List<String> differencesFrom(final Item actual) {
        return new Differences()
                .compare("nh", ((LabelItem) actual).nexthop, nexthop)
                .found();
    }
}
