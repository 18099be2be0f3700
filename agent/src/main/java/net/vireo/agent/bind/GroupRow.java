// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.List;
import java.util.stream.Stream;

/**
 * A multicast group with its listeners on this node, for people.
 *
 * @param ports their names
 */
public record GroupRow(String network, String group, List<String> ports) {
    /** The listeners of both. */
    GroupRow and(final GroupRow other) {
        return new GroupRow(
                network,
                group,
                Stream.concat(ports.stream(), other.ports.stream()).toList());
    }
}
