// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import net.vireo.agent.service.CounterName;

/** What became of connections and datagrams to link-local services. */
public enum DoorCounter implements CounterName {
    CONNECTION("A guest connected to a service."),
    DATAGRAM("A guest sent a service a datagram."),
    STRANGER("Somebody who is no guest connected or sent a datagram; it was let go of at once."),
    TOO_MANY("A guest, or all together, had too many connections or UDP ports; the new one was let go of."),
    NOT_ACCEPTED(
            "A connection could not be accepted: descriptors or memory were short; it was tried again, less and less"
                    + " often."),
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
