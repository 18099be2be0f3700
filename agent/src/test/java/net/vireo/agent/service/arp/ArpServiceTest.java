// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.packet.Arp;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.MacAddress;
import org.junit.jupiter.api.Test;

class ArpServiceTest {
    private static final Bytes REQUEST = RecordedFrames.of("linux").get("arp-request");
    private static final RecordedFrames ARPING = RecordedFrames.of("arping");
    private static final int OTHER = Ipv4Address.parse("10.0.0.20");
    private static final long OTHER_MAC = MacAddress.parse("02:00:00:00:00:14");

    private final ArpService service = new ArpService();
    private final ArpTestGuest guest = new ArpTestGuest();

    @Test
    void shouldAnswerTheKernelForTheGateway() throws Exception {
        final ArpPacket reply =
                ArpPacket.parse(service.receive(guest, REQUEST, 0).answer().orElseThrow());
        assertThat(reply)
                .isEqualTo(new ArpPacket(
                        PlainGuest.MAC,
                        PlainGuest.ROUTER_MAC,
                        Arp.REPLY,
                        PlainGuest.ROUTER_MAC,
                        PlainGuest.GATEWAY,
                        PlainGuest.MAC,
                        PlainGuest.ADDRESS));
    }

    @Test
    void shouldWriteTheSameAnnouncementAsArping() {
        assertThat(ArpPacket.announcement(PlainGuest.ADDRESS, PlainGuest.MAC)
                        .toFrame()
                        .slice(12, 32))
                .isEqualTo(ARPING.get("announcement").slice(12, 32));
    }

    @Test
    void shouldAnswerForWhomItMaySpeakAndForNobodyElse() throws Exception {
        final Bytes request = request(PlainGuest.ADDRESS, OTHER);
        assertThat(service.receive(guest, request, 0).answer()).isEmpty();
        guest.proxies.put(OTHER, OTHER_MAC);
        final ArpPacket reply =
                ArpPacket.parse(service.receive(guest, request, 0).answer().orElseThrow());
        assertThat(reply.senderMac()).isEqualTo(OTHER_MAC);
        assertThat(reply.senderAddress()).isEqualTo(OTHER);
        assertThat(service.counters()).hasToString("request=2, answered=1, unanswered=1, learned=1");
    }

    @Test
    void shouldNotTellAGuestThatItsOwnAddressIsTaken() throws Exception {
        guest.proxies.put(OTHER, OTHER_MAC);
        final ArpPacket busy = ArpPacket.parse(
                service.receive(guest, ARPING.get("probe"), 0).answer().orElseThrow());
        assertThat(busy.senderAddress()).isEqualTo(OTHER);
        assertThat(busy.targetAddress()).as("a probe's sender has no address").isZero();
        guest.ipv4.set(0, new Ipv4Prefix(OTHER, 24));
        assertThat(service.receive(guest, ARPING.get("probe"), 0).answer()).isEmpty();
        assertThat(service.counters()).hasToString("probe=2, answered=1, own-address=1");
    }

    @Test
    void shouldLearnOnceAndForgetAfterFiveMinutes() {
        final ArpResult first = service.receive(guest, ARPING.get("announcement"), 0);
        assertThat(first.answer()).isEmpty();
        assertThat(first.events()).containsExactly(new ArpEvent.Learned(3, PlainGuest.ADDRESS, PlainGuest.MAC, true));
        assertThat(service.receive(guest, ARPING.get("announcement-reply"), 1).events())
                .isEmpty();
        final long dueNs = service.dueNs();
        assertThat(dueNs).isEqualTo(1 + SeenAddresses.AGE_NS);
        assertThat(service.expire(dueNs - 1)).isEmpty();
        assertThat(service.expire(dueNs)).containsExactly(new ArpEvent.Aged(3, PlainGuest.ADDRESS));
    }

    @Test
    void shouldSeeASharedAddressMove() {
        final ArpTestGuest second = new ArpTestGuest();
        second.vif = 4;
        second.mac = OTHER_MAC;
        second.ipv4.clear();
        guest.allowed.add(OTHER);
        second.allowed.add(OTHER);
        final Bytes here = ArpPacket.announcement(OTHER, PlainGuest.MAC).toFrame();
        final Bytes there = ArpPacket.announcement(OTHER, OTHER_MAC).toFrame();
        assertThat(service.receive(guest, here, 0).events())
                .containsExactly(new ArpEvent.Learned(3, OTHER, PlainGuest.MAC, true));
        assertThat(service.receive(second, there, 1).events())
                .containsExactly(new ArpEvent.Moved(3, 4, OTHER, OTHER_MAC));
        second.network = 2;
        assertThat(service.receive(second, there, 2).events())
                .as("the same address in another network is another address")
                .containsExactly(new ArpEvent.Learned(4, OTHER, OTHER_MAC, true));
    }

