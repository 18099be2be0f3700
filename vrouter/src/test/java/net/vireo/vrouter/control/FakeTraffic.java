// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.HashMap;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.counter.VrfCounter;

/** Counters of two cores, 10 and 11, with values that a test sets; 0 otherwise. */
final class FakeTraffic implements Traffic {
    static final int FIRST_CORE = 10;
    static final int SECOND_CORE = 11;
    private static final int ROUTER = -1;

    private final Map<Key, Long> values = new HashMap<>();

    void set(final int core, final int vif, final Enum<?> counter, final long value) {
        values.put(new Key(core, vif, counter), value);
    }

    void setDrop(final int core, final DropReason reason, final long value) {
        set(core, ROUTER, reason, value);
    }

    @Override
    public boolean hasCore(final int core) {
        return core == ALL_CORES || core == FIRST_CORE || core == SECOND_CORE;
    }

    @Override
    public long vif(final int core, final int vif, final VifCounter counter) {
        return value(core, vif, counter);
    }

    @Override
    public long port(final int vif, final PortCounter counter) {
        return value(ALL_CORES, vif, counter);
    }

    @Override
    public long drop(final int core, final DropReason reason) {
        return value(core, ROUTER, reason);
    }

    @Override
    public long vifDrop(final int core, final int vif, final DropReason reason) {
        return value(core, vif, reason);
    }

    @Override
    public long vrf(final int vrf, final VrfCounter counter) {
        return value(ALL_CORES, vrf, counter);
    }

    private long value(final int core, final int vif, final Enum<?> counter) {
        return values.getOrDefault(new Key(core, vif, counter), 0L);
    }

    private record Key(int core, int vif, Enum<?> counter) {}
}
