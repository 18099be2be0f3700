// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.Map;
import net.vireo.web.caption.Captions;
import net.vireo.web.model.Snapshot;

/** The production tree of a snapshot that a test made, with the caption that the console would give it. */
public final class SnapshotTrees {
    private SnapshotTrees() {}

    /** A tree that may be changed. */
    public static Map<String, Object> of(final Snapshot snapshot) {
        return SnapshotTree.of(snapshot, Captions.of(snapshot));
    }
}
