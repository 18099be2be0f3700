// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * One of the counters that a packet passes on its way, by the name that is printed on it.
 *
 * @param known false where nobody counts it: a card's own counters of a device that is none
 */
public record Rail(String name, Counter counter, boolean known) {}
