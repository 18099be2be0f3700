// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.igmp;

import net.vireo.packet.Ipv4Address;
import net.vireo.packet.Ipv6Address;

/** A multicast group of either family. */
public sealed interface Group {
    /** An IPv4 group. */
    record Group4(int address) implements Group {
        @Override
        public boolean isForwarded() {
            // 224.0.0.0/24 stays on the link, and everybody hears it (RFC 4541 2.1.2).
            return Ipv4Address.isMulticast(address) && address >>> 8 != 0xe00000;
        }

        @Override
        public long mac() {
            // RFC 1112 6.4. Who shares a MAC with 224.0.0.0/24 is flooded with it.
            final int low = address & 0x7f_ffff;
            return low >>> 8 == 0 ? 0 : 0x0100_5e00_0000L | low;
        }

        @Override
        public String toString() {
            return Ipv4Address.format(address);
        }
    }

    /** An IPv6 group. */
    record Group6(Ipv6Address address) implements Group {
        @Override
        public boolean isForwarded() {
            // Scopes of interface and link stay there (RFC 4291 2.7).
            return Ipv6Address.isMulticast(address.high()) && (address.high() >>> 48 & 0xf) > 2;
        }

        @Override
        public long mac() {
            return Ipv6Address.multicastMac(address.low());
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** Whether membership decides who gets its packets; false also for what is no group at all. */
    boolean isForwarded();

    /** The MAC of its frames; 0 when it is one that everybody on the link gets. */
    long mac();
}
