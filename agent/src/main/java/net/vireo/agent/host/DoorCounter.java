// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import net.vireo.agent.service.CounterName;

/** What became of connections to link-local services. */
public enum DoorCounter implements CounterName {
    CONNECTION("A guest connected to a service."),
    STRANGER("Somebody who is no guest connected; the connection was closed at once."),
    TOO_MANY("A guest, or all together, had too many connections; the new one was closed."),
    BROKEN("A connection ended before its time: an end was gone, or silent for 30 seconds."),
    UNREACHABLE("No server of the service could be reached.");

    private final String sentence;

    DoorCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
