// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

/**
 * How large the pages of a dump are, beside the bytes that a tool can receive.
 *
 * @param entriesPerPage the most entries on one page
 */
record Paging(int entriesPerPage) {
    /** As many as a tool can receive. */
    static final Paging BY_BYTES = new Paging(Integer.MAX_VALUE);

    PageFill begin() {
        return new PageFill(entriesPerPage);
    }
}
