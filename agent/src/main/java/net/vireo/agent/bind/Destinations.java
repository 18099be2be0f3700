// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.nio.ByteBuffer;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ipv6Address;

/** Where guests' packets go to, as far as the services ask. Every length is doubted. */
final class Destinations {
    private static final int TYPE_OFFSET = 12;
    private static final int IP_OFFSET = 14;
    private static final int ADDRESS4_OFFSET = IP_OFFSET + 16;
    private static final int ADDRESS6_OFFSET = IP_OFFSET + 24;
    private static final int ADDRESS6_BYTES = 16;

    private Destinations() {}

    /** Whether a frame holds IP for one of the node's addresses in the guest's network. */
    static boolean isServiceAddress(final BoundGuest guest, final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        if (frame.length < ADDRESS4_OFFSET + Integer.BYTES) {
            return false;
        }
        return switch (bytes.getShort(TYPE_OFFSET) & 0xffff) {
            case EtherType.IPV4 -> guest.isServiceAddress(bytes.getInt(ADDRESS4_OFFSET));
            case EtherType.IPV6 ->
                frame.length >= ADDRESS6_OFFSET + ADDRESS6_BYTES
                        && guest.isServiceAddress(new Ipv6Address(
                                bytes.getLong(ADDRESS6_OFFSET), bytes.getLong(ADDRESS6_OFFSET + Long.BYTES)));
            default -> false;
        };
    }
}
