// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.filter;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.vrouter.trace.PacketMatch;

/**
 * Which packets are meant, as a person writes it: {@code tcp dst port 80 and not net 10.0.0.0/8}. The words are a part of
 * tcpdump's: {@code ip ip6 arp tcp udp icmp icmp6}, {@code proto N}, {@code host}, {@code net} and {@code port} with or
 * without {@code src} or {@code dst}, {@code and or not} and brackets. A packet is meant when its own headers are, or those
 * of the packet in its tunnel. Immutable.
 */
public final class PacketFilter implements PacketMatch {
    private static final int MAX_LENGTH = 512;

    private final PacketTest test;

    private PacketFilter(final PacketTest test) {
        this.test = test;
    }

    /**
     * Reads a filter.
     *
     * @throws FilterError a sentence with the place where it goes wrong
     */
    public static PacketFilter parse(final String text) {
        if (text.length() > MAX_LENGTH) {
            throw new FilterError(MAX_LENGTH, "the filter is longer than " + MAX_LENGTH + " letters");
        }
        return new PacketFilter(new FilterParser(text).parse());
    }

    @Override
    public boolean matches(final long address, final int lengthBytes) {
        return frame(address, lengthBytes, true);
    }

    private boolean frame(final long address, final int lengthBytes, final boolean open) {
        final long base = Memory.base(address);
        final int headerBytes = Tunnels.ethernet(base, lengthBytes);
        if (headerBytes < 0) {
            return false;
        }
        return layer(Ethernet.payloadType(base, headerBytes), base + headerBytes, lengthBytes - headerBytes, open);
    }

    private boolean layer(final int type, final long p, final int lengthBytes, final boolean open) {
        if (test.holds(type, p, lengthBytes)) {
            return true;
        }
        final int offset = open && type == EtherType.IPV4 ? Tunnels.offset(p, lengthBytes) : Tunnels.NONE;
        if (offset == Tunnels.NONE || offset >= lengthBytes) {
            return false;
        }
        final int inner = Tunnels.type(p + offset, lengthBytes - offset);
        return inner == Tunnels.NONE
                ? frame(p + offset, lengthBytes - offset, false)
                : layer(inner, p + offset, lengthBytes - offset, false);
    }
}
