// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

/**
 * A prefix as {@link net.vireo.vrouter.table.Route} has it.
 *
 * @param high first half of its first address
 * @param low second half
 * @param length in bits
 */
record RoutePrefix(long high, long low, int length) {}
