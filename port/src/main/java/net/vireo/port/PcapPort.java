// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import net.vireo.linux.memory.Memory;
import net.vireo.port.kind.PortKind;
import net.vireo.port.offload.Offloads;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.pcap.PcapException;
import net.vireo.port.pcap.PcapReader;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * A port whose line is two capture files: it receives the frames of one, as fast as it is polled, and records what is
 * sent in the other. Files are read and written on the lcore: for tests and tools, not for traffic. A file that breaks
 * off ends the replay, counts as one {@code rxErrors}, and {@link #failure} says why.
 */
public final class PcapPort implements Port {
    private static final int LINK_TYPE_ETHERNET = 1;

    private final String name;
    private final PacketPool pool;
    private final SummedCounters counters = new SummedCounters();
    private final Replay replay;
    private final Optional<PcapWriter> recording;
    private final Object recordingLock = new Object();
    private volatile IOException failure;

    private PcapPort(
            final String name,
            final PacketPool pool,
            final Optional<PcapReader> replayed,
            final Optional<PcapWriter> recording) {
        this.name = name;
        this.pool = pool;
        this.recording = recording;
        replay = new Replay(pool, replayed, counters.newQueue());
    }

    /**
     * Opens the files.
     *
     * @param replayed what is received; empty: nothing
     * @param recorded where goes what is sent; empty: nowhere, it is just counted
     * @throws IOException when a file cannot be opened; a {@link PcapException} when it is no Ethernet capture
     */
    public static PcapPort open(
            final String name, final PacketPool pool, final Optional<Path> replayed, final Optional<Path> recorded)
            throws IOException {
        Optional<PcapReader> reader = Optional.empty();
        if (replayed.isPresent()) {
            reader = Optional.of(openEthernet(replayed.get()));
        }
        Optional<PcapWriter> writer = Optional.empty();
        if (recorded.isPresent()) {
            writer = Optional.of(PcapWriter.create(recorded.get()));
        }
        return new PcapPort(name, pool, reader, writer);
    }

    /** Whether every frame of the replayed file has been received. Any thread. */
    public boolean finished() {
        return replay.finished;
    }

    /** What went wrong with a file since the start. Any thread. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return PortKind.PCAP.text();
    }

    @Override
    public int rxQueueCount() {
        return 1;
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return replay;
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        return new Sender(counters.newQueue());
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        try {
            replay.close();
            synchronized (recordingLock) {
                if (recording.isPresent()) {
                    recording.get().close();
                }
            }
        } catch (final IOException e) {
            failure = e;
        }
    }

    private static PcapReader openEthernet(final Path file) throws IOException {
        final PcapReader reader = PcapReader.open(file);
        if (reader.linkType() != LINK_TYPE_ETHERNET) {
            reader.close();
            throw new IOException(
                    "capture file " + file + " holds frames of link type " + reader.linkType() + ", not Ethernet (1)");
        }
        return reader;
    }

    private final class Replay implements RxQueue {
        private final PacketPool pool;
        private final Optional<PcapReader> reader;
        private final QueueCounters counters;
        private boolean frameWaits;
        private volatile boolean finished;

        Replay(final PacketPool pool, final Optional<PcapReader> reader, final QueueCounters counters) {
            this.pool = pool;
            this.reader = reader;
            this.counters = counters;
            finished = reader.isEmpty();
        }

        @Override
        public int receive(final PoolCache cache, final long[] packets, final int capacity) {
            int n = 0;
            while (n < capacity && advance()) {
                final PcapReader capture = reader.get();
                final int length = capture.lengthBytes();
                if (length > PacketPool.LARGE_DATA_BYTES || length < capture.wireLengthBytes()) {
                    counters.receiveError(); // too long, or cut off by the capture's snap length
                    frameWaits = false;
                    continue;
                }
                final long empty = cache.take(length);
                if (empty == PoolCache.NONE) {
                    counters.noBuffer(); // the frame waits for the next call
                    break;
                }
                packets[n] = PacketRef.resized(empty, PacketRef.offset(empty), length);
                Memory.copyIn(capture.bytes(), 0, pool.dataAddress(packets[n]), length);
                frameWaits = false;
                n++;
            }
            counters.received(n);
            return n;
        }

        @Override
        public int readinessFd() {
            return NO_FD;
        }

        /** @return whether the reader stands on a frame that is still to be received */
        private boolean advance() {
            if (frameWaits || finished) {
                return frameWaits;
            }
            try {
                frameWaits = reader.get().next();
                finished = !frameWaits;
            } catch (final IOException e) {
                counters.receiveError();
                failure = e;
                finished = true;
            }
            return frameWaits;
        }

        void close() throws IOException {
            finished = true;
            if (reader.isPresent()) {
                reader.get().close();
            }
        }
    }

    /** Records what a wire would have seen: long packets cut, checksums complete. */
    private final class Sender implements TxQueue {
        private final QueueCounters counters;
        private final DeviceOffload offload;
        private final byte[] frame = new byte[PacketPool.LARGE_STRIDE_BYTES];

        Sender(final QueueCounters counters) {
            this.counters = counters;
            offload = new DeviceOffload(pool, Offloads.NONE, counters.offloads());
        }

        @Override
        public int transmit(final PoolCache cache, final long[] packets, final int count) {
            final long nowNs = WallClock.nowNs();
            int n = 0;
            while (n < count && writePrepared(cache, packets, n, nowNs)) {
                cache.free(packets[n]);
                n++;
            }
            counters.transmitted(n, count - n);
            return n;
        }

        private boolean writePrepared(final PoolCache cache, final long[] packets, final int i, final long nowNs) {
            final long packet = packets[i];
            final long prepared = PacketRef.hasOffload(packet) ? offload.prepare(packet) : packet;
            if (prepared == DeviceOffload.CUT) {
                return writeSegments(cache, nowNs);
            }
            if (prepared != PoolCache.NONE) { // else its word is false: recorded as it is, to be looked at
                packets[i] = prepared;
            }
            return write(packets[i], nowNs);
        }

        private boolean writeSegments(final PoolCache cache, final long nowNs) {
            final Segmenter segmenter = offload.segmenter();
            counters.offloads().segmented(segmenter.left());
            boolean written = true;
            while (written && segmenter.hasNext()) {
                final long segment = segmenter.next(cache);
                if (segment == PoolCache.NONE) {
                    break;
                }
                written = write(segment, nowNs);
                cache.free(segment);
            }
            counters.offloads().lost(segmenter.left());
            segmenter.stop();
            return written;
        }

        private boolean write(final long packet, final long nowNs) {
            if (recording.isEmpty()) {
                return true;
            }
            final int length = PacketRef.length(packet);
            Memory.copyOut(pool.dataAddress(packet), frame, 0, length);
            try {
                synchronized (recordingLock) {
                    recording.get().write(nowNs, frame, 0, length, length);
                }
                return true;
            } catch (final IOException e) {
                failure = e;
                return false;
            }
        }
    }
}
