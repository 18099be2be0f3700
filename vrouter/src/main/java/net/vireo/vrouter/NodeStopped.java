// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.io.IOException;

/** The node was stopped in order while a process waited for its turn: there is nothing to go on with. */
public final class NodeStopped extends IOException {
    private static final long serialVersionUID = 1L;

    NodeStopped(final String sentence) {
        super(sentence);
    }
}
