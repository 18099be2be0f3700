// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.xdp;

import static net.vireo.linux.LinuxException.check;

import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.Errno;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.SockaddrXdp;
import net.vireo.linux.struct.XdpDesc;
import net.vireo.linux.struct.XdpMmapOffsets;
import net.vireo.linux.struct.XdpRingOffset;
import net.vireo.linux.struct.XdpStatistics;
import net.vireo.linux.struct.XdpUmemReg;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * Whole Ethernet frames from and to one queue of a link, in memory that this process shares with the kernel (AF_XDP): our
 * side's addresses of it are positions in that memory. Frames come once a {@link XdpProgram} leads them here. Opened
 * and closed by the control thread; each ring belongs to one thread at a time, the wake-ups may be called by any.
 */
public final class XdpSocket implements AutoCloseable {
    /** What the kernel keeps before each received frame, in its chunk. */
    public static final int KERNEL_HEADROOM_BYTES = 256;

    private static final int AF_XDP = 44;
    private static final int SOL_XDP = 283;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int XDP_MMAP_OFFSETS = 1;
    private static final int XDP_RX_RING = 2;
    private static final int XDP_TX_RING = 3;
    private static final int XDP_UMEM_REG = 4;
    private static final int XDP_UMEM_FILL_RING = 5;
    private static final int XDP_UMEM_COMPLETION_RING = 6;
    private static final int XDP_STATISTICS = 7;
    private static final int XDP_MAX_TX_SKB_BUDGET = 9;
    private static final int XDP_USE_NEED_WAKEUP = 8;
    private static final int SOL_SOCKET = 1;
    private static final int SO_BUSY_POLL = 46;
    private static final int SO_PREFER_BUSY_POLL = 69;
    private static final int SO_BUSY_POLL_BUDGET = 70;

    /** How long the kernel would spin in a call that waits; ours do not wait, but 0 would switch it off. */
    private static final int BUSY_POLL_US = 20;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int ENTRY_BYTES = 8;

    /** The former owner's socket is taken down some 20 ms after it was closed: so long EBUSY is no answer. */
    private static final int BIND_ATTEMPTS = 100;

    private static final long BIND_PAUSE_MS = 5;

    private final int fd;
    private final List<Mapping> mappings = new ArrayList<>();
    private XdpRing fill;
    private XdpRing completion;
    private XdpRing receive;
    private XdpRing transmit;

    /**
     * The memory that frames lie in, and the rings' sizes.
     *
     * @param address of the memory, on a page
     * @param chunkBytes of one frame's room: 2048 or 4096
     * @param fillCount entries of the fill and of the receive ring, a power of two
     * @param transmitCount entries of the transmit and of the completion ring, a power of two
     */
    public record Shape(long address, int chunkBytes, int fillCount, int transmitCount) {
        /** Memory for as many chunks as rings have entries. */
        public long lengthBytes() {
            return (long) chunkBytes * (fillCount + transmitCount);
        }
    }

    /**
     * What a socket saw since it was opened.
     *
     * @param dropped frames that found no empty chunk, or were too long for one
     * @param ringFull frames that found the receive ring full
     * @param invalid descriptors that the kernel refused, both ways
     * @param fillEmpty how often the kernel found no empty chunk
     */
    public record Statistics(long dropped, long ringFull, long invalid, long fillEmpty) {}

    private XdpSocket(final int fd) {
        this.fd = fd;
    }

