// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import net.vireo.port.Port;

/**
 * A link of the kernel's that is to be a member of a bond.
 *
 * @param port moves its frames; the bond closes it
 * @param linkIndex of the link, in the network namespace of the thread that opens the bond
 */
public record BondLink(Port port, int linkIndex) {}
