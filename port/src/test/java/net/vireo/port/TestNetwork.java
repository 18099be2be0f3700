// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.vireo.linux.Epoll;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** A network namespace of the test's own, without IPv6. */
final class TestNetwork implements AutoCloseable {
    private final Path namespace;

    TestNetwork(final Path directory) throws IOException {
        namespace = directory.resolve("netns");
        NetNamespace.create(namespace);
        // New links would talk of their own accord otherwise.
        call(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1"));
    }

    <T, X extends Exception> T call(final NetNamespace.Work<T, X> work) throws X {
        return NetNamespace.call(namespace, work);
    }

    /** Makes both ends of a veth and switches them on. Called inside {@link #call}. */
    static void addVeth(final String name, final String peer, final int mtuBytes) {
        try (RtNetlink links = RtNetlink.open()) {
            links.addVeth(name, peer);
            for (final String end : new String[] {name, peer}) {
                links.setMtu(links.link(end).index(), mtuBytes);
                links.setUp(links.link(end).index());
            }
        }
    }

    /** Receives until {@code count} packets are there or two seconds have passed. @return how many are there */
    static int receive(final RxQueue queue, final PoolCache cache, final long[] packets, final int count) {
        final long deadlineNs = System.nanoTime() + 2_000_000_000L;
        final long[] some = new long[Port.MAX_BURST_PACKETS];
        int n = 0;
        while (n < count && System.nanoTime() < deadlineNs) {
            final int got = queue.receive(cache, some, Math.min(some.length, packets.length - n));
            System.arraycopy(some, 0, packets, n, got);
            n += got;
        }
        return n;
    }

    /** Whether the descriptor polls readable now. */
    static boolean readable(final int fd) {
        try (Epoll epoll = Epoll.open()) {
            epoll.add(fd, Epoll.IN, 7);
            return epoll.await(new int[1], 0) == 1;
        }
    }

    /** An IPv4 UDP packet of 18 payload bytes (0xa5) to port 9, with right checksums. */
    static long udp(
            final PoolCache cache, final long toMac, final int source, final int destination, final int sourcePort) {
        final PacketPool pool = cache.pool();
        final long packet = Frames.filled(cache, 0xa5);
        final long frame = pool.dataAddress(packet);
        final long addresses = (long) source << 32 | destination;
        Ethernet.emit(frame, toMac, 0x02_00_00_00_00_01L, EtherType.IPV4);
        Ipv4.emit(frame + 14, 0, 46, 1, 0, 64, IpProtocol.UDP, addresses);
        Udp.emit(frame + 34, sourcePort, 9, 26);
        Udp.fillChecksum(frame + 34, addresses);
        return packet;
    }

    /** Whether a packet is UDP over IPv4 with a right, filled-in checksum. */
    static boolean isGoodUdp(final PacketPool pool, final long packet) {
        final long ip = pool.dataAddress(packet) + 14;
        return Ipv4.check(ip, PacketRef.length(packet) - 14) == 20
                && Ipv4.protocol(ip) == IpProtocol.UDP
                && Udp.checksum(ip + 20) != 0
                && Udp.verifyChecksum(ip + 20, Ipv4.addresses(ip));
    }

    /** Sends one datagram from the namespace's own stack. Called inside {@link #call}. */
    static void sendFromKernel(final String to, final int lengthBytes) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            final byte[] payload = new byte[lengthBytes];
            Arrays.fill(payload, (byte) 0x5a);
            socket.send(new DatagramPacket(payload, lengthBytes, InetAddress.getByName(to), 9));
        }
    }

    @Override
    public void close() {
        NetNamespace.delete(namespace);
    }
}
