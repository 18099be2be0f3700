// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.Optional;
import net.vireo.port.bond.BondSpec;

/**
 * What stands between the fabric's vif and its links.
 *
 * @param rss whether flows are spread over lcores by receive side scaling in software
 * @param bond the links behind a vif with the bond's name
 */
public record FabricOptions(boolean rss, Optional<BondSpec> bond) {
    /** One link, spread by the kernel's fanout. */
    public static final FabricOptions NONE = new FabricOptions(false, Optional.empty());
}
