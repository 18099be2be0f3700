// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.SandeshObject;

/** A page of a dump while entries are put on it, up to its bytes and to a number of entries. */
final class PageFill {
    private final DumpPage page = new DumpPage();
    private int entriesLeft;

    PageFill(final int entries) {
        entriesLeft = entries;
    }

    /** Adds an entry; false when it does not fit: stop, there is more to come. */
    boolean offer(final SandeshObject<?>... entry) {
        if (entriesLeft == 0) {
            page.more();
            return false;
        }
        entriesLeft--;
        return page.offer(entry);
    }

    DumpPage page() {
        return page;
    }
}
