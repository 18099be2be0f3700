// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.counter.VrfCounter;

/** The counters that replies carry. A core is the number of an lcore as tools show it, or {@link #ALL_CORES}. */
interface Traffic {
    int ALL_CORES = -1;

    /** Whether counters are kept for this core. */
    boolean hasCore(int core);

    long vif(int core, int vif, VifCounter counter);

    long port(int vif, PortCounter counter);

    long drop(int core, DropReason reason);

    /** Of all cores. */
    long vrf(int vrf, VrfCounter counter);

    long vifDrop(int core, int vif, DropReason reason);
}
