// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.memory.Memory;
import net.vireo.linux.struct.PacketMreq;
import net.vireo.linux.struct.SockaddrLl;
import net.vireo.linux.struct.TpacketReq3;
import net.vireo.linux.struct.TpacketStats3;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/**
 * Whole Ethernet frames from and to one link (packet(7)): raw, non-blocking. The link is one of the opening thread's
 * network namespace; the socket stays with it wherever the thread goes. Frames move through a {@link MessageVector},
 * or in through the {@link PacketRing} when it was asked for.
 *
 * <p>Opened and closed by one thread, received from by one, sent to by any.
 */
public final class PacketSocket implements AutoCloseable {
    private static final int ETH_P_ALL_BE = 0x0300;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_AUXDATA = 8;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_FANOUT = 18;
    private static final int PACKET_QDISC_BYPASS = 20;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int PACKET_MR_PROMISC = 1;
    private static final int TPACKET_V3 = 2;
    private static final int RING_FRAME_BYTES = 2048;

    private final int fd;
    private final PacketRing ring;
    private long packets;
    private long drops;

    private PacketSocket(final int fd, final PacketRing ring) {
        this.fd = fd;
        this.ring = ring;
    }

    /**
     * What a socket saw since it was opened.
     *
     * @param packets frames that matched, delivered or dropped
     * @param drops frames that found no room in the socket's buffer or ring
     */
    public record Statistics(long packets, long drops) {}

    /** Opens with the options of a new {@link PacketSocketOptions}. */
    public static PacketSocket open(final int ifIndex) {
        return open(ifIndex, new PacketSocketOptions());
    }

    /**
     * @param ifIndex the link's index in the calling thread's network namespace
     * @throws LinuxException EPERM without CAP_NET_RAW, ENODEV without such a link
     */
    public static PacketSocket open(final int ifIndex, final PacketSocketOptions options) {
        // Protocol 0: nothing is heard before bind, not even from other links.
        final int fd = Sockets.socket(
                Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_NONBLOCK, "socket(AF_PACKET, SOCK_RAW)");
        PacketRing ring = null;
        try {
            applyBeforeBind(fd, options);
            ring = options.ring == null ? null : ring(fd, options.ring);
            bind(fd, ifIndex);
            if (options.promiscuous) {
                addPromiscuous(fd, ifIndex);
            }
            if (options.fanout != PacketSocketOptions.Fanout.NONE) {
                final int group = options.fanoutGroup & 0xffff | options.fanout.kernelType << 16;
                Sockets.setOption(fd, SOL_PACKET, PACKET_FANOUT, group, "PACKET_FANOUT");
            }
            return new PacketSocket(fd, ring);
        } catch (final LinuxException failure) {
            if (ring != null) {
                ring.close();
            }
            Fds.close(fd);
            throw failure;
        }
    }

    /** The non-blocking descriptor, for {@link MessageVector} and {@link Epoll}. */
    public int fd() {
        return fd;
    }

    /** The receive ring, or null when frames are received by call. */
    public PacketRing ring() {
        return ring;
    }

    /** Counts since opening. One thread at a time: the kernel's own counts start anew with each reading. */
    public Statistics statistics() {
        final long raw = Syscall.threadScratch() + Long.BYTES;
        Sockets.option(fd, SOL_PACKET, PACKET_STATISTICS, raw, (int) TpacketStats3.SIZE, "PACKET_STATISTICS");
        packets += Integer.toUnsignedLong(Memory.getInt(raw + TpacketStats3.PACKETS));
        drops += Integer.toUnsignedLong(Memory.getInt(raw + TpacketStats3.DROPS));
        return new Statistics(packets, drops);
    }

    @Override
    public void close() {
        if (ring != null) {
            ring.close();
        }
        Fds.close(fd);
    }

    private static void applyBeforeBind(final int fd, final PacketSocketOptions options) {
        if (options.ignoreOutgoing) {
            Sockets.setOption(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1, "PACKET_IGNORE_OUTGOING");
        }
        if (options.auxdata) {
            Sockets.setOption(fd, SOL_PACKET, PACKET_AUXDATA, 1, "PACKET_AUXDATA");
        }
        if (options.qdiscBypass) {
            Sockets.setOption(fd, SOL_PACKET, PACKET_QDISC_BYPASS, 1, "PACKET_QDISC_BYPASS");
        }
        if (options.vnetHeader) {
            Sockets.setOption(fd, SOL_PACKET, PACKET_VNET_HDR, 1, "PACKET_VNET_HDR");
        }
        if (options.receiveBufferBytes > 0) {
            Sockets.setBufferBytes(
                    fd, Sockets.SO_RCVBUFFORCE, Sockets.SO_RCVBUF, options.receiveBufferBytes, "SO_RCVBUF");
        }
        if (options.sendBufferBytes > 0) {
            Sockets.setBufferBytes(fd, Sockets.SO_SNDBUFFORCE, Sockets.SO_SNDBUF, options.sendBufferBytes, "SO_SNDBUF");
        }
    }

    private static PacketRing ring(final int fd, final PacketSocketOptions.RingShape shape) {
        Sockets.setOption(fd, SOL_PACKET, PACKET_VERSION, TPACKET_V3, "PACKET_VERSION");
        try (Scratch scratch = new Scratch()) {
            final long request = scratch.allocate(TpacketReq3.SIZE);
            Memory.putInt(request + TpacketReq3.BLOCK_BYTES, shape.blockBytes());
            Memory.putInt(request + TpacketReq3.BLOCK_COUNT, shape.blockCount());
            Memory.putInt(request + TpacketReq3.FRAME_BYTES, RING_FRAME_BYTES);
            Memory.putInt(
                    request + TpacketReq3.FRAME_COUNT, shape.blockBytes() / RING_FRAME_BYTES * shape.blockCount());
            Memory.putInt(request + TpacketReq3.RETIRE_MS, shape.retireMs());
            Sockets.setOption(fd, SOL_PACKET, PACKET_RX_RING, request, TpacketReq3.SIZE, "PACKET_RX_RING, " + shape);
        }
        final long lengthBytes = (long) shape.blockBytes() * shape.blockCount();
        return new PacketRing(Mmap.shared(fd, lengthBytes, true), shape.blockBytes(), shape.blockCount());
    }

    private static void bind(final int fd, final int ifIndex) {
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(SockaddrLl.SIZE);
            Memory.putShort(address + SockaddrLl.FAMILY, (short) Sockets.AF_PACKET);
            Memory.putShort(address + SockaddrLl.PROTOCOL, (short) ETH_P_ALL_BE);
            Memory.putInt(address + SockaddrLl.INTERFACE_INDEX, ifIndex);
            final long result = Syscall.call(SyscallNumber.BIND, fd, address, SockaddrLl.SIZE);
            check(result, "bind(AF_PACKET, ifindex=%d, ETH_P_ALL)", ifIndex);
        }
    }

    private static void addPromiscuous(final int fd, final int ifIndex) {
        try (Scratch scratch = new Scratch()) {
            final long request = scratch.allocate(PacketMreq.SIZE);
            Memory.putInt(request + PacketMreq.INTERFACE_INDEX, ifIndex);
            Memory.putShort(request + PacketMreq.TYPE, (short) PACKET_MR_PROMISC);
            final String rendered = "PACKET_ADD_MEMBERSHIP, ifindex=" + ifIndex + ", PACKET_MR_PROMISC";
            Sockets.setOption(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, request, PacketMreq.SIZE, rendered);
        }
    }
}
