// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import net.vireo.port.log.LimitedLog;
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
    private static final LimitedLog LOG = new LimitedLog(RoutePage.class);

    private final PageFill page;
    private final long markerHigh;
    private final long markerLow;
    private final List<VrRoute> group = new ArrayList<>();
    private long groupHigh;
    private long groupLow;
    private int usedBytes;
    private boolean advanced;
    private boolean full;

    /** @param markerHigh the two halves of the prefix that the page begins after */
    RoutePage(final PageFill page, final long markerHigh, final long markerLow) {
        this.page = page;
        this.markerHigh = markerHigh;
        this.markerLow = markerLow;
    }

    /** Takes the next route in order; false when the page is full. */
    boolean add(final long high, final long low, final VrRoute route) {
        if ((high != groupHigh || low != groupLow) && !group.isEmpty()) {
            flush();
        }
        groupHigh = high;
        groupLow = low;
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
        if (!fits(objects)) {
            full = true;
            if (advanced) {
                page.page().more();
            } else {
                part(objects);
            }
        } else if (page.offer(objects)) {
            advanced |= beyondMarker();
        } else {
            full = true;
        }
    }

    /** Puts on the page what fits of a group that is longer than the rest of it. */
    private void part(final SandeshObject<?>... objects) {
        for (final SandeshObject<?> object : objects) {
            if (!fits(object)) {
                break;
            }
            page.offer(object);
            advanced |= beyondMarker();
        }
        if (advanced) {
            page.page().more();
        } else {
            // All lengths of one prefix, 0.0.0.0/0 to /32 or the IPv6 ones: the client could not ask for more than this
            // page again and again.
            LOG.log(Level.WARNING, "a dump of routes ends early: one prefix fills a page");
        }
    }

    private boolean beyondMarker() {
        return groupHigh != markerHigh || groupLow != markerLow;
    }

    private boolean fits(final SandeshObject<?>... objects) {
        final int bytes = ObjectWriter.encode(objects).length;
        if (usedBytes + bytes > DumpPage.LIMIT_BYTES) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }
}
