// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.vireo.linux.PacketSocketOptions.Fanout;
import net.vireo.linux.PacketSocketOptions.RingShape;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.netlink.RtNetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames over a veth pair whose ends are in two namespaces; both ends are ours, so nothing else talks. */
@Tag("system")
class PacketSocketSystemTest {
    private static final int COUNT = 16;
    private static final int BUFFER_BYTES = 2048;
    private static final int FRAME_BYTES = 100;
    private static final int ETHER_TYPE_AT = 12;

    private final Namespaces namespaces = new Namespaces();
    private final Path near = namespaces.create("near");
    private final Path far = namespaces.create("far");
    private final Mapping buffers = Mmap.anonymous(2L * COUNT * BUFFER_BYTES, false);
    private final MessageVector out = MessageVector.forSend(COUNT);
    private final MessageVector in = MessageVector.forReceive(COUNT);
    private int nearIndex;
    private int farIndex;

    @BeforeEach
    void makeLink() {
        final int farNetns = NetNamespace.open(far);
        try (RtNetlink nearNet = RtNetlink.open(near);
                RtNetlink farNet = RtNetlink.open(far)) {
            nearIndex = nearNet.addVeth("near0", "far0", farNetns);
            farIndex = farNet.link("far0").index();
            // Without IPv6 a link that comes up says nothing by itself.
            Namespaces.run(near, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/near0/disable_ipv6 || true");
            Namespaces.run(far, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/far0/disable_ipv6 || true");
            nearNet.setUp(nearIndex);
            farNet.setUp(farIndex);
            assertThat(nearNet.awaitOperational(nearIndex, 5000)).isTrue();
            assertThat(farNet.awaitOperational(farIndex, 5000)).isTrue();
        }
        Fds.close(farNetns);
        Memory.fill(buffers.address(), buffers.lengthBytes(), (byte) 0xa5);
        for (int i = 0; i < COUNT; i++) {
            out.buffer(i, buffers.address() + (long) i * BUFFER_BYTES, FRAME_BYTES);
            in.buffer(i, inBuffer(i), BUFFER_BYTES);
            writeFrame(i, 0x0200_0000_00ffL, 0x88b5_0000L + i);
        }
    }

    @AfterEach
    void close() {
        out.close();
        in.close();
        buffers.close();
        namespaces.close();
    }

    @Test
    void shouldCarryABurstWithOneCallEachWayAndEchoIt() {
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous());
                PacketSocket farSocket = open(far, farIndex, promiscuous())) {
            assertThat(in.tryReceive(farSocket.fd(), COUNT)).isEqualTo(-Errno.EAGAIN);
            assertThat(out.trySend(nearSocket.fd(), 0, COUNT)).isEqualTo(COUNT);
            assertThat(out.lengthBytes(3)).isEqualTo(FRAME_BYTES);
            assertThat(receive(farSocket, COUNT, COUNT)).isEqualTo(COUNT);
            for (int i = 0; i < COUNT; i++) {
                assertThat(in.lengthBytes(i)).isEqualTo(FRAME_BYTES);
                assertThat(in.vlanTag(i)).isEqualTo(MessageVector.NO_VLAN);
                assertThat(in.truncated(i)).isFalse();
                assertThat(Memory.getIntBe(inBuffer(i) + ETHER_TYPE_AT)).isEqualTo(0x88b5_0000 + i);
                assertThat(Memory.getByte(inBuffer(i) + FRAME_BYTES)).isEqualTo((byte) 0xa5);
                out.buffer(i, inBuffer(i), in.lengthBytes(i));
            }
            assertThat(out.trySend(farSocket.fd(), 4, COUNT)).isEqualTo(COUNT - 4);
            assertThat(receive(nearSocket, COUNT - 4, 3)).isEqualTo(3);
            assertThat(in.tryReceive(nearSocket.fd(), COUNT)).isEqualTo(COUNT - 7);
            assertThat(in.tryReceive(farSocket.fd(), COUNT)).isEqualTo(-Errno.EAGAIN);
            assertThat(farSocket.statistics()).isEqualTo(new PacketSocket.Statistics(COUNT, 0));
            assertThat(farSocket.statistics()).isEqualTo(new PacketSocket.Statistics(COUNT, 0));
        }
    }

