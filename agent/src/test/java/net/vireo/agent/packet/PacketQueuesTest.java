// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketQueuesTest {
    private static final String ETHERNET = "02000000000102000000000a";
    private static final Set<PacketKind> SERVICES = EnumSet.complementOf(EnumSet.of(PacketKind.FLOW));
    private static final String DHCP =
            ETHERNET + "0800" + "45000030000000004011000000000000ffffffff" + "00440043001c0000";
    private static final String ARP = ETHERNET + "0806" + "0001080006040001";

    private final PacketQueues queues = new PacketQueues();

    private static TrappedPacket packet(final int reason, final String bytes) {
        return packet(5, reason, bytes);
    }

    private static TrappedPacket packet(final int vif, final int reason, final String bytes) {
        final byte[] packet = HexFormat.of().parseHex(bytes);
        final ByteBuffer frame = ByteBuffer.allocate(TrappedPacket.PACKET_OFFSET + packet.length);
        frame.putShort(14, (short) vif).putShort(16, (short) 2).putShort(18, (short) reason);
        frame.put(TrappedPacket.PACKET_OFFSET, packet);
        return TrappedPacket.of(frame.array()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0800, FLOW",
        "2, 0800, ARP",
        "20, 0800, BFD",
        "12, 0800, ICMP",
        "7, 0806, ARP",
        "7, 08004500003000000000401100000000000000000000004400430000, DHCP",
        "7, 810000640800450000300000000040110000000000000000000000440043, DHCP",
        "4, 0800460000300000000040110000000000000000000001020304c0000035, DNS",
        "4, 0800450000300000000040060000000000000000000004000035, OTHER",
        "4, 08004500003000000000400100000000000000000000, ICMP",
        "7, 08004500003000000000400200000000000000000000, IGMP",
        "4, 080045000030000000004011000000000000000000000400ffff, OTHER",
        "4, 08004500, OTHER",
        "4, 0800, OTHER",
        "4, 9999, OTHER",
    })
    void shouldSortByReasonAndHeaders(final int reason, final String rest, final PacketKind kind) {
        assertThat(Sorter.kind(packet(reason, ETHERNET + rest))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"85, ND", "87, ND", "80, ICMP", "8f, IGMP"})
    void shouldSortIcmp6ByItsType(final String type, final PacketKind kind) {
        final String addresses = "00".repeat(32);
        assertThat(Sorter.kind(packet(7, ETHERNET + "86dd60000000" + "0010" + "3aff" + addresses + type + "00")))
                .isEqualTo(kind);
        assertThat(Sorter.kind(packet(
                        7, ETHERNET + "86dd60000000" + "0018" + "0001" + addresses + "3a00050200000000" + type + "00")))
                .isEqualTo(kind);
    }

    @Test
    void shouldReadTheHeaderOfTheAgent() {
        final TrappedPacket packet = packet(7, ARP);

        assertThat(packet.vif()).isEqualTo(5);
        assertThat(packet.vrf()).isEqualTo(2);
        assertThat(packet.reason()).isEqualTo(7);
        assertThat(packet.packet()).isEqualTo(HexFormat.of().parseHex(ARP));
        assertThat(TrappedPacket.of(new byte[57])).isEmpty();
    }

    @Test
    void shouldDropAndCountWhatFindsItsQueueFull() {
        final int capacity = PacketKind.DHCP.capacity();
        for (int vif = 0; vif < capacity + 7; vif++) {
            queues.put(packet(vif, 7, DHCP));
        }

        assertThat(queues.counts().get(PacketKind.DHCP))
                .isEqualTo(new PacketQueues.Counts(capacity + 7, 7, 0, capacity));
    }

    @Test
    void shouldHaveRoomForAnInterfaceWhereOthersFloodTheSameKind() throws InterruptedException {
        final int flooders = 3;
        final int capacity = PacketKind.DHCP.capacity();
        for (int i = 0; i < 10_000; i++) {
            for (int vif = 0; vif < flooders; vif++) {
                queues.put(packet(vif, 7, DHCP));
            }
        }

        assertThat(queues.counts().get(PacketKind.DHCP).waiting()).isEqualTo(capacity * flooders / (flooders + 1));

        final long droppedBefore = queues.counts().get(PacketKind.DHCP).dropped();
        queues.put(packet(9, 7, DHCP));

        assertThat(queues.counts().get(PacketKind.DHCP).dropped()).isEqualTo(droppedBefore);
        final List<Integer> taken = new ArrayList<>();
        while (!taken.contains(9)) {
            queues.take(SERVICES, 0).getFirst().packets().forEach(packet -> taken.add(packet.vif()));
        }
    }

    @Test
    void shouldGiveAnInterfaceItsRoomBackWhenItsPacketsAreTaken() throws InterruptedException {
        final int share = PacketKind.DHCP.capacity() / 2;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < share; i++) {
                queues.put(packet(7, DHCP));
            }
            assertThat(queues.take(SERVICES, share, 0).getFirst().packets()).hasSize(share);
        }

        assertThat(queues.counts().get(PacketKind.DHCP).dropped()).isZero();
    }

    @Test
    void shouldServeARequestBehindAFloodOfAnotherKindInTheFirstTurn() throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            queues.put(packet(7, DHCP));
            queues.put(packet(6, ARP));
        }
        queues.put(packet(2, ARP));

        final List<PacketQueues.Turn> turns = queues.take(SERVICES, 0);

        assertThat(turns).hasSize(2);
        assertThat(turns.getFirst().kind()).isEqualTo(PacketKind.ARP);
        assertThat(turns.getFirst().packets()).hasSize(1);
        assertThat(turns.getLast().packets()).hasSizeLessThanOrEqualTo(16);
        assertThat(queues.counts().get(PacketKind.ARP).dropped()).isZero();
        assertThat(queues.counts().get(PacketKind.FLOW).dropped()).isEqualTo(10_000 - PacketKind.FLOW.capacity() / 2);
    }

    @Test
    void shouldReturnNothingWhenTheTimeIsOver() throws InterruptedException {
        assertThat(queues.take(SERVICES, 1)).isEmpty();
        queues.close();
        assertThat(queues.take(SERVICES, 60_000)).isEmpty();
    }

    @Test
    void shouldPutTheHeaderInFrontOfAReply() {
        final byte[] packet = HexFormat.of().parseHex(ARP);

        final byte[] sent = Reply.send(5, packet).frame().array();
        final byte[] entered = Reply.enter(5, 2, packet).frame().array();

        assertThat(HexFormat.of().formatHex(sent, 0, 20))
                .isEqualTo("00005e000100" + "00005e000100" + "0800" + "0005" + "0000" + "0000");
        assertThat(HexFormat.of().formatHex(entered, 14, 20)).isEqualTo("0005" + "0002" + "0001");
        assertThat(HexFormat.of().formatHex(sent, 44, sent.length)).isEqualTo(ARP);
    }
}
