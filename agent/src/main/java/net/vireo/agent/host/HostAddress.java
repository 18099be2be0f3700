// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.util.OptionalInt;
import net.vireo.packet.Ipv4Address;

/**
 * The link-local address by which the host of a node knows a guest: made from the number of its vif, so that nobody has to
 * remember it. Means something on this node only. Any thread.
 */
public final class HostAddress {
    /** What instances ask for their metadata; the host appears to guests under it too. */
    public static final int METADATA = 0xa9fe_a9fe;

    /** The virtual router, as the host's next hop to guests. */
    public static final int ROUTER = 0xa9fe_0001;

    /** All of them: 169.254.0.0/16. */
    public static final int NETWORK = 0xa9fe_0000;

    /** Length of the prefix of {@link #NETWORK}. */
    public static final int NETWORK_LENGTH = 16;

    /** Before it are the node's own. */
    private static final int FIRST_VIF = 3;

    /** From here on addresses are those of services. */
    private static final int END_VIF = 0xa000;

    private HostAddress() {}

    /** The address of a vif's guest; empty for vifs that have none, those from 40,960 on. */
    public static OptionalInt of(final int vif) {
        return vif >= FIRST_VIF && vif < END_VIF ? OptionalInt.of(NETWORK | vif) : OptionalInt.empty();
    }

    /** The vif whose guest has an address; empty for addresses that are no guest's. */
    public static OptionalInt vifOf(final int address) {
        final int vif = address & 0xffff;
        return Ipv4Address.isLinkLocal(address) && of(vif).isPresent() ? OptionalInt.of(vif) : OptionalInt.empty();
    }
}