    /**
     * Opens a socket on a queue of a link in the calling thread's network namespace.
     *
     * @throws LinuxException EPERM without CAP_NET_RAW, ENODEV without such a link, EINVAL without such a queue, EBUSY
     *     when the queue has a socket, EAFNOSUPPORT from a kernel without AF_XDP
     */
    public static XdpSocket open(final int ifIndex, final int queue, final Shape shape) {
        final long result = Syscall.call(SyscallNumber.SOCKET, AF_XDP, SOCK_RAW_CLOEXEC, 0);
        final XdpSocket socket = new XdpSocket((int) check(result, "socket(AF_XDP, SOCK_RAW)"));
        try {
            socket.register(shape);
            socket.makeRings(shape);
            socket.bind(ifIndex, queue);
            return socket;
        } catch (final LinuxException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Polls readable while the receive ring has frames. */
    public int fd() {
        return fd;
    }

    /** Chunks for frames to come: entries of eight bytes, a position in the memory each. */
    public XdpRing fill() {
        return fill;
    }

    /** Chunks that were transmitted, as {@link #fill}. */
    public XdpRing completion() {
        return completion;
    }

    /** Frames that came: an {@link XdpDesc} each. */
    public XdpRing receive() {
        return receive;
    }

    /** Frames to be sent: an {@link XdpDesc} each. */
    public XdpRing transmit() {
        return transmit;
    }

    /** Hot: the position of a descriptor's frame. */
    public static long position(final long descriptor) {
        return Memory.getLong(descriptor + XdpDesc.ADDRESS);
    }

    /** Hot: the length of a descriptor's frame, as it says: nobody checked it. */
    public static int lengthBytes(final long descriptor) {
        return Memory.getInt(descriptor + XdpDesc.LENGTH);
    }

    /** Hot: the options of a descriptor; 0 for a whole frame. */
    public static int options(final long descriptor) {
        return Memory.getInt(descriptor + XdpDesc.OPTIONS);
    }

    /** Hot: writes a descriptor without options. */
    public static void describe(final long descriptor, final long position, final int lengthBytes) {
        Memory.putLong(descriptor + XdpDesc.ADDRESS, position);
        Memory.putLong(descriptor + XdpDesc.LENGTH, lengthBytes); // and options: 0
    }

    /**
     * Hot: has the kernel look at the transmit ring. Without a driver's zero-copy it sends within this call.
     *
     * @return 0, or -errno: EAGAIN when it did not send everything yet, ENETDOWN when the link is down, ENXIO when it is
     *     gone
     */
    public int wakeTransmit() {
        return (int) Syscall.call(SyscallNumber.SENDTO, fd, 0, 0, MSG_DONTWAIT, 0, 0);
    }

    /** Has the kernel look at the fill ring. @return 0 or more, or -errno as {@link #wakeTransmit} */
    public int wakeReceive() {
        return (int) Syscall.call(SyscallNumber.RECVFROM, fd, 0, 0, MSG_DONTWAIT, 0, 0);
    }

    /**
     * From now on {@link #wakeReceive} and {@link #wakeTransmit} run the driver's own loop on the calling thread, and the
     * kernel leaves the device to them while they come often enough (the device's {@code napi_defer_hard_irqs} and
     * {@code gro_flush_timeout} say what is often enough; with 0 there it goes on by interrupts beside).
     *
     * @param budget frames in one call, at most
     * @throws LinuxException ENOPROTOOPT from a kernel before 5.11, EPERM for a budget above 64 without CAP_NET_ADMIN
     */
    public void preferBusyPoll(final int budget) {
        try (Scratch scratch = new Scratch()) {
            setSocketOption(scratch, SO_PREFER_BUSY_POLL, 1, "SO_PREFER_BUSY_POLL");
            setSocketOption(scratch, SO_BUSY_POLL, BUSY_POLL_US, "SO_BUSY_POLL");
            setSocketOption(scratch, SO_BUSY_POLL_BUDGET, budget, "SO_BUSY_POLL_BUDGET");
        }
    }

    private void setSocketOption(final Scratch scratch, final int option, final int value, final String name) {
        final long pointed = scratch.allocate(Integer.BYTES);
        Memory.putInt(pointed, value);
        final long result = Syscall.call(SyscallNumber.SETSOCKOPT, fd, SOL_SOCKET, option, pointed, Integer.BYTES, 0);
        check(result, "setsockopt(fd=%d, %s, value=%d)", fd, name, value);
    }

    /** Counts since opening. Any thread. */
    public Statistics statistics() {
        try (Scratch scratch = new Scratch()) {
            final long raw = option(scratch, XDP_STATISTICS, XdpStatistics.SIZE, "XDP_STATISTICS");
            return new Statistics(
                    Memory.getLong(raw + XdpStatistics.RX_DROPPED),
                    Memory.getLong(raw + XdpStatistics.RX_RING_FULL),
                    Memory.getLong(raw + XdpStatistics.RX_INVALID) + Memory.getLong(raw + XdpStatistics.TX_INVALID),
                    Memory.getLong(raw + XdpStatistics.FILL_EMPTY));
        }
    }

    /** Unmaps the rings and closes the socket. The frames' memory is the caller's, who may unmap it afterwards. */
    @Override
    public void close() {
        mappings.forEach(Mapping::close);
        Fds.close(fd);
    }

    private void register(final Shape shape) {
        try (Scratch scratch = new Scratch()) {
            final long umem = scratch.allocate(XdpUmemReg.SIZE);
            Memory.putLong(umem + XdpUmemReg.ADDRESS, shape.address);
            Memory.putLong(umem + XdpUmemReg.LENGTH, shape.lengthBytes());
            Memory.putInt(umem + XdpUmemReg.CHUNK_BYTES, shape.chunkBytes);
            setOption(XDP_UMEM_REG, umem, XdpUmemReg.SIZE, "XDP_UMEM_REG, " + shape);
            setOption(scratch, XDP_UMEM_FILL_RING, shape.fillCount, "XDP_UMEM_FILL_RING");
            setOption(scratch, XDP_UMEM_COMPLETION_RING, shape.transmitCount, "XDP_UMEM_COMPLETION_RING");
            setOption(scratch, XDP_RX_RING, shape.fillCount, "XDP_RX_RING");
            setOption(scratch, XDP_TX_RING, shape.transmitCount, "XDP_TX_RING");
        }
    }

    private void makeRings(final Shape shape) {
        try (Scratch scratch = new Scratch()) {
            final long offsets = option(scratch, XDP_MMAP_OFFSETS, XdpMmapOffsets.SIZE, "XDP_MMAP_OFFSETS");
            receive = XdpRing.consumer(
                    map(XdpMmapOffsets.RX_PAGE, offsets + XdpMmapOffsets.RX, shape.fillCount, (int) XdpDesc.SIZE),
                    shape.fillCount,
                    (int) XdpDesc.SIZE);
            transmit = XdpRing.producer(
                    map(XdpMmapOffsets.TX_PAGE, offsets + XdpMmapOffsets.TX, shape.transmitCount, (int) XdpDesc.SIZE),
                    shape.transmitCount,
                    (int) XdpDesc.SIZE);
            fill = XdpRing.producer(
                    map(XdpMmapOffsets.FILL_PAGE, offsets + XdpMmapOffsets.FILL, shape.fillCount, ENTRY_BYTES),
                    shape.fillCount,
                    ENTRY_BYTES);
            completion = XdpRing.consumer(
                    map(
                            XdpMmapOffsets.COMPLETION_PAGE,
                            offsets + XdpMmapOffsets.COMPLETION,
                            shape.transmitCount,
                            ENTRY_BYTES),
                    shape.transmitCount,
                    ENTRY_BYTES);
        }
    }

    private XdpRing.Parts map(final long page, final long offsets, final int count, final int entryBytes) {
        final long entries = Memory.getLong(offsets + XdpRingOffset.ENTRIES);
        final Mapping mapping = Mmap.shared(fd, page, entries + (long) count * entryBytes, true);
        mappings.add(mapping);
        final long base = mapping.address();
        return new XdpRing.Parts(
                base + Memory.getLong(offsets + XdpRingOffset.PRODUCER),
                base + Memory.getLong(offsets + XdpRingOffset.CONSUMER),
                base + entries,
                base + Memory.getLong(offsets + XdpRingOffset.FLAGS));
    }

    private void bind(final int ifIndex, final int queue) {
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(SockaddrXdp.SIZE);
            Memory.putShort(address + SockaddrXdp.FAMILY, (short) AF_XDP);
            Memory.putShort(address + SockaddrXdp.FLAGS, (short) XDP_USE_NEED_WAKEUP);
            Memory.putInt(address + SockaddrXdp.INTERFACE_INDEX, ifIndex);
            Memory.putInt(address + SockaddrXdp.QUEUE, queue);
            long result = Syscall.call(SyscallNumber.BIND, fd, address, SockaddrXdp.SIZE);
            for (int i = 1; i < BIND_ATTEMPTS && result == -Errno.EBUSY && pause(); i++) {
                result = Syscall.call(SyscallNumber.BIND, fd, address, SockaddrXdp.SIZE);
            }
            check(result, "bind(AF_XDP, ifindex=%d, queue=%d)", ifIndex, queue);
            // More than 32 frames in one call where the kernel knows how (6.17): a wish.
            final long budget = scratch.allocate(Integer.BYTES);
            Memory.putInt(budget, transmit.size());
            Syscall.call(SyscallNumber.SETSOCKOPT, fd, SOL_XDP, XDP_MAX_TX_SKB_BUDGET, budget, Integer.BYTES, 0);
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(BIND_PAUSE_MS);
            return true;
        } catch (final InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void setOption(final Scratch scratch, final int option, final int value, final String name) {
        final long pointed = scratch.allocate(Integer.BYTES);
        Memory.putInt(pointed, value);
        setOption(option, pointed, Integer.BYTES, name + ", value=" + value);
    }

    private void setOption(final int option, final long address, final long lengthBytes, final String rendered) {
        final long result = Syscall.call(SyscallNumber.SETSOCKOPT, fd, SOL_XDP, option, address, lengthBytes, 0);
        check(result, "setsockopt(fd=%d, %s)", fd, rendered);
    }

    /** @return the address of what the kernel wrote, which must be all that was asked for */
    private long option(final Scratch scratch, final int option, final long lengthBytes, final String name) {
        final long value = scratch.allocate(lengthBytes);
        final long length = scratch.allocate(Integer.BYTES);
        Memory.putInt(length, (int) lengthBytes);
        final long result = Syscall.call(SyscallNumber.GETSOCKOPT, fd, SOL_XDP, option, value, length, 0);
        check(result, "getsockopt(fd=%d, %s)", fd, name);
        if (Memory.getInt(length) != lengthBytes) {
            throw new LinuxException(
                    Errno.EOPNOTSUPP, name + " of " + Memory.getInt(length) + " bytes, from an old kernel");
        }
        return value;
    }
}
