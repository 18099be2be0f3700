// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.health;

import java.util.List;
import net.vireo.agent.service.VifFrame;

/**
 * What is to be done, and what has changed.
 *
 * @param frames echoes, to be sent to guests
 * @param requests for the pump to make
 */
public record HealthResult(List<VifFrame> frames, List<HttpProbe> requests, List<HealthEvent> events) {
    /**
     * A request to make; its outcome goes to {@link HealthService#answered}.
     *
     * @param number of the probe
     */
    public record HttpProbe(HealthCheck check, int number) {}
}
