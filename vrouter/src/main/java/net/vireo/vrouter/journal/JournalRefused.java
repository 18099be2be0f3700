// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.journal;

import java.io.IOException;

/** A journal that this program must not touch: of another format version, or no journal at all. Says what to do. */
public final class JournalRefused extends IOException {
    private static final long serialVersionUID = 1L;

    JournalRefused(final String sentence) {
        super(sentence);
    }
}
