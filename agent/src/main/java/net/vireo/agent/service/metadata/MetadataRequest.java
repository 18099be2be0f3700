// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.metadata;

import net.vireo.agent.service.Bytes;

/** What becomes of the bytes that a guest has sent on its connection so far. */
public sealed interface MetadataRequest {
    /** The head is not complete: read more. */
    record Incomplete() implements MetadataRequest {}

    /**
     * Send this on.
     *
     * @param head for the metadata service; the connection to it ends with the answer
     * @param takenBytes how many of the guest's bytes the head was; its body follows behind them
     * @param bodyBytes how many bytes of body go with it, of the guest's as they come
     */
    record Forward(Bytes head, int takenBytes, long bodyBytes) implements MetadataRequest {}

    /** Send this to the guest, and end its connection. */
    record Refuse(Bytes response) implements MetadataRequest {}
}
