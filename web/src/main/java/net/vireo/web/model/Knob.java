// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

import java.util.List;

/**
 * An option of the data plane.
 *
 * @param value as it is
 * @param choices what it may be; empty for a number or anything else
 * @param live whether it can be changed while packets pass
 * @param command how, for people
 */
public record Knob(String name, String value, List<String> choices, boolean live, String command) {
    public Knob {
        choices = List.copyOf(choices);
    }
}
