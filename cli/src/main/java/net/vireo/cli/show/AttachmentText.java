// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.port.kind.PortKind;

/** How a vif's device is joined to the data plane, as a line for {@code vif --get} and as data (deck p15, p16, p25). */
public final class AttachmentText {
    private AttachmentText() {}

    /** None for a device of a kind that is not in the table. */
    static List<String> lines(final QueueView queues) {
        return PortKind.of(queues.kind())
                .map(kind -> "Attached by: " + kind.text() + "  Across: "
                        + kind.crossing().text() + "  Copies per packet: " + kind.copies() + " each way")
                .stream()
                .toList();
    }

    /**
     * What is to be known of a kind of port; null for one that is not in the table.
     *
     * @param kind as {@link QueueView#kind} has it
     */
    public static Map<String, Object> tree(final String kind) {
        return PortKind.of(kind).map(AttachmentText::tree).orElse(null);
    }

    private static Map<String, Object> tree(final PortKind kind) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", kind.text());
        tree.put("across", kind.crossing().text());
        tree.put("fast", kind.crossing().isFast());
        tree.put("copiesPerPacket", kind.copies());
        return tree;
    }
}
