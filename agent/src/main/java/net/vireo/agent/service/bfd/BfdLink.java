// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.agent.service.Udp6Packet;
import net.vireo.packet.Ipv6Address;
import net.vireo.packet.UdpPort;

/** Between whom a session is: our address, and a guest's on an interface. */
public sealed interface BfdLink {
    /** Proves that no router was passed (RFC 5881 5). */
    int TTL = 255;

    /** The guest's interface. */
    int vif();

    /** The frame that carries a packet to the guest. */
    Bytes frame(int sourcePort, Bytes packet);

    /**
     * Over IPv4.
     *
     * @param local from which address and MAC we speak
     * @param remote the guest's
     */
    record Over4(int vif, long localMac, int local, long remoteMac, int remote) implements BfdLink {
        @Override
        public Bytes frame(final int sourcePort, final Bytes packet) {
            return new Udp4Packet(remoteMac, localMac, local, remote, sourcePort, UdpPort.BFD, packet).toFrame(TTL);
        }
    }

    /** Over IPv6; as {@link Over4}. */
    record Over6(int vif, long localMac, Ipv6Address local, long remoteMac, Ipv6Address remote) implements BfdLink {
        @Override
        public Bytes frame(final int sourcePort, final Bytes packet) {
            return new Udp6Packet(remoteMac, localMac, local, remote, sourcePort, UdpPort.BFD, packet).toFrame(TTL);
        }
    }
}
