// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import java.util.List;
import java.util.Optional;
import net.vireo.agent.service.Bytes;

/**
 * What follows from a frame.
 *
 * @param answer the frame to send to the guest, if any
 */
public record NdResult(Optional<Bytes> answer, List<NdEvent> events) {
    static final NdResult NOTHING = new NdResult(Optional.empty(), List.of());

    static NdResult of(final Bytes answer) {
        return new NdResult(Optional.of(answer), List.of());
    }

    static NdResult of(final NdEvent event) {
        return new NdResult(Optional.empty(), List.of(event));
    }
}
