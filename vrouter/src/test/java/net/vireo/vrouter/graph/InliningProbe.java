// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.syn;

import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketRef;

/** What {@link InliningTest} runs in a JVM of its own: both directions, until the nodes are compiled. */
public final class InliningProbe {
    private static final int ROUNDS = 25_000;
    private static final int OVERLAY_ROUNDS = 10_000;

    private InliningProbe() {}

    /** Runs the traffic. */
    public static void main(final String[] arguments) {
        final byte[][] fromGuest = {
            OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()),
            OneNode.fromGuest(OneNode.NEIGHBOUR, 64, 17, OneNode.payload()),
            OneNode.fromGuest(FAR_GUEST, 64, 6, syn(GUEST, FAR_GUEST, 1460)),
        };
        final byte[][] fromFabric = {
            OneNode.tunnelled(OneNode.inner(0, 17, OneNode.payload())),
            OneNode.tunnelled(OneNode.inner(0, 6, syn(FAR_GUEST, GUEST, 1460))),
        };
        try (OneNode lab = new OneNode()) {
            for (int round = 0; round < ROUNDS; round++) {
                run(lab.node, TestNode.RED_VIF, fromGuest);
                run(lab.node, 0, fromFabric);
                lab.node.lcore.cycle();
            }
        }
        overlay();
    }

    /** Every way of {@link Corpus}. */
    private static void overlay() {
        final byte[][] fromGuest = Corpus.fromGuest().toArray(byte[][]::new);
        final byte[][] fromFabric = Corpus.fromFabric().toArray(byte[][]::new);
        try (BridgedNode lab = new BridgedNode()) {
            Corpus.prepare(lab);
            for (int round = 0; round < OVERLAY_ROUNDS; round++) {
                run(lab.node, BridgedNode.A, fromGuest);
                run(lab.node, 0, fromFabric);
                lab.node.lcore.cycle();
            }
        }
    }

    private static void run(final TestNode node, final int vif, final byte[][] frames) {
        final long[] burst = new long[frames.length];
        for (int i = 0; i < frames.length; i++) {
            final long packet = node.cache.takeSmall();
            burst[i] = PacketRef.resized(packet, PacketRef.offset(packet), frames[i].length);
            Memory.copyIn(frames[i], 0, node.pool.dataAddress(burst[i]), frames[i].length);
        }
        node.graph.run(vif, burst, frames.length);
    }
}
