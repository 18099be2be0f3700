// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.Mapping;
import net.vireo.linux.MessageVector;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * Frames of one burst on their way to a packet socket: as many as one system call takes. Each becomes a message, led by
 * a virtio header where the socket wants one; on the fabric, packets of a tunnel flow become one message together. One
 * thread; nothing allocates.
 */
final class SendStage {
    static final int CAPACITY = 64;

    /** The origin of a frame that is no packet of the burst, but a segment that was born of one. */
    private static final int BORN = -1;
    /** Room for a virtio header, and for a tunnel's outer headers behind it. */
    private static final int HEADER_STRIDE_BYTES = 64;

    private final PacketPool pool;
    private final int fd;
    private final QueueCounters counters;
    private final boolean headers;
    private final RefusedFrames refused;
    private final MessageVector vector = MessageVector.forSend(CAPACITY, 2);
    private final Mapping headerRoom = Mmap.anonymous(CAPACITY * HEADER_STRIDE_BYTES, false);
    private final TunnelFlows flows;
    private final long[] frames = new long[CAPACITY];
    private final int[] origins = new int[CAPACITY];
    private final int[] heads = new int[CAPACITY];
    private boolean batching;
    private int count;
    private int messages;
    private int pieces;

    SendStage(
            final PacketPool pool,
            final int fd,
            final OffloadMode mode,
            final RefusedFrames refused,
            final QueueCounters counters) {
        this.pool = pool;
        this.fd = fd;
        this.refused = refused;
        this.counters = counters;
        headers = mode != OffloadMode.NONE;
        batching = mode == OffloadMode.FABRIC;
        flows = new TunnelFlows(CAPACITY);
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    /** Adds packet {@code i} of the burst: freed when it is sent, marked as refused when not. */
    void add(final long packet, final int i) {
        frames[count] = packet;
        origins[count++] = i;
    }

    /** Adds a segment: freed either way. */
    void addBorn(final long packet) {
        add(packet, BORN);
    }

    /** Sends what is there; it is empty afterwards. @return false when the device takes nothing more now */
    boolean flush(final PoolCache cache) {
        boolean open = true;
        while (open && count > 0) {
            build();
            open = send(cache);
        }
        for (int i = 0; i < count; i++) {
            drop(cache, i);
        }
        count = 0;
        return open;
    }

    void close() {
        vector.close();
        headerRoom.close();
    }

    private void build() {
        messages = 0;
        pieces = 0;
        flows.clear();
        for (int i = 0; i < count; i++) {
            final long packet = frames[i];
            final boolean follows = batching
                    && !PacketRef.hasOffload(packet)
                    && flows.add(i, pool.dataAddress(packet), PacketRef.length(packet));
            if (!follows) {
                heads[messages++] = i;
            }
            if (batching && PacketRef.hasOffload(packet)) {
                flows.clear();
            }
        }
        for (int m = 0; m < messages; m++) {
            describe(m);
        }
    }

    private boolean isTogether(final int head) {
        return batching && !PacketRef.hasOffload(frames[head]) && flows.count(head) > 1;
    }

    /** Lays out message m. */
    private void describe(final int m) {
        final int head = heads[m];
        final int first = pieces;
        if (isTogether(head)) {
            final long to = headerAddress(m);
            vector.piece(pieces++, to, flows.writeHeaders(head, to));
            for (int i = head; i >= 0; i = flows.next(i)) {
                addPiece(frames[i], TunnelFlows.HEADER_BYTES);
            }
        } else {
            if (headers) {
                writeHeader(frames[head], headerAddress(m));
            }
            addPiece(frames[head], 0);
        }
        vector.pieces(m, first, pieces - first);
    }

    private void writeHeader(final long packet, final long to) {
        if (PacketRef.hasOffload(packet)) {
            VirtioHeader.write(to, Offload.of(pool, packet), pool.dataAddress(packet), PacketRef.offset(packet));
        } else {
            VirtioHeader.clear(to);
        }
        vector.piece(pieces++, to, VirtioHeader.SHORT_BYTES);
    }

    private void addPiece(final long packet, final int fromByte) {
        vector.piece(pieces++, pool.dataAddress(packet) + fromByte, PacketRef.length(packet) - fromByte);
    }

    private long headerAddress(final int m) {
        return Memory.base(headerRoom.address()) + (long) m * HEADER_STRIDE_BYTES;
    }

    /** Sends the messages and keeps, in order, the frames that are to be tried again. */
    private boolean send(final PoolCache cache) {
        int done = 0;
        boolean open = true;
        boolean again = false;
        while (open && !again && done < messages) {
            counters.transmitSyscall();
            final int result = vector.trySend(fd, done, messages - done);
            if (result > 0) {
                for (int m = done; m < done + result; m++) {
                    sent(cache, heads[m]);
                }
                done += result;
            } else if (RefusedFrames.isFramesFault(-result)) {
                again = refuse(cache, heads[done]);
                done++;
            } else {
                open = false;
            }
        }
        compact();
        return open;
    }

    private void sent(final PoolCache cache, final int head) {
        if (isTogether(head)) {
            counters.offloads().batched(flows.count(head));
            for (int i = head; i >= 0; i = flows.next(i)) {
                cache.free(frames[i]);
                frames[i] = PoolCache.NONE;
            }
        } else {
            cache.free(frames[head]);
            frames[head] = PoolCache.NONE;
        }
    }

    /** @return whether the frames that are left must be laid out anew */
    private boolean refuse(final PoolCache cache, final int head) {
        if (isTogether(head)) {
            batching = false; // the kernel does not know UDP segments: from now on one by one, these too
            return true;
        }
        drop(cache, head);
        frames[head] = PoolCache.NONE;
        return false;
    }

    private void drop(final PoolCache cache, final int i) {
        if (origins[i] == BORN) {
            cache.free(frames[i]);
            counters.offloads().lost(1);
        } else {
            refused.add(origins[i]);
        }
    }

    private void compact() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (frames[i] != PoolCache.NONE) {
                frames[kept] = frames[i];
                origins[kept++] = origins[i];
            }
        }
        count = kept;
    }
}
