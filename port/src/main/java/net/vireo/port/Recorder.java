// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;

/**
 * Takes copies of packets from lcores and writes them as a capture, either at once on the lcore (for tests and slow
 * traffic) or through a bounded queue and a thread of its own. A frame that finds the queue full is left out and
 * counted; forwarding never waits for a disk or a pipe in the queued form. When writing fails the recorder stops for
 * good and keeps the reason.
 *
 * <p>The queue is two byte arrays: lcores append to one under a short lock while the thread writes the other.
 */
public final class Recorder implements AutoCloseable {
    /** Half of it holds the longest frame. */
    private static final int MIN_QUEUE_BYTES = 1 << 18;

    private static final int SYNCHRONOUS_QUEUE_BYTES = 0;
    /** Time stamp 8, length 4, length on the wire 4. */
    private static final int ENTRY_HEADER_BYTES = 16;
    /** How long a frame waits at most before it is written, when there are few. */
    private static final long WRITE_INTERVAL_NS = 20_000_000;

    private static final long JOIN_TIMEOUT_MS = 5_000;

    private final PcapWriter writer;
    private final boolean queued;
    private final Object lock = new Object();
    private final Thread thread;

    // Guarded by lock.
    private ByteBuffer filling;
    private boolean stopped;
    private IOException failure;
    private long recordedCount;
    private long missedCount;

    // Owned by whoever writes: the thread, or the lock's holder in the synchronous form.
    private ByteBuffer writing;

    private Recorder(final PcapWriter writer, final int queueBytes) {
        this.writer = writer;
        queued = queueBytes != SYNCHRONOUS_QUEUE_BYTES;
        final int size = queued ? queueBytes / 2 : ENTRY_HEADER_BYTES + writer.snapLengthBytes();
        filling = ByteBuffer.allocate(size);
        writing = ByteBuffer.allocate(size);
        thread = Thread.ofPlatform().daemon().name("pcap-recorder").unstarted(this::writeUntilStopped);
    }

    /** Writes each frame on the thread that records it. The recorder closes the writer. */
    public static Recorder synchronous(final PcapWriter writer) {
        return new Recorder(writer, SYNCHRONOUS_QUEUE_BYTES);
    }

    /**
     * Writes from a thread of its own. The recorder closes the writer.
     *
     * @param queueBytes the bound of what waits to be written; {@value #MIN_QUEUE_BYTES} or more
     */
    public static Recorder queued(final PcapWriter writer, final int queueBytes) {
        if (queueBytes < MIN_QUEUE_BYTES) {
            throw new IllegalArgumentException(
                    "a recorder's queue needs " + MIN_QUEUE_BYTES + " bytes or more: " + queueBytes);
        }
        final Recorder recorder = new Recorder(writer, queueBytes);
        recorder.thread.start();
        return recorder;
    }

    /** Copies packets {@code 0 .. count - 1}. Any lcore; allocates nothing. */
    public void record(final PacketPool pool, final long[] packets, final int count) {
        if (count == 0) {
            return;
        }
        final long nowNs = WallClock.nowNs();
        synchronized (lock) {
            for (int i = 0; i < count; i++) {
                append(pool, packets[i], nowNs);
                if (!queued) {
                    swap();
                    writeOut();
                }
            }
            if (queued && filling.position() > filling.capacity() / 2) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Frames that went into the capture or its queue. Any thread. */
    public long recordedCount() {
        synchronized (lock) {
            return recordedCount;
        }
    }

    /** Frames left out because the queue was full or the recorder had stopped. Any thread. */
    public long missedCount() {
        synchronized (lock) {
            return missedCount;
        }
    }

    /** Why writing stopped by itself, for example because the reader of a pipe went away. Any thread. */
    public Optional<IOException> failure() {
        synchronized (lock) {
            return Optional.ofNullable(failure);
        }
    }

    /** Writes what is queued and closes the writer. Frames that come later are counted as missed. */
    @Override
    public void close() {
        synchronized (lock) {
            stopped = true;
        }
        LockSupport.unpark(thread);
        awaitThread();
        try {
            writer.close();
        } catch (final IOException e) {
            fail(e);
        }
    }

    private void append(final PacketPool pool, final long packet, final long nowNs) {
        final int length = PacketRef.length(packet);
        final int kept = Math.min(length, writer.snapLengthBytes());
        if (stopped || filling.remaining() < ENTRY_HEADER_BYTES + kept) {
            missedCount++;
            return;
        }
        filling.putLong(nowNs).putInt(kept).putInt(length);
        Memory.copyOut(pool.dataAddress(packet), filling.array(), filling.position(), kept);
        filling.position(filling.position() + kept);
        recordedCount++;
    }

    private void writeUntilStopped() {
        boolean more = true;
        while (more) {
            LockSupport.parkNanos(this, WRITE_INTERVAL_NS);
            synchronized (lock) {
                more = !stopped;
                swap();
            }
            writeOut();
        }
    }

    private void swap() {
        final ByteBuffer full = filling;
        filling = writing;
        writing = full;
        filling.clear();
        writing.flip();
    }

    private void writeOut() {
        if (!writing.hasRemaining()) {
            return;
        }
        try {
            while (writing.hasRemaining()) {
                final long timestampNs = writing.getLong();
                final int kept = writing.getInt();
                final int wireLength = writing.getInt();
                writer.write(timestampNs, writing.array(), writing.position(), kept, wireLength);
                writing.position(writing.position() + kept);
            }
            writer.flush();
        } catch (final IOException e) {
            fail(e);
        }
    }

    private void fail(final IOException e) {
        synchronized (lock) {
            stopped = true;
            if (failure == null) {
                failure = e;
            }
        }
    }

    private void awaitThread() {
        try {
            thread.join(JOIN_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
