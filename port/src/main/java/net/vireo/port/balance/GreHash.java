// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Gre;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Mpls;
import net.vireo.port.rss.FrameHash;

/** The hash of the IP packet inside MPLS over GRE. Any thread, allocates nothing. */
final class GreHash {
    private final FrameHash inner;

    GreHash(final FrameHash inner) {
        this.inner = inner;
    }

    /** @return 32 unsigned bits, or {@link FrameHash#UNHASHED} for anything else, fragments of the tunnel included */
    long of(final long frame, final int lengthBytes) {
        final int headerBytes = Ethernet.check(frame, lengthBytes);
        if (headerBytes < 0 || Ethernet.payloadType(frame, headerBytes) != EtherType.IPV4) {
            return FrameHash.UNHASHED;
        }
        final long ip = Memory.base(frame + headerBytes);
        final int ipHeaderBytes = Ipv4.check(ip, lengthBytes - headerBytes);
        if (ipHeaderBytes < 0 || (Ipv4.life(ip) >>> 16 & 0xff) != IpProtocol.GRE || Ipv4.isFragmentOf(Ipv4.head(ip))) {
            return FrameHash.UNHASHED;
        }
        return ofGre(Memory.base(ip + ipHeaderBytes), Ipv4.totalLengthBytes(ip) - ipHeaderBytes);
    }

    private long ofGre(final long gre, final int lengthBytes) {
        final int headerBytes = Gre.check(gre, lengthBytes);
        if (headerBytes < 0 || Gre.protocol(gre) != EtherType.MPLS) {
            return FrameHash.UNHASHED;
        }
        final long stack = Memory.base(gre + headerBytes);
        final int stackBytes = Mpls.stackBytes(stack, lengthBytes - headerBytes);
        return stackBytes < 0
                ? FrameHash.UNHASHED
                : inner.ofPacket(Memory.base(stack + stackBytes), lengthBytes - headerBytes - stackBytes);
    }
}
