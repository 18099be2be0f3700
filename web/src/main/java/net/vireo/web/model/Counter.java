// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * A count and how fast it grows.
 *
 * @param packets since the start
 * @param pps a second
 */
public record Counter(long packets, long pps) {
    /** Nothing. */
    public static final Counter NONE = new Counter(0, 0);
}
