// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import net.vireo.web.caption.Caption;
import net.vireo.web.caption.Captions;
import net.vireo.web.model.Json;
import net.vireo.web.model.Snapshot;

/** A snapshot with its caption and its text, which is written once for all who want it. Any thread. */
public final class Frame {
    private final Snapshot snapshot;
    private final Caption caption;
    private byte[] json;

    /** Finds the caption. */
    public Frame(final Snapshot snapshot) {
        this.snapshot = snapshot;
        caption = Captions.of(snapshot);
    }

    /** What it is of. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The page that it looks like. */
    public Caption caption() {
        return caption;
    }

    /** As one line of JSON, without a line feed; not to be changed. */
    public synchronized byte[] json() {
        if (json == null) {
            json = Json.bytes(SnapshotTree.of(snapshot, caption));
        }
        return json;
    }
}
