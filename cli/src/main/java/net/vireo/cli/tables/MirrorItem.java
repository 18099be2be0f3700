// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;

/**
 * A mirror (sheet vrouter-dataplane 1.9).
 *
 * @param vni what copies without metadata of their own travel under, 0 when none
 */
public record MirrorItem(int index, int nexthop, int flags, int vni) implements Item {
    /** Copies carry metadata in front. */
    public static final int FLAG_DYNAMIC = 0x1;

    @Override
    public String title() {
        return "mirror " + index;
    }

    @Override
    public List<String> differencesFrom(final Item actual) {
        final MirrorItem other = (MirrorItem) actual;
        return new Differences()
                .compare("nh", other.nexthop, nexthop)
                .flags(other.flags & FLAG_DYNAMIC, flags)
                .compare("vni", other.vni, vni)
                .found();
    }
}
