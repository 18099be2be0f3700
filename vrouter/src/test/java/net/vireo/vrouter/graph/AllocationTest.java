// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.syn;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.Test;

/** The data path allocates nothing, on the common ways and on the rare ones. */
class AllocationTest {
    private static final int WARM_UP_ROUNDS = 3000;
    private static final int ROUNDS = 2000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingPerPacket() {
        try (OneNode lab = new OneNode()) {
            final byte[][] frames = {
                OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()),
                OneNode.fromGuest(OneNode.NEIGHBOUR, 64, 17, OneNode.payload()),
                OneNode.fromGuest(FAR_GUEST, 64, 6, syn(GUEST, FAR_GUEST, 1460)),
                OneNode.fromGuest(ipv4(0, 0x4000, 64, 17, GUEST, FAR_GUEST, new byte[1480])),
                ethernet(Frames.BROADCAST, GUEST_MAC, 0x0806, arp(1, GUEST_MAC, GUEST, 0, FAR_GUEST)),
                OneNode.fromGuest(FAR_GUEST, 1, 17, OneNode.payload()),
            };
            final long[] burst = new long[frames.length];
            rounds(lab, frames, burst, WARM_UP_ROUNDS);
            final long thread = Thread.currentThread().threadId();
            final long before = threads.getThreadAllocatedBytes(thread);
            rounds(lab, frames, burst, ROUNDS);
            final long bytes = threads.getThreadAllocatedBytes(thread) - before;
            // The measurement itself may allocate once; a byte per packet would be 12 000.
            assertThat(bytes).isLessThan(1000);
        }
    }

    /** Every way of {@link Corpus}; all ports' rings fill up, so that full ones are among the ways. */
    @Test
    void shouldAllocateNothingOnTheWaysOfABridgedNetwork() {
        try (BridgedNode lab = new BridgedNode()) {
            Corpus.prepare(lab);
            final byte[][] guest = Corpus.fromGuest().toArray(byte[][]::new);
            final byte[][] fabric = Corpus.fromFabric().toArray(byte[][]::new);
            final long[] burst = new long[Packets.BURST];
            overlay(lab, guest, fabric, burst, WARM_UP_ROUNDS);
            final long thread = Thread.currentThread().threadId();
            final long before = threads.getThreadAllocatedBytes(thread);
            overlay(lab, guest, fabric, burst, ROUNDS);
            final long bytes = threads.getThreadAllocatedBytes(thread) - before;
            // Code that is compiled anew is interpreted for some packets, and allocates there; one small object on one
            // way
            // would be 16 bytes in each round.
            assertThat(bytes).isLessThan(16 * ROUNDS / 2);
        }
    }

    private static void overlay(
            final BridgedNode lab, final byte[][] guest, final byte[][] fabric, final long[] burst, final int rounds) {
        for (int round = 0; round < rounds; round++) {
            run(lab.node, BridgedNode.A, guest, burst);
            run(lab.node, BridgedNode.B, guest, burst);
            run(lab.node, 0, fabric, burst);
        }
    }

    private static void run(final TestNode node, final int vif, final byte[][] frames, final long[] burst) {
        for (int i = 0; i < frames.length; i++) {
            final long packet = node.cache.takeSmall();
            burst[i] = PacketRef.resized(packet, PacketRef.offset(packet), frames[i].length);
            Memory.copyIn(frames[i], 0, node.pool.dataAddress(burst[i]), frames[i].length);
        }
        node.graph.run(vif, burst, frames.length);
        node.lcore.cycle();
    }

    private static void rounds(final OneNode lab, final byte[][] frames, final long[] burst, final int count) {
        final PoolCache cache = lab.node.cache;
        for (int round = 0; round < count; round++) {
            for (int i = 0; i < frames.length; i++) {
                final long packet = cache.takeSmall();
                burst[i] = PacketRef.resized(packet, PacketRef.offset(packet), frames[i].length);
                Memory.copyIn(frames[i], 0, lab.node.pool.dataAddress(burst[i]), frames[i].length);
            }
            lab.node.graph.run(TestNode.RED_VIF, burst, frames.length);
            lab.node.lcore.cycle();
        }
    }
}
