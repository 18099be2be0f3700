// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import net.vireo.linux.memory.Memory;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketRef;

/**
 * Sends bursts of one kind of frame and takes what comes out. The frames' bytes are written anew for each burst, since
 * the graph changes them in place; the flows differ in their source ports.
 */
final class Traffic {
    private static final int TEMPLATE_BYTES = 128;

    private final GraphWorld world;
    private final TxQueue into;
    private final RxQueue outOf;
    private final int lengthBytes;
    private final MemorySegment templateMemory = Arena.ofAuto().allocate(GraphWorld.BURST * TEMPLATE_BYTES, 64);
    private final long templates = Memory.base(templateMemory.address());
    private final long[] burst = new long[GraphWorld.BURST];

    private Traffic(final GraphWorld world, final TxQueue into, final RxQueue outOf, final byte[][] frames) {
        this.world = world;
        this.into = into;
        this.outOf = outOf;
        lengthBytes = frames[0].length;
        for (int i = 0; i < frames.length; i++) {
            Memory.copyIn(frames[i], 0, templates + (long) i * TEMPLATE_BYTES, frames[i].length);
        }
    }

    /** 60-byte UDP frames of a guest, to a guest of another node. */
    static Traffic guestToFabric(final GraphWorld world) {
        final byte[][] frames = new byte[GraphWorld.BURST][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = frame(
                    GraphWorld.header(0x0000_5e00_0100L, GraphWorld.GUEST_MAC),
                    ipv4(64, GraphWorld.GUEST_ADDRESS, GraphWorld.FAR_GUEST_ADDRESS + i, udp(1000 + i, 2000, 18)));
        }
        return new Traffic(world, world.guestSends, world.fabricReceives, frames);
    }

    /** The same in a tunnel, for the guest. */
    static Traffic fabricToGuest(final GraphWorld world) {
        final byte[][] frames = new byte[GraphWorld.BURST][];
        for (int i = 0; i < frames.length; i++) {
            final byte[] inner =
                    ipv4(63, GraphWorld.FAR_GUEST_ADDRESS + i, GraphWorld.GUEST_ADDRESS, udp(2000, 1000 + i, 18));
            final byte[] labelled = ByteBuffer.allocate(4 + inner.length)
                    .putInt(GraphWorld.LABEL << 12 | 0x100 | 63)
                    .put(inner)
                    .array();
            final ByteBuffer udp = ByteBuffer.wrap(udp(50_000 + i, 6635, labelled.length));
            udp.position(8).put(labelled);
            frames[i] = frame(
                    GraphWorld.header(GraphWorld.FABRIC_MAC, GraphWorld.REMOTE_MAC),
                    ipv4(64, GraphWorld.REMOTE_ADDRESS, GraphWorld.FABRIC_ADDRESS, udp.array()));
        }
        return new Traffic(world, world.fabricSends, world.guestReceives, frames);
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

    private void write(final long to, final long from) {
        for (int at = 0; at < lengthBytes; at += Long.BYTES) {
            Memory.putLong(to + at, Memory.getLong(from + at));
        }
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
            write(Memory.base(world.pool.dataAddress(packet)), Memory.base(templates + (long) i * TEMPLATE_BYTES));
        }
    }

    private int take(final RxQueue from) {
        final int count = from.receive(world.peerCache, burst, GraphWorld.BURST);
        for (int i = 0; i < count; i++) {
            world.peerCache.free(burst[i]);
        }
        return count;
    }

    private static byte[] frame(final byte[] header, final byte[] payload) {
        return ByteBuffer.allocate(header.length + payload.length)
                .put(header)
                .put(payload)
                .array();
    }

    private static byte[] udp(final int source, final int destination, final int payloadBytes) {
        return ByteBuffer.allocate(8 + payloadBytes)
                .putShort((short) source)
                .putShort((short) destination)
                .putShort((short) (8 + payloadBytes))
                .putShort((short) 0)
                .array();
    }

    private static byte[] ipv4(final int ttl, final int source, final int destination, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(20 + payload.length)
                .putShort((short) 0x4500)
                .putShort((short) (20 + payload.length))
                .putInt(0)
                .putShort((short) (ttl << 8 | 17))
                .putShort((short) 0)
                .putInt(source)
                .putInt(destination)
                .put(payload);
        int sum = 0;
        for (int i = 0; i < 20; i += Short.BYTES) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return packet.putShort(10, (short) ~sum).array();
    }
}
