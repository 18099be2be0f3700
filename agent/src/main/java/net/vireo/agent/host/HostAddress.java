// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.cli.text.IpPrefix;
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

    /** Before it are the node's own. */
    private static final int FIRST_VIF = 3;

    /** From here on addresses are those of services, of the host's own cloud too. */
    private static final int END_VIF = 0xa000;

    private static final int LINK_LOCAL = 0xa9fe_0000;

    /** All guests' addresses: 169.254.0.0/17 and 169.254.128.0/19, and so no service's. */
    static final List<IpPrefix> GUESTS = List.of(IpPrefix.ipv4(LINK_LOCAL, 17), IpPrefix.ipv4(LINK_LOCAL | 0x8000, 19));

    private HostAddress() {}

    /** The address of a vif's guest; empty for vifs that have none, those from 40,960 on. */
    public static OptionalInt of(final int vif) {
        return vif >= FIRST_VIF && vif < END_VIF ? OptionalInt.of(LINK_LOCAL | vif) : OptionalInt.empty();
    }

    /** The vif whose guest has an address; empty for addresses that are no guest's. */
    public static OptionalInt vifOf(final int address) {
        final int vif = address & 0xffff;
        return Ipv4Address.isLinkLocal(address) && of(vif).isPresent() ? OptionalInt.of(vif) : OptionalInt.empty();
    }

    /** The guest that comes from an address, which flows alone give; empty for everybody else. */
    static Optional<OperPort> guest(final InetAddress remote, final OperState state) {
        if (!(remote instanceof Inet4Address)) {
            return Optional.empty();
        }
        final OptionalInt vif = vifOf(ByteBuffer.wrap(remote.getAddress()).getInt());
        return vif.isEmpty() ? Optional.empty() : state.portAt(vif.getAsInt());
    }

    /** An address as sockets have it. */
    static InetAddress socket(final int address) throws IOException {
        return InetAddress.getByAddress(
                ByteBuffer.allocate(Integer.BYTES).putInt(address).array());
    }
}
