// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.ArrayList;
import java.util.List;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.VrRoute;

/**
 * A page of a route dump. The original tool asks for the next page by the last prefix alone, without its length, so
 * routes with the same prefix are put on one page together; they are parted only when a page would not get further than
 * the marker it began with.
 */
final class RoutePage {
    private final PageFill page;
    private final int marker;
    private final List<VrRoute> group = new ArrayList<>();
    private int groupPrefix;
    private int usedBytes;
    private boolean advanced;
    private boolean full;

    RoutePage(final PageFill page, final int marker) {
        this.page = page;
        this.marker = marker;
    }

    /** Takes the next route in order; false when the page is full. */
    boolean add(final int prefix, final VrRoute route) {
        if (prefix != groupPrefix && !group.isEmpty()) {
            flush();
        }
        groupPrefix = prefix;
        group.add(route);
        return !full;
    }

    /** The page, after the last route or after {@link #add} answered false. */
    DumpPage end() {
        if (!full && !group.isEmpty()) {
            flush();
        }
        return page.page();
    }

    private void flush() {
        final SandeshObject<?>[] objects = group.toArray(SandeshObject<?>[]::new);
        group.clear();
        final int groupBytes = ObjectWriter.encode(objects).length;
        if (usedBytes + groupBytes <= DumpPage.LIMIT_BYTES) {
            full = !page.offer(objects);
            usedBytes += groupBytes;
            advanced |= groupPrefix != marker;
        } else if (advanced) {
            full = true;
            page.page().more();
        } else {
            for (final SandeshObject<?> object : objects) {
                full |= !page.offer(object);
            }
        }
    }
}
