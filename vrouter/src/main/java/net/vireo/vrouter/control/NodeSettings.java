// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.VireoNode;

/** How a data plane runs, to be shown and changed. Control thread. */
@FunctionalInterface
public interface NodeSettings {
    /** Fills in how it runs. */
    void fill(VireoNode node);

    /**
     * Changes who processes what an lcore polls, until the data plane ends.
     *
     * @return why that cannot be, with the mend, or empty when it is done
     */
    default String balance(final LoadBalance mode) {
        return "this router has no lcores to share";
    }
}