    @Test
    void shouldGatherAMessageFromPieces() {
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous());
                PacketSocket farSocket = open(far, farIndex, promiscuous());
                MessageVector gather = MessageVector.forSend(2, 2)) {
            gather.piece(0, buffers.address(), 20);
            gather.piece(1, buffers.address() + BUFFER_BYTES, 30);
            gather.piece(2, buffers.address() + 50, 50);
            gather.pieces(0, 0, 3);
            gather.piece(3, buffers.address() + BUFFER_BYTES, FRAME_BYTES);
            gather.pieces(1, 3, 1);
            assertThat(gather.trySend(nearSocket.fd(), 0, 2)).isEqualTo(2);
            assertThat(receive(farSocket, 2, COUNT)).isEqualTo(2);
            assertThat(in.lengthBytes(0)).isEqualTo(FRAME_BYTES);
            assertThat(in.lengthBytes(1)).isEqualTo(FRAME_BYTES);
            assertThat(Memory.getIntBe(inBuffer(0) + ETHER_TYPE_AT)).isEqualTo(0x88b5_0000);
            assertThat(Memory.getIntBe(inBuffer(0) + 20 + ETHER_TYPE_AT)).isEqualTo(0x88b5_0001);
            assertThat(Memory.getByte(inBuffer(0) + 99)).isEqualTo((byte) 0xa5);
            assertThat(Memory.getIntBe(inBuffer(1) + ETHER_TYPE_AT)).isEqualTo(0x88b5_0001);
        }
    }

    @Test
    void shouldReportTheVlanTagThatTheKernelTookOff() {
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous());
                PacketSocket farSocket = open(far, farIndex, promiscuous())) {
            writeFrame(0, 0x0200_0000_00ffL, 0x8100_6064L); // priority 3, VLAN 100
            Memory.putIntBe(buffers.address() + 16, 0x88b5_0000);
            writeFrame(1, 0x0200_0000_00ffL, 0x88a8_0fffL); // 802.1ad, VLAN 4095
            Memory.putIntBe(buffers.address() + BUFFER_BYTES + 16, 0x88b5_0000);
            assertThat(out.trySend(nearSocket.fd(), 0, 3)).isEqualTo(3);
            assertThat(receive(farSocket, 3, COUNT)).isEqualTo(3);
            assertThat(in.lengthBytes(0)).isEqualTo(FRAME_BYTES - 4);
            assertThat(in.vlanTag(0)).isEqualTo(0x6064);
            assertThat(in.vlanTpid(0)).isEqualTo(0x8100);
            assertThat(Memory.getShortBe(inBuffer(0) + ETHER_TYPE_AT) & 0xffff).isEqualTo(0x88b5);
            assertThat(in.vlanTag(1)).isEqualTo(0x0fff);
            assertThat(in.vlanTpid(1)).isEqualTo(0x88a8);
            assertThat(in.vlanTag(2)).isEqualTo(MessageVector.NO_VLAN);
        }
    }

    @Test
    void shouldForgetTheTagsOfTheLastBurst() {
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous());
                PacketSocket farSocket = open(far, farIndex, promiscuous().auxdata(false));
                PacketSocket tagging = open(far, farIndex, promiscuous())) {
            writeFrame(0, 0x0200_0000_00ffL, 0x8100_6064L);
            out.trySend(nearSocket.fd(), 0, 1);
            assertThat(receive(tagging, 1, COUNT)).isEqualTo(1);
            assertThat(in.vlanTag(0)).isEqualTo(0x6064);
            assertThat(receive(farSocket, 1, COUNT)).isEqualTo(1);
            assertThat(in.vlanTag(0)).isEqualTo(MessageVector.NO_VLAN);
            assertThat(in.status(0)).isZero();
        }
    }

    @Test
    void shouldMarkAFrameThatWasTooLong() {
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous());
                PacketSocket farSocket = open(far, farIndex, promiscuous())) {
            in.buffer(0, inBuffer(0), 60);
            out.trySend(nearSocket.fd(), 0, 2);
            assertThat(receive(farSocket, 2, COUNT)).isEqualTo(2);
            assertThat(in.truncated(0)).isTrue();
            assertThat(in.lengthBytes(0)).isEqualTo(60);
            assertThat(Memory.getByte(inBuffer(0) + 60)).isEqualTo((byte) 0xa5);
            assertThat(in.truncated(1)).isFalse();
        }
    }

    @Test
    void shouldHearItsOwnFramesOnlyWhenAsked() {
        try (PacketSocket deaf = open(near, nearIndex, promiscuous());
                PacketSocket hearing = open(near, nearIndex, promiscuous().ignoreOutgoing(false))) {
            out.trySend(deaf.fd(), 0, 2);
            assertThat(receive(hearing, 2, COUNT)).isEqualTo(2);
            out.trySend(hearing.fd(), 0, 2);
            assertThat(in.tryReceive(deaf.fd(), COUNT)).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void shouldShareTheFramesOfALinkInAGroup() {
        final PacketSocketOptions options = promiscuous().fanout(77, Fanout.ROUND_ROBIN);
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous().qdiscBypass(true));
                PacketSocket first = open(far, farIndex, options);
                PacketSocket second = open(far, farIndex, options)) {
            assertThat(out.trySend(nearSocket.fd(), 0, COUNT)).isEqualTo(COUNT);
            assertThat(receive(first, COUNT / 2, COUNT)).isEqualTo(COUNT / 2);
            assertThat(receive(second, COUNT / 2, COUNT)).isEqualTo(COUNT / 2);
        }
        try (PacketSocket member = open(far, farIndex, promiscuous().fanout(77, Fanout.HASH))) {
            assertThat(member.ring()).isNull();
            assertThatThrownBy(() -> open(far, farIndex, promiscuous().fanout(77, Fanout.CPU)))
                    .hasMessageContaining("EINVAL: setsockopt(")
                    .hasMessageContaining("PACKET_FANOUT, value=131149");
        }
    }

    @Test
    void shouldReadFramesFromSharedMemory() {
        final RingShape shape = new RingShape(1 << 16, 4, 1);
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous());
                PacketSocket farSocket = open(far, farIndex, promiscuous().ring(shape));
                Epoll epoll = Epoll.open()) {
            epoll.add(farSocket.fd(), Epoll.IN, 1);
            final PacketRing ring = farSocket.ring();
            assertThat(ring.tryNext()).isEqualTo(PacketRing.NONE);
            writeFrame(5, 0x0200_0000_00ffL, 0x8100_6064L);
            int expected = 0;
            // Enough bursts to go around the ring's 256 KB more than once.
            for (int burst = 0; burst < 300; burst++) {
                assertThat(out.trySend(nearSocket.fd(), 0, COUNT)).isEqualTo(COUNT);
                for (int i = 0; i < COUNT; i++) {
                    final long frame = next(ring, epoll);
                    final int tagBytes = i == 5 ? 4 : 0;
                    assertThat(PacketRing.lengthBytes(frame)).isEqualTo(FRAME_BYTES - tagBytes);
                    assertThat(PacketRing.wireLengthBytes(frame)).isEqualTo(FRAME_BYTES - tagBytes);
                    assertThat(PacketRing.vlanTag(frame)).isEqualTo(i == 5 ? 0x6064 : PacketRing.NO_VLAN);
                    assertThat(PacketRing.vlanTpid(frame)).isEqualTo(0x8100);
                    if (i != 5) {
                        assertThat(Memory.getIntBe(PacketRing.address(frame) + ETHER_TYPE_AT))
                                .isEqualTo(0x88b5_0000 + i);
                    }
                    expected++;
                }
            }
            assertThat(ring.tryNext()).isEqualTo(PacketRing.NONE);
            assertThat(farSocket.statistics()).isEqualTo(new PacketSocket.Statistics(expected, 0));
        }
    }

    @Test
    void shouldCountWhatFoundNoRoom() {
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous());
                PacketSocket farSocket = open(far, farIndex, promiscuous().buffers(1, 0))) {
            for (int burst = 0; burst < 20; burst++) {
                out.trySend(nearSocket.fd(), 0, COUNT);
            }
            receive(farSocket, 20 * COUNT, 0);
            final PacketSocket.Statistics statistics = farSocket.statistics();
            assertThat(statistics.packets()).isEqualTo(20L * COUNT);
            assertThat(statistics.drops()).isBetween(20L * COUNT - 20, 20L * COUNT - 1);
        }
    }

    @Test
    void shouldSayThatTheLinkWentDown() {
        try (PacketSocket nearSocket = open(near, nearIndex, promiscuous());
                RtNetlink net = RtNetlink.open(near)) {
            net.setDown(nearIndex);
            assertThat(in.tryReceive(nearSocket.fd(), COUNT)).isEqualTo(-Errno.ENETDOWN);
            assertThat(in.tryReceive(nearSocket.fd(), COUNT)).isEqualTo(-Errno.EAGAIN);
            assertThat(out.trySend(nearSocket.fd(), 0, 1)).isEqualTo(-Errno.ENETDOWN);
        }
    }

    @Test
    void shouldSayWhichLinkCouldNotBeOpened() {
        assertThatThrownBy(() -> open(near, 9999, promiscuous()))
                .hasMessage("ENODEV: bind(AF_PACKET, ifindex=9999, ETH_P_ALL)");
        assertThatThrownBy(() -> open(near, nearIndex, promiscuous().ring(new RingShape(1000, 4, 1))))
                .hasMessageContaining("EINVAL: setsockopt(")
                .hasMessageContaining("PACKET_RX_RING, RingShape[blockBytes=1000, blockCount=4, retireMs=1]");
    }

    private static PacketSocketOptions promiscuous() {
        return new PacketSocketOptions().promiscuous(true);
    }

    private static PacketSocket open(final Path netns, final int index, final PacketSocketOptions options) {
        return NetNamespace.call(netns, () -> PacketSocket.open(index, options));
    }

    private static long next(final PacketRing ring, final Epoll epoll) {
        final int[] ready = new int[1];
        final long deadlineNs = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < deadlineNs) {
            final long frame = ring.tryNext();
            if (frame != PacketRing.NONE) {
                return frame;
            }
            epoll.await(ready, 100);
        }
        throw new AssertionError("no frame in 5 s");
    }

    /** Receives once what was sent before: the other end gets its frames from a softirq, perhaps a moment later. */
    private int receive(final PacketSocket socket, final int sentBefore, final int count) {
        final long deadlineNs = System.nanoTime() + 5_000_000_000L;
        while (socket.statistics().packets() < sentBefore && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
        return in.tryReceive(socket.fd(), count);
    }

    private long inBuffer(final int i) {
        return buffers.address() + (long) (COUNT + i) * BUFFER_BYTES;
    }

    /** To a MAC, from 02:00:00:00:00:01, then four bytes from the EtherType on. */
    private void writeFrame(final int i, final long destination, final long fromEtherType) {
        final long at = buffers.address() + (long) i * BUFFER_BYTES;
        Memory.putLongBe(at, destination << 16 | 0x0200);
        Memory.putIntBe(at + 8, 0x0000_0001);
        Memory.putIntBe(at + ETHER_TYPE_AT, (int) fromEtherType);
    }
}
