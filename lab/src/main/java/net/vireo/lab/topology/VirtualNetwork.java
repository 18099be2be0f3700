// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

/**
 * A tenant's network.
 *
 * @param name for example {@code red}
 * @param prefix its IPv4 prefix; another network may have the same
 * @param prefixLength of the prefix
 */
public record VirtualNetwork(String name, int prefix, int prefixLength) {}
