// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import java.util.Map;

/** A state of a node, as a test has the API tell it. */
interface Shown {
    /** As {@code /snapshot} answers. */
    Map<String, Object> snapshot(String node, long sequence, long atEpochMs);

    /** As {@code /doctor} answers. */
    Object findings();
}
