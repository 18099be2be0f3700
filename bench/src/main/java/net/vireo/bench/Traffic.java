// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import net.vireo.linux.memory.Memory;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketRef;

/**
 * Sends bursts of a scene's frames and takes what comes out. The frames' bytes are written anew for each burst, since
 * the graph changes them in place. Flows come in random order, a million packets until the order repeats: with many
 * flows nearly every packet is of one that has not been seen for long.
 */
final class Traffic {
    private static final int TEMPLATE_BYTES = 128;
    private static final int ORDER = 1 << 20;

    private final GraphWorld world;
    private final TxQueue into;
    private final RxQueue outOf;
    private final int lengthBytes;

    /** Where the guest's port is in a frame. */
    private final int portOffset;

    private final MemorySegment templateMemory = Arena.ofAuto().allocate(Scene.FAR_GUESTS * TEMPLATE_BYTES, 64);
    private final long templates = Memory.base(templateMemory.address());
    private final long[] burst = new long[GraphWorld.BURST];
    private final int[] order = new int[ORDER];
    private int next;

    private Traffic(
            final GraphWorld world,
            final TxQueue into,
            final RxQueue outOf,
            final byte[][] frames,
            final int portOffset,
            final int flows) {
        this.world = world;
        this.into = into;
        this.outOf = outOf;
        this.portOffset = portOffset;
        lengthBytes = frames[0].length;
        for (int i = 0; i < frames.length; i++) {
            Memory.copyIn(frames[i], 0, templates + (long) i * TEMPLATE_BYTES, frames[i].length);
        }
        final Random random = new Random(42);
        for (int i = 0; i < ORDER; i++) {
            order[i] = random.nextInt(flows);
        }
    }

    /** The traffic of a scene. */
    static Traffic of(final GraphWorld world, final Scene scene) {
        final byte[][] frames = BenchFrames.of(scene);
        return scene.toFabric()
                ? new Traffic(
                        world,
                        world.guestSends,
                        world.fabricReceives,
                        frames,
                        BenchFrames.SOURCE_PORT_OFFSET,
                        scene.flows())
                : new Traffic(
                        world,
                        world.fabricSends,
                        world.guestReceives,
                        frames,
                        frames[0].length - BenchFrames.DESTINATION_PORT_FROM_END,
                        scene.flows());
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
        for (int i = 0; i < GraphWorld.BURST; i++) {
            final long packet = world.peerCache.takeSmall();
            burst[i] = PacketRef.resized(packet, PacketRef.offset(packet), lengthBytes);
            final int flow = order[next + i];
            write(
                    Memory.base(world.pool.dataAddress(packet)),
                    Memory.base(templates + (long) Scene.farGuest(flow) * TEMPLATE_BYTES),
                    Scene.guestPort(flow));
        }
        next = next + GraphWorld.BURST & ORDER - 1;
    }

    private void write(final long to, final long from, final int port) {
        for (int at = 0; at < lengthBytes; at += Long.BYTES) {
            Memory.putLong(to + at, Memory.getLong(from + at));
        }
        Memory.putShortBe(to + portOffset, (short) port);
    }

    private int take(final RxQueue from) {
        final int count = from.receive(world.peerCache, burst, GraphWorld.BURST);
        for (int i = 0; i < count; i++) {
            world.peerCache.free(burst[i]);
        }
        return count;
    }
}
