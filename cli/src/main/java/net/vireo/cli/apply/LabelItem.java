// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.List;

/** A label of the incoming label map. */
record LabelItem(int label, int nexthop) implements Item {
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
