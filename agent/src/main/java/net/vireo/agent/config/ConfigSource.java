// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;

/**
 * Where configuration comes from. Asked by one thread, which may ask as often as it likes; a source that has to wait for
 * something waits elsewhere.
 */
public interface ConfigSource {
    /**
     * What is configured now. The same object as before when nothing changed; what is wrong somewhere does not take
     * away what was right there before.
     */
    Config current();

    /** Whether something is being written just now, so that asking again soon is worth it. */
    default boolean isSettling() {
        return false;
    }

    /** What is wrong now, a line each: {@code file:line:column: text}; empty when nothing is. */
    List<String> problems();
}
