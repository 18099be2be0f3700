// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tables;

import java.util.List;

/**
 * From a packet's marks to forwarding classes, each list by the mark's value (sheet vrouter-dataplane 1.10).
 *
 * @param dscp 64 classes
 * @param exp 8 classes
 * @param dot1p 8 classes
 */
public record QosMapItem(int index, List<Integer> dscp, List<Integer> exp, List<Integer> dot1p) implements Item {
    @Override
    public String title() {
        return "qos map " + index;
    }

    @Override
    public List<String> differencesFrom(final Item actual) {
        final QosMapItem other = (QosMapItem) actual;
        final Differences differences = new Differences();
        compare(differences, "dscp", other.dscp, dscp);
        compare(differences, "exp", other.exp, exp);
        compare(differences, "dot1p", other.dot1p, dot1p);
        return differences.found();
    }

    private static void compare(
            final Differences differences, final String what, final List<Integer> actual, final List<Integer> wanted) {
        for (int mark = 0; mark < wanted.size(); mark++) {
            differences.compare(what + " " + mark + ": fc", actual.get(mark), wanted.get(mark));
        }
    }
}
