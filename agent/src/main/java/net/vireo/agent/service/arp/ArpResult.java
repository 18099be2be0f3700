// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import java.util.List;
import java.util.Optional;
import net.vireo.agent.service.Bytes;

/**
 * What follows from a frame.
 *
 * @param answer the frame to send to the guest, if any
 */
public record ArpResult(Optional<Bytes> answer, List<ArpEvent> events) {
    static final ArpResult NOTHING = new ArpResult(Optional.empty(), List.of());

    static ArpResult of(final ArpPacket answer) {
        return new ArpResult(Optional.of(answer.toFrame()), List.of());
    }

    static ArpResult of(final List<ArpEvent> events) {
        return events.isEmpty() ? NOTHING : new ArpResult(Optional.empty(), events);
    }
}
