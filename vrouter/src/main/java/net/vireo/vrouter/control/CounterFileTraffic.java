// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.counter.VrfCounter;

/** The live counters of the data plane. */
final class CounterFileTraffic implements Traffic {
    private static final int NO_LCORE = -1;

    private final CounterFile counters;

    CounterFileTraffic(final CounterFile counters) {
        this.counters = counters;
    }

    @Override
    public boolean hasCore(final int core) {
        return core == ALL_CORES || lcoreOf(core) != NO_LCORE;
    }

    @Override
    public long vif(final int core, final int vif, final VifCounter counter) {
        return core == ALL_CORES ? counters.vif(vif, counter) : counters.vif(lcoreOf(core), vif, counter);
    }

    @Override
    public long port(final int vif, final PortCounter counter) {
        return counters.port(vif, counter);
    }

    @Override
    public long drop(final int core, final DropReason reason) {
        return core == ALL_CORES ? counters.drop(reason) : counters.drop(lcoreOf(core), reason);
    }

    @Override
    public long vifDrop(final int core, final int vif, final DropReason reason) {
        return core == ALL_CORES ? counters.vifDrop(vif, reason) : counters.vifDrop(lcoreOf(core), vif, reason);
    }

    @Override
    public long vrf(final int vrf, final VrfCounter counter) {
        return counters.vrf(vrf, counter);
    }

    private int lcoreOf(final int core) {
        for (int lcore = 0; lcore < counters.lcoreCount(); lcore++) {
            if (counters.lcoreNumber(lcore) == core) {
                return lcore;
            }
        }
        return NO_LCORE;
    }
}
