// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.Map;

/**
 * What one check found.
 *
 * @param passed whether all of it is as it has to be
 * @param measured the figures as a phrase
 * @param proof what the capture says about it, as a phrase
 * @param figures the same figures by name, for programs
 */
public record Outcome(boolean passed, String measured, String proof, Map<String, Object> figures) {
    public Outcome {
        figures = Map.copyOf(figures);
    }
}
