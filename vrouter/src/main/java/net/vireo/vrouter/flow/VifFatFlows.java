// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** The fat flow rules of all vifs. Written by the control thread, read by any lcore without locks. */
public final class VifFatFlows {
    private final AtomicReferenceArray<FatFlowRules> rules;

    /** @param vifs indices from 0 on; rules of others are not kept */
    public VifFatFlows(final int vifs) {
        rules = new AtomicReferenceArray<>(vifs);
    }

    /** A vif's rules, {@link FatFlowRules#NONE} when it has none. Any thread. */
    public FatFlowRules of(final int vif) {
        final FatFlowRules found = vif >= 0 && vif < rules.length() ? rules.getAcquire(vif) : null;
        return found == null ? FatFlowRules.NONE : found;
    }

    /** Gives a vif these rules in place of earlier ones. Control thread. */
    public void put(final int vif, final FatFlowRules changed) {
        if (vif >= 0 && vif < rules.length()) {
            rules.setRelease(vif, changed.isEmpty() ? null : changed);
        }
    }
}
