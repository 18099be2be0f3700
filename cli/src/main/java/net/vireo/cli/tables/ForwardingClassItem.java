// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;

/** How packets of a class are marked and queued (sheet vrouter-dataplane 1.10). */
public record ForwardingClassItem(int id, int dscp, int exp, int dot1p, int queue) implements Item {
    @Override
    public String title() {
        return "forwarding class " + id;
    }

    @Override
    public List<String> differencesFrom(final Item actual) {
        final ForwardingClassItem other = (ForwardingClassItem) actual;
        return new Differences()
                .compare("dscp", other.dscp, dscp)
                .compare("exp", other.exp, exp)
                .compare("dot1p", other.dot1p, dot1p)
                .compare("queue", other.queue, queue)
                .found();
    }
}
