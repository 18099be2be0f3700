// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

import java.util.List;
import net.vireo.agent.service.VifFrame;

/** What is to be sent, and what has changed. */
public record BfdResult(List<VifFrame> frames, List<BfdEvent> events) {
    static final BfdResult NOTHING = new BfdResult(List.of(), List.of());
}
