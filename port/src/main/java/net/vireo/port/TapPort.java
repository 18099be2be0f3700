// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Tap;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * A TAP device: the Ethernet interface of a guest (moved into its namespace) or of the host. One system call per frame
 * and direction. Every frame is led by a 12-byte virtio-net header, which lies in the headroom; offloads are off, so
 * the kernel completes checksums and cuts segments before a frame is read.
 */
public final class TapPort implements Port {
    private static final int HEADER_BYTES = 12;

    private final Tap tap;
    private final PacketPool pool;
    private final Receiver[] receivers;
    private final SummedCounters counters = new SummedCounters();

    private TapPort(final Tap tap, final PacketPool pool, final boolean smallFrames) {
        this.tap = tap;
        this.pool = pool;
        receivers = new Receiver[tap.queues()];
        Arrays.setAll(receivers, i -> new Receiver(tap.fd(i), smallFrames, counters.newQueue()));
    }

    /**
     * Makes the device in the calling thread's network namespace, or attaches to a persistent one of that name.
     *
     * @param name of the device; {@code tap%d} lets the kernel number it
     * @param queueCount 1 to 256; more than one make a multi-queue device, to which the kernel spreads flows
     * @param mtuBytes the largest MTU that the device will have: it decides which buffers frames are read into, and
     *     longer frames are refused as {@code rxErrors}. Setting the device's MTU is the caller's
     * @throws LinuxException as {@link Tap#open} says
     */
    public static TapPort open(final PacketPool pool, final String name, final int queueCount, final int mtuBytes) {
        return over(pool, Tap.open(name, queueCount, true), mtuBytes);
    }

    /**
     * Takes over an open device with virtio-net headers, which is closed with the port, or if this fails.
     *
     * @param mtuBytes as {@link #open} says
     */
    public static TapPort over(final PacketPool pool, final Tap tap, final int mtuBytes) {
        try {
            tap.setVnetHeaderSize(HEADER_BYTES);
            tap.setOffload(0);
            return new TapPort(tap, pool, FrameRoom.fitsSmall(mtuBytes));
        } catch (final LinuxException e) {
            tap.close();
            throw e;
        }
    }

    /** Whether the device outlives this process, so that a restarted one can attach to it. */
    public void setPersistent(final boolean persistent) {
        tap.setPersistent(persistent);
    }

    @Override
    public String name() {
        return tap.name();
    }

    @Override
    public String kind() {
        return "tap";
    }

    @Override
    public int rxQueueCount() {
        return receivers.length;
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return receivers[index];
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        return new Sender(tap.fd(lcoreIndex % receivers.length), counters.newQueue());
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        for (final Receiver receiver : receivers) {
            receiver.release();
        }
        tap.close();
    }

    /** Keeps one empty buffer ready, so that an idle poll costs one system call and nothing of the pool. */
    private final class Receiver implements RxQueue {
        private final int fd;
        private final boolean smallFrames;
        private final QueueCounters counters;
        private long ready = PoolCache.NONE;

        Receiver(final int fd, final boolean smallFrames, final QueueCounters counters) {
            this.fd = fd;
            this.smallFrames = smallFrames;
            this.counters = counters;
        }

        @Override
        public int receive(final PoolCache cache, final long[] packets, final int capacity) {
            int n = 0;
            boolean more = true;
            while (more && n < capacity && makeReady(cache)) {
                final int got = read();
                more = got >= 0;
                if (more && accept(got)) {
                    packets[n++] = PacketRef.resized(ready, PacketPool.HEADROOM_BYTES, got - HEADER_BYTES);
                    ready = PoolCache.NONE;
                }
            }
            counters.received(n);
            counters.holds(ready == PoolCache.NONE ? 0 : 1);
            return n;
        }

        @Override
        public int readinessFd() {
            return fd;
        }

        private boolean makeReady(final PoolCache cache) {
            if (ready == PoolCache.NONE) {
                ready = FrameRoom.take(cache, smallFrames);
                if (ready == PoolCache.NONE) {
                    counters.noBuffer();
                    return false;
                }
            }
            return true;
        }

        /** @return bytes of header and frame, or -errno */
        private int read() {
            counters.receiveSyscall();
            return Fds.tryRead(fd, pool.dataAddress(ready) - HEADER_BYTES, roomBytes());
        }

        private int roomBytes() {
            return HEADER_BYTES + FrameRoom.dataBytes(pool, ready);
        }

        /** Judges what was read; a read that filled the buffer to its last byte may have lost more. */
        private boolean accept(final int got) {
            final long frame = pool.dataAddress(ready);
            final boolean good = got >= HEADER_BYTES + Ethernet.HEADER_BYTES
                    && got < roomBytes()
                    && VnetHeader.accept(Memory.base(frame - HEADER_BYTES), frame, got - HEADER_BYTES);
            if (!good) {
                counters.receiveError();
            }
            return good;
        }

        void release() {
            if (ready != PoolCache.NONE) {
                pool.reclaim(ready);
                ready = PoolCache.NONE;
                counters.holds(0);
            }
        }
    }

    private final class Sender implements TxQueue {
        private final int fd;
        private final QueueCounters counters;
        private final RefusedFrames refused = new RefusedFrames();

        Sender(final int fd, final QueueCounters counters) {
            this.fd = fd;
            this.counters = counters;
        }

        @Override
        public int transmit(final PoolCache cache, final long[] packets, final int count) {
            refused.clear();
            int i = 0;
            boolean open = true;
            while (open && i < count) {
                final int result = write(packets, i);
                if (result >= 0) {
                    cache.free(packets[i++]);
                } else if (RefusedFrames.isFramesFault(-result)) {
                    refused.add(packets[i++]);
                } else {
                    open = false;
                }
            }
            refused.putBack(packets, i);
            final int taken = i - refused.count();
            counters.transmitted(taken, count - taken);
            return taken;
        }

        /** @return bytes written, or -errno */
        private int write(final long[] packets, final int i) {
            final long packet = FrameRoom.withHeaderRoom(pool, packets[i], HEADER_BYTES);
            if (packet == PoolCache.NONE) {
                return -Errno.EMSGSIZE;
            }
            packets[i] = packet;
            final long header = Memory.base(pool.dataAddress(packet) - HEADER_BYTES);
            VnetHeader.clear(header);
            counters.transmitSyscall();
            return Fds.tryWrite(fd, header, HEADER_BYTES + PacketRef.length(packet));
        }
    }
}
