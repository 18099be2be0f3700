// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.function.BooleanSupplier;
import net.vireo.port.Port;

/**
 * One link of a bond.
 *
 * @param port moves its frames
 * @param carrier whether the link passes frames now; asked by one thread at a time
 */
record BondMember(Port port, BooleanSupplier carrier) {}
