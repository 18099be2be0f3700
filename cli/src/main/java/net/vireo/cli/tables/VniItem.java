// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;

/** A VNI of the VXLAN table. */
public record VniItem(int vni, int nexthop) implements Item {
    @Override
    public String title() {
        return "vni " + vni;
    }

    @Override
    public List<String> differencesFrom(final Item actual) {
        return new Differences()
                .compare("nh", ((VniItem) actual).nexthop, nexthop)
                .found();
    }
}
