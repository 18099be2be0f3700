// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.igmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.LinkLocal;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.Ipv6Address;
import org.junit.jupiter.api.Test;

class GroupServiceTest {
    private static final RecordedFrames KERNEL = RecordedFrames.of("groups");
    private static final Group FIRST = new Group.Group4(Ipv4Address.parse("239.1.1.1"));
    private static final Group SOURCED = new Group.Group4(Ipv4Address.parse("232.1.1.1"));
    private static final Group SIXTH = new Group.Group6(Ipv6Address.parse("ff05::1234"));
    private static final long SECOND_NS = 1_000_000_000L;

    private final GroupService service = new GroupService();
    private final PlainGuest guest = new PlainGuest();

    @Test
    void shouldFollowAKernelThatJoinsAndLeaves() {
        assertThat(service.receive(guest, KERNEL.get("v3-join"), 0)).containsExactly(new GroupEvent(1, 3, FIRST, true));
        assertThat(service.receive(guest, KERNEL.get("v3-join"), 1)).as("again").isEmpty();
        assertThat(service.members(1, FIRST)).containsExactly(3);
        assertThat(service.members(2, FIRST)).as("another network").isEmpty();
        assertThat(service.receive(guest, KERNEL.get("v3-leave"), 2))
                .containsExactly(new GroupEvent(1, 3, FIRST, false));
        assertThat(service.members(1, FIRST)).isEmpty();
        assertThat(service.dueNs()).isEqualTo(Timers.NEVER_NS);
        assertThat(service.counters()).hasToString("report=3, joined=1, left=1");
    }

    @Test
    void shouldFollowAKernelOverIpv6() {
        assertThat(service.receive(guest, KERNEL.get("mld2-join"), 0))
                .containsExactly(new GroupEvent(1, 3, SIXTH, true));
        assertThat(service.receive(guest, KERNEL.get("mld2-leave"), 1))
                .containsExactly(new GroupEvent(1, 3, SIXTH, false));
        assertThat(service.receive(guest, RecordedFrames.of("linux").get("listener-report"), 2))
                .as("from the unspecified address, about a group of the link")
                .isEmpty();
        assertThat(service.counters()).hasToString("report=3, joined=1, left=1, link-local=1");
    }

    @Test
    void shouldGiveTheGroupToWhoWantsOneSourceOfIt() {
        assertThat(service.receive(guest, KERNEL.get("v3-join-source"), 0))
                .containsExactly(new GroupEvent(1, 3, SOURCED, true));
        assertThat(service.receive(guest, KERNEL.get("v3-leave-source"), 1)).isEmpty();
    }

    @Test
    void shouldUnderstandVersionsOneAndTwo() {
        assertThat(service.receive(guest, igmp("12000000" + "ef010101", 1), 0))
                .containsExactly(new GroupEvent(1, 3, FIRST, true));
        assertThat(service.receive(guest, igmp("16000000" + "ef010101", 1), 0)).isEmpty();
        assertThat(service.receive(guest, igmp("17000000" + "ef010101", 1), 0))
                .containsExactly(new GroupEvent(1, 3, FIRST, false));
        assertThat(service.receive(guest, mld(131), 0)).containsExactly(new GroupEvent(1, 3, SIXTH, true));
        assertThat(service.receive(guest, mld(132), 0)).containsExactly(new GroupEvent(1, 3, SIXTH, false));
        assertThat(service.counters()).hasToString("report=3, leave=2, joined=2, left=2");
    }

    @Test
    void shouldForgetWhoIsNotHeardOfForTwoQueries() {
        service.receive(guest, KERNEL.get("v3-join"), 0);
        assertThat(service.expire(260 * SECOND_NS - 1).events()).isEmpty();
        assertThat(service.expire(260 * SECOND_NS).events()).containsExactly(new GroupEvent(1, 3, FIRST, false));
        assertThat(service.counters().value(GroupCounter.AGED)).isOne();
    }

