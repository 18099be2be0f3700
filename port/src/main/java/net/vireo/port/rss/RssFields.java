// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a frame is hashed, as a sum of bits with the values of virtio-net (OASIS virtio 1.2, 5.1.6.4.3.1). A TCP
 * packet is hashed over addresses and ports where TCP's bit is set and the packet is no fragment, else over addresses
 * where its IP version's bit is set, else not at all; a UDP packet likewise.
 */
public final class RssFields {
    public static final int IPV4 = 1;
    public static final int TCP4 = 1 << 1;
    public static final int UDP4 = 1 << 2;
    public static final int IPV6 = 1 << 3;
    public static final int TCP6 = 1 << 4;
    public static final int UDP6 = 1 << 5;

    /** What Contrail asks of its cards: IP, UDP and TCP (sheet vrouter-dataplane 3.4). */
    public static final int ALL = (1 << 6) - 1;

    private static final List<String> NAMES = List.of("ipv4", "tcp4", "udp4", "ipv6", "tcp6", "udp6");

    private RssFields() {}

    /** The names of the bits in a sum, in the bits' order. */
    public static List<String> names(final int fields) {
        final List<String> names = new ArrayList<>();
        for (int bit = 0; bit < NAMES.size(); bit++) {
            if ((fields & 1 << bit) != 0) {
                names.add(NAMES.get(bit));
            }
        }
        return names;
    }

    /**
     * The sum of named bits.
     *
     * @throws IllegalArgumentException with the names there are, when one is unknown
     */
    public static int parse(final List<String> names) {
        int fields = 0;
        for (final String name : names) {
            final int bit = NAMES.indexOf(name);
            if (bit < 0) {
                throw new IllegalArgumentException("hash field \"" + name + "\": expected one of " + NAMES);
            }
            fields |= 1 << bit;
        }
        return fields;
    }
}
