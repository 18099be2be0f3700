// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import net.vireo.port.Port;
import net.vireo.port.pool.PacketPool;

/** Stand-in. */
record TestHash(int seed) implements TupleHash {
    static RssPort port(final Port device, final PacketPool pool, final int queues, final int ringPackets) {
        final RssControl control =
                new RssControl(queues, Indirection.DEFAULT_ENTRIES, new byte[40], key -> new TestHash(key[0]));
        return new RssPort(device, pool, control, ringPackets);
    }

    private int mix(final long a, final long b) {
        long h = (a ^ seed) * 0x9e37_79b9_7f4a_7c15L + b;
        h = (h ^ h >>> 29) * 0xbb67_ae85_84ca_a73bL;
        return (int) (h >>> 32);
    }

    @Override
    public int ipv4(final long addresses) {
        return mix(addresses, 0);
    }

    @Override
    public int ipv4(final long addresses, final int ports) {
        return mix(addresses, ports);
    }

    @Override
    public int ipv6(final long a, final long b, final long c, final long d) {
        return mix(a ^ b, c ^ d);
    }

    @Override
    public int ipv6(final long a, final long b, final long c, final long d, final int ports) {
        return mix(a ^ b ^ ports, c ^ d);
    }
}
