// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import java.util.Optional;

/** What the resolver asks of the host's network. */
interface HostNetwork {
    /** Whom the host would send to in order to reach a destination; empty when it could not through the fabric. */
    Optional<Hop> hopTo(int destination);

    /** Makes the host resolve or confirm a neighbour; what comes of it is heard later. */
    void probe(Hop hop);
}
