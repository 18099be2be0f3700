// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.List;
import net.vireo.web.model.Snapshot;

/** Names the page of the deck that a node's state looks like. */
public final class Captions {
    private Captions() {}

    /** The caption of a state. */
    public static Caption of(final Snapshot snapshot) {
        return new Caption(0, "", "not in the deck: captions of " + snapshot.node() + " are not made yet", List.of());
    }
}
