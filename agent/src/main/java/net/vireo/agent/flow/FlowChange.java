// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.List;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowDropReason;

/**
 * What is to be done with a flow that was judged again.
 *
 * @param forward its entry as it is to be now
 * @param reverse the entry of its answers as it is to be now, or null when there is none
 * @param reason why it is revoked; null otherwise
 */
public record FlowChange(KnownFlow flow, Kind kind, FlowEntry forward, FlowEntry reverse, FlowDropReason reason) {
    /** What happens to the flow. */
    public enum Kind {
        /** It goes on otherwise: another member, another source, another mirror. */
        UPDATE,
        /** It may no longer be: both entries drop, so that neither end can go on with it. */
        REVOKE,
        /** It may be now: its entry passes, and that of its answers is made. */
        PERMIT,
        /** It may be, but its answers look different now: both entries go, and its next packet makes them anew. */
        REPLACE
    }

    /** The messages, in the order in which they are to be sent. */
    public List<VrFlow> requests() {
        final List<VrFlow> all = new ArrayList<>();
        if (kind == Kind.REPLACE) {
            all.add(forward.deletion());
            if (reverse != null) {
                all.add(reverse.deletion());
            }
            return all;
        }
        if (reverse != null) {
            all.add(reverse.request());
        }
        all.add(forward.request());
        return all;
    }
}
