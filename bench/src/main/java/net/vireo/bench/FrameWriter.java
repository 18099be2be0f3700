// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Writes a scene's frames into packets of a pool, anew for each burst, since the graph changes them in place. Flows come
 * in random order, a million packets until the order repeats: with many flows nearly every packet is of one that has not
 * been seen for long. One thread.
 */
final class FrameWriter {
    private static final int TEMPLATE_BYTES = 128;
    private static final int ORDER = 1 << 20;

    private final PacketPool pool;
    private final int lengthBytes;

    /** Where the guest's port is in a frame. */
    private final int portOffset;

    private final MemorySegment templateMemory = Arena.ofAuto().allocate(Scene.FAR_GUESTS * TEMPLATE_BYTES, 64);
    private final long templates = Memory.base(templateMemory.address());
    private final int[] order;
    private int next;

    /** In random order. */
    FrameWriter(final PacketPool pool, final Scene scene) {
        this(pool, scene, shuffled(scene.flows()));
    }

    /** @param order which flows the frames are of, a power of two of them, over and over again */
    FrameWriter(final PacketPool pool, final Scene scene, final int[] order) {
        this.pool = pool;
        this.order = order;
        final byte[][] frames = BenchFrames.of(scene);
        lengthBytes = frames[0].length;
        portOffset =
                scene.toFabric() ? BenchFrames.SOURCE_PORT_OFFSET : lengthBytes - BenchFrames.DESTINATION_PORT_FROM_END;
        for (int i = 0; i < frames.length; i++) {
            Memory.copyIn(frames[i], 0, templates + (long) i * TEMPLATE_BYTES, frames[i].length);
        }
    }

    private static int[] shuffled(final int flows) {
        final int[] order = new int[ORDER];
        final Random random = new Random(42);
        for (int i = 0; i < ORDER; i++) {
            order[i] = random.nextInt(flows);
        }
        return order;
    }

    /** Takes packets from a cache and writes frames into them. @return how many: fewer than asked for when it is empty */
    int fill(final PoolCache cache, final long[] packets, final int count) {
        for (int i = 0; i < count; i++) {
            final long packet = cache.takeSmall();
            if (packet == PoolCache.NONE) {
                return i;
            }
            packets[i] = PacketRef.resized(packet, PacketRef.offset(packet), lengthBytes);
            final int flow = order[next];
            next = next + 1 & order.length - 1;
            write(
                    Memory.base(pool.dataAddress(packet)),
                    Memory.base(templates + (long) Scene.farGuest(flow) * TEMPLATE_BYTES),
                    Scene.guestPort(flow));
        }
        return count;
    }

    private void write(final long to, final long from, final int port) {
        for (int at = 0; at < lengthBytes; at += Long.BYTES) {
            Memory.putLong(to + at, Memory.getLong(from + at));
        }
        Memory.putShortBe(to + portOffset, (short) port);
    }
}
