// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;

/** Sends bursts of a scene's frames and takes what comes out. */
final class Traffic {
    private final GraphWorld world;
    private final TxQueue into;
    private final RxQueue outOf;
    private final FrameWriter frames;
    private final long[] burst = new long[GraphWorld.BURST];

    private Traffic(final GraphWorld world, final Scene scene, final TxQueue into, final RxQueue outOf) {
        this.world = world;
        this.into = into;
        this.outOf = outOf;
        frames = new FrameWriter(world.pool, scene);
    }

    /** The traffic of a scene. */
    static Traffic of(final GraphWorld world, final Scene scene) {
        return scene.toFabric()
                ? new Traffic(world, scene, world.guestSends, world.fabricReceives)
                : new Traffic(world, scene, world.fabricSends, world.guestReceives);
    }

    /** Puts a burst in the ring. */
    void send() {
        fill();
        into.transmit(world.peerCache, burst, GraphWorld.BURST);
    }

    /** Takes what came out. @return how many packets */
    int drain() {
        return take(outOf);
    }

    /** Puts a burst straight into a ring and takes it out of it again: what the harness itself costs. */
    int loop(final TxQueue ring, final RxQueue end) {
        fill();
        ring.transmit(world.peerCache, burst, GraphWorld.BURST);
        return take(end);
    }

    private void fill() {
        if (frames.fill(world.peerCache, burst, GraphWorld.BURST) < GraphWorld.BURST) {
            throw new IllegalStateException("the pool is empty");
        }
    }

    private int take(final RxQueue from) {
        final int count = from.receive(world.peerCache, burst, GraphWorld.BURST);
        for (int i = 0; i < count; i++) {
            world.peerCache.free(burst[i]);
        }
        return count;
    }
}
