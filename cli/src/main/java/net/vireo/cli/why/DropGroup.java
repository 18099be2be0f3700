// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.why;

import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LoggedDrop;

/** Dropped packets of one flow, for one reason, under one verdict. For one thread. */
final class DropGroup {
    /**
     * What they have in common.
     *
     * @param reason null for one that this program does not know
     * @param flow in words
     * @param rule the verdict on the flow, or what else decided; empty when nothing is known
     */
    record Key(DropReason reason, int vif, String flow, String rule) {}

    private final Key key;
    private long packets;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    DropGroup(final Key key) {
        this.key = key;
    }

    void add(final LoggedDrop drop) {
        packets++;
        firstNs = Math.min(firstNs, drop.epochNs());
        lastNs = Math.max(lastNs, drop.epochNs());
    }

    Key key() {
        return key;
    }

    long packets() {
        return packets;
    }

    /** Nanoseconds since 1970. */
    long lastNs() {
        return lastNs;
    }

    /** From the first to the last, in nanoseconds. */
    long spanNs() {
        return lastNs - firstNs;
    }

    /** The group of a key, made when there is none. */
    static DropGroup in(final Map<Key, DropGroup> groups, final Key key) {
        return groups.computeIfAbsent(key, DropGroup::new);
    }
}
