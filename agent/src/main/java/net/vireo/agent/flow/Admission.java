// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

/** Whether there is room for another flow. */
interface Admission {
    /** No limits: for flows that are there already, and for questions. */
    Admission ANY = (from, to, linkLocal) -> null;

    /**
     * Asks for a flow.
     *
     * @param from, to guests' interfaces of its ends, null for other ends
     * @return the limit that it meets, or null
     */
    FlowRefusal check(FlowVif from, FlowVif to, boolean linkLocal);
}