    @Test
    void shouldReportAForeignAddressOnceInTenSecondsAndNotAnswer() {
        final Bytes claim = request(OTHER, PlainGuest.GATEWAY);
        final ArpResult first = service.receive(guest, claim, 0);
        assertThat(first.answer()).isEmpty();
        assertThat(first.events()).containsExactly(new ArpEvent.Conflict(3, OTHER, PlainGuest.MAC));
        assertThat(service.receive(guest, claim, ArpService.DEFEND_INTERVAL_NS - 1)
                        .events())
                .isEmpty();
        assertThat(service.receive(guest, claim, ArpService.DEFEND_INTERVAL_NS).events())
                .hasSize(1);
        assertThat(service.counters()).hasToString("foreign-address=3");
    }

    @Test
    void shouldDefendTheGateway() throws Exception {
        final Bytes claim =
                ArpPacket.announcement(PlainGuest.GATEWAY, PlainGuest.MAC).toFrame();
        final ArpPacket defence =
                ArpPacket.parse(service.receive(guest, claim, 0).answer().orElseThrow());
        assertThat(defence.isAnnouncement()).isTrue();
        assertThat(defence.senderMac()).isEqualTo(PlainGuest.ROUTER_MAC);
        assertThat(defence.senderAddress()).isEqualTo(PlainGuest.GATEWAY);
        assertThat(service.receive(guest, claim, 1).answer())
                .as("not again at once")
                .isEmpty();
    }

    @Test
    void shouldAnswerNobodyWhoClaimsAnotherMac() {
        guest.mac = OTHER_MAC;
        assertThat(service.receive(guest, REQUEST, 0)).isEqualTo(ArpResult.NOTHING);
        assertThat(service.receive(guest, ARPING.get("probe"), 0)).isEqualTo(ArpResult.NOTHING);
        guest.mac = PlainGuest.MAC;
        final Bytes lie = new ArpPacket(
                        MacAddress.BROADCAST, PlainGuest.MAC, Arp.REQUEST, OTHER_MAC, PlainGuest.ADDRESS, 0, OTHER)
                .toFrame();
        assertThat(service.receive(guest, lie, 0)).isEqualTo(ArpResult.NOTHING);
        assertThat(service.counters().value(ArpCounter.FOREIGN_MAC)).isEqualTo(3);
    }

    @Test
    void shouldRememberNoMoreThanSoManyAddressesOfOneGuest() {
        for (int i = 0; i < SeenAddresses.MAX_PER_GUEST + 5; i++) {
            guest.allowed.add(0x0a010000 + i);
            service.receive(
                    guest,
                    ArpPacket.announcement(0x0a010000 + i, PlainGuest.MAC).toFrame(),
                    0);
        }
        assertThat(service.counters().value(ArpCounter.LEARNED)).isEqualTo(SeenAddresses.MAX_PER_GUEST);
        assertThat(service.counters().value(ArpCounter.TABLE_FULL)).isEqualTo(5);
        service.forget(guest.vif());
        service.receive(guest, ARPING.get("announcement"), 0);
        assertThat(service.counters().value(ArpCounter.LEARNED)).isEqualTo(SeenAddresses.MAX_PER_GUEST + 1);
    }

    @Test
    void shouldReportTheClaimsOfOneGuestWhileAnotherClaimsEverything() {
        for (int i = 0; i < 10_000; i++) {
            service.receive(guest, request(0x0a020000 + i, OTHER), 0);
        }
        guest.vif = 4;
        final ArpResult result = service.receive(guest, request(PlainGuest.GATEWAY, OTHER), 0);
        assertThat(result.events()).hasSize(1);
        assertThat(result.answer()).as("told whose the address is").isPresent();
    }

    @Test
    void shouldCountWhatIsCutOff() {
        for (int length = 0; length < 42; length++) {
            assertThat(service.receive(guest, REQUEST.slice(0, length), 0)).isEqualTo(ArpResult.NOTHING);
        }
        assertThat(service.counters()).hasToString("malformed=42");
    }

    @Test
    void shouldAnnounceTwiceTwoSecondsApart() {
        final ArpAnnouncer announcer = new ArpAnnouncer(service.counters());
        final ArpAnnouncer.Flood first = announcer.announce(1, PlainGuest.ADDRESS, PlainGuest.MAC, 100);
        assertThat(announcer.dueNs()).isEqualTo(100 + ArpAnnouncer.INTERVAL_NS);
        assertThat(announcer.expire(100 + ArpAnnouncer.INTERVAL_NS - 1)).isEmpty();
        assertThat(announcer.expire(100 + ArpAnnouncer.INTERVAL_NS)).containsExactly(first);
        announcer.announce(1, PlainGuest.ADDRESS, PlainGuest.MAC, 200);
        announcer.cancel(1, PlainGuest.ADDRESS, PlainGuest.MAC);
        assertThat(announcer.expire(Long.MAX_VALUE - 1)).isEmpty();
        assertThat(service.counters()).hasToString("announced=3");
    }

    private static Bytes request(final int sender, final int target) {
        return new ArpPacket(MacAddress.BROADCAST, PlainGuest.MAC, Arp.REQUEST, PlainGuest.MAC, sender, 0, target)
                .toFrame();
    }
}
