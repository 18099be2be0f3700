// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;
import net.vireo.vrouter.table.Route;

/**
 * A route of either family.
 *
 * @param label counts only with {@link Route#FLAG_LABEL_VALID}
 * @param mac what ARP and neighbour solicitations are answered with, 0 for the router's own
 */
public record RouteItem(int vrf, IpPrefix prefix, int nexthop, int label, int flags, long mac) implements Item {
    @Override
    public String title() {
        return "route " + prefix;
    }

    @Override
    public List<String> differencesFrom(final Item actual) {
        final RouteItem other = (RouteItem) actual;
        return new Differences()
                .compare("nh", other.nexthop, nexthop)
                .compare("label", other.labelText(), labelText())
                .compare("flags", other.flags, flags)
                .compare("mac", Mac.text(other.mac), Mac.text(mac))
                .found();
    }

    /** Whether packets by this route get a label. */
    public boolean isLabelled() {
        return (flags & Route.FLAG_LABEL_VALID) != 0;
    }

    private String labelText() {
        return isLabelled() ? Integer.toString(label) : "-";
    }
}