    @Test
    void shouldAskEvery125Seconds() throws Exception {
        service.add(guest, 0);
        final GroupService.Result first = service.expire(0);
        assertThat(first.frames()).hasSize(2);
        final Ipv4Packet igmp = Ipv4Packet.parse(first.frames().getFirst().frame());
        assertThat(igmp.ttl()).isEqualTo(1);
        assertThat(Ipv4Address.format(igmp.destination())).isEqualTo("224.0.0.1");
        // RFC 3376 4.1: type, ten seconds, checksum, no group, robustness 2, 125 s, no sources.
        assertThat(igmp.payload()).hasToString("1164" + "ec1e" + "00000000" + "027d0000");
        final Icmp6Packet mld = Icmp6Packet.parse(first.frames().getLast().frame());
        assertThat(mld.type()).isEqualTo(130);
        assertThat(mld.hopLimit()).isEqualTo(1);
        assertThat(mld.destination()).isEqualTo(Ipv6Address.parse("ff02::1"));
        assertThat(service.dueNs()).isEqualTo(125 * SECOND_NS);
        assertThat(service.expire(125 * SECOND_NS).frames()).hasSize(2);
        service.receive(guest, KERNEL.get("v3-join"), 0);
        assertThat(service.remove(3)).containsExactly(new GroupEvent(1, 3, FIRST, false));
        assertThat(service.expire(Long.MAX_VALUE - 1)).isEqualTo(GroupService.Result.NOTHING);
    }

    @Test
    void shouldBelieveNobodyElse() throws Exception {
        service.receive(guest, igmp("16000000" + "ef010101", 2), 0);
        guest.ipv4.clear();
        service.receive(guest, KERNEL.get("v3-join"), 0);
        guest.mac++;
        service.receive(guest, KERNEL.get("v3-join"), 0);
        assertThat(service.counters()).hasToString("ttl=1, foreign-mac=1, foreign-address=1");
    }

    @Test
    void shouldCountReportsThatNameMoreThanTheyHold() {
        assertThat(service.receive(guest, igmp("22000000" + "0000ffff" + "04000000ef010101", 1), 0))
                .isEmpty();
        assertThat(service.receive(guest, igmp("22000000" + "00000001" + "0400ffffef010101", 1), 0))
                .isEmpty();
        assertThat(service.receive(guest, igmp("16000000" + "ef01", 1), 0)).isEmpty();
        assertThat(service.counters()).hasToString("malformed-report=3");
        assertThat(service.members(1, FIRST)).isEmpty();
    }

    @Test
    void shouldRememberNoMoreThanSoManyGroupsOfOneGuest() {
        for (int i = 0; i < GroupService.MAX_GROUPS_OF_ONE + 7; i++) {
            service.receive(guest, igmp("16000000" + HexFormat.of().toHexDigits(0xef010000 + i), 1), 0);
        }
        assertThat(service.counters().value(GroupCounter.JOINED)).isEqualTo(GroupService.MAX_GROUPS_OF_ONE);
        assertThat(service.counters().value(GroupCounter.TABLE_FULL)).isEqualTo(7);
    }

    private static Bytes igmp(final String hex, final int ttl) {
        final WireWriter message =
                new WireWriter().bytes(Bytes.of(HexFormat.of().parseHex(hex)));
        message.putU16(2, Checksum.finish(message.sum()));
        return new Ipv4Packet(
                        0x01005e000016L,
                        PlainGuest.MAC,
                        PlainGuest.ADDRESS,
                        Ipv4Address.parse("224.0.0.22"),
                        2,
                        ttl,
                        message.toBytes())
                .toFrame();
    }

    private static Bytes mld(final int type) {
        final Bytes body =
                new WireWriter().u32(0).ipv6(Ipv6Address.parse("ff05::1234")).toBytes();
        return new Icmp6Packet(
                        1,
                        PlainGuest.MAC,
                        LinkLocal.of(PlainGuest.MAC),
                        Ipv6Address.parse("ff05::1234"),
                        1,
                        type,
                        0,
                        body)
                .toFrame();
    }

    static List<Bytes> corpus() {
        return List.copyOf(KERNEL.all());
    }
}
