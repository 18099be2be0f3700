// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The guest that shares a vif's rings with the data plane, as lines for {@code vif --get} and as data. */
final class GuestText {
    private GuestText() {}

    /** None where there is no such guest. */
    static List<String> lines(final QueueView queues) {
        if (!queues.hasGuest()) {
            return List.of();
        }
        final String line = "Guest: " + (queues.guestIsConnected() ? "connected" : "not connected") + ", "
                + queues.openPairs() + (queues.openPairs() == 1 ? " queue pair" : " queue pairs") + " open"
                + "  ring faults:" + queues.ringFaults()
                + " memory faults:" + queues.memoryFaults()
                + " discarded:" + queues.discarded();
        return queues.ringFaultText().isEmpty()
                ? List.of(line)
                : List.of(line, "Ring faults: " + queues.ringFaultText());
    }

    /** Null where there is no such guest. */
    static Map<String, Object> tree(final QueueView queues) {
        if (!queues.hasGuest()) {
            return null;
        }
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("connected", queues.guestIsConnected());
        tree.put("openQueuePairs", queues.openPairs());
        tree.put("ringFaults", queues.ringFaults());
        tree.put("ringFaultText", queues.ringFaultText());
        tree.put("memoryFaults", queues.memoryFaults());
        tree.put("discarded", queues.discarded());
        SharedText.put(tree, queues);
        return tree;
    }
}
