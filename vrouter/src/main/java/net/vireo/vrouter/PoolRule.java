// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.table.Settings;

/**
 * How large the packet memory has to be (deck p145): as many buffers as can be away at once before something else than the
 * pool is the limit, so that whoever is too slow drops under its own name, and "no mbufs" stays zero. Buffers are not held by
 * descriptors here, as in Contrail: guests' rings and AF_XDP frames are memory of their own, packets are copied once.
 *
 * @param lcores that forward
 * @param rxQueues of all interfaces together, in use
 * @param rings between lcores
 */
public record PoolRule(int lcores, int rxQueues, RingSizes rings) {
    /** What a queue that takes long packets has ready for the next one. */
    private static final int LARGE_PER_QUEUE = 1;

    private static final int CACHED_PER_LCORE = 256;
    private static final int BATCH = 64;

    /** A cache that is filled while another one is not yet emptied, and replication: as Contrail, twice. */
    private static final int WORK_FACTOR = 2;

    /** Interfaces that have one lcore to send: the host's and the agent's. */
    private static final int OWNED_INTERFACES = 2;

    private static final int WAITING_PER_FLOW = 3;
    private static final int LARGE_ON_THE_WAY = 64;
    private static final int STEP = 1024;
    private static final int LEAST_SMALL = 8192;
    private static final int LEAST_LARGE = 512;

    /** Contrail's default, and the least that its guide asks for (sheet vrouter-dataplane 7.3). */
    private static final long CONTRAIL_LEAST = 16_384;

    private static final long CONTRAIL_SMALL_POOL = 131_072;
    private static final int CONTRAIL_SOCKET_MB = 1024;

    public PoolRule {
        if (lcores < 1 || rxQueues < 1) {
            throw new IllegalArgumentException("lcores and queues must be 1 or more: " + lcores + ", " + rxQueues);
        }
    }

    /** Where buffers of 2 KB can be, and how many there. */
    public Map<String, Integer> smallTerms() {
        final Map<String, Integer> terms = new LinkedHashMap<>();
        terms.put(
                "lcores' caches, bursts and batches, twice",
                WORK_FACTOR * lcores * (CACHED_PER_LCORE + Tuning.MAX_BURST_PACKETS + BATCH));
        terms.put("a full ring to each lcore that processes", lcores > 1 ? lcores * rings.receivePackets() : 0);
        terms.put(
                "a full ring to the lcores that send for vhost0 and pkt0",
                lcores > 1 ? OWNED_INTERFACES * rings.transmitPackets() : 0);
        terms.put("packets that wait for a verdict on their flow", Settings.DEFAULT.flowHoldLimit() * WAITING_PER_FLOW);
        return terms;
    }

    /** Where buffers of 64 KB can be, and how many there. */
    public Map<String, Integer> largeTerms() {
        final Map<String, Integer> terms = new LinkedHashMap<>();
        terms.put("ready at each receive queue", rxQueues * LARGE_PER_QUEUE);
        terms.put("long packets on their way, by lcore", lcores * LARGE_ON_THE_WAY);
        return terms;
    }

    /** What the data plane takes when nobody says otherwise: the sums in whole 1024s, and not less than a floor. */
    public PacketPool.Sizes sizes() {
        return new PacketPool.Sizes(
                Math.max(LEAST_SMALL, Math.ceilDiv(sum(smallTerms()), STEP) * STEP),
                Math.max(LEAST_LARGE, sum(largeTerms())));
    }

    /** The fewest buffers of 2 KB with which every lcore can work at all. */
    public static int leastSmall(final int lcores, final int burstPackets) {
        return WORK_FACTOR * lcores * burstPackets;
    }

    /**
     * Contrail's rule for its mempool, where each descriptor of the card holds a buffer.
     *
     * @param ports members of the fabric's bond
     */
    public static long contrailBuffers(
            final int rxDescriptors, final int txDescriptors, final int lcores, final int ports) {
        return Math.max(CONTRAIL_LEAST, 2L * (rxDescriptors + txDescriptors) * lcores * ports);
    }

    /** Contrail's rule for {@code --socket-mem}, MB for each NUMA node. */
    public static int contrailSocketMb(final long buffers) {
        return buffers > CONTRAIL_SMALL_POOL ? 2 * CONTRAIL_SOCKET_MB : CONTRAIL_SOCKET_MB;
    }

    private static int sum(final Map<String, Integer> terms) {
        return terms.values().stream().mapToInt(Integer::intValue).sum();
    }
}
