// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.HashSet;
import java.util.List;

/**
 * Which links form a bond, and how.
 *
 * @param name what the port is called, in place of a link's name
 * @param mode how members are used
 * @param members names of links, the preferred one first
 */
public record BondSpec(String name, BondMode mode, List<String> members) {
    /** As many as Contrail bonds (sheet vrouter-dataplane 3.8). */
    public static final int MAX_MEMBERS = 6;

    public BondSpec {
        members = List.copyOf(members);
        if (name.isEmpty() || members.isEmpty() || members.size() > MAX_MEMBERS || members.contains("")) {
            throw new IllegalArgumentException(
                    "bond \"" + name + "\" of " + members + ": it needs a name and 1.." + MAX_MEMBERS + " links");
        }
        if (new HashSet<>(members).size() != members.size()) {
            throw new IllegalArgumentException("bond " + name + " of " + members + ": a link is named twice");
        }
    }

    /**
     * Reads {@code NAME=MODE:LINK,LINK..}, for example {@code bond0=active-backup:eth0,eth1}.
     *
     * @throws IllegalArgumentException with the text and what was expected
     */
    public static BondSpec parse(final String text) {
        final int equals = text.indexOf('=');
        final int colon = text.indexOf(':', equals + 1);
        if (equals < 0 || colon < 0) {
            throw new IllegalArgumentException(
                    "bond \"" + text + "\": expected NAME=MODE:LINK,LINK, like bond0=active-backup:eth0,eth1");
        }
        return new BondSpec(
                text.substring(0, equals),
                BondMode.parse(text.substring(equals + 1, colon)),
                List.of(text.substring(colon + 1).split(",", -1)));
    }

    /** What {@link #parse} reads. */
    public String text() {
        return name + "=" + mode.text() + ":" + String.join(",", members);
    }
}
