// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv6Prefix;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.VifFrame;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.Ipv6Address;
import net.vireo.packet.MacAddress;
import org.junit.jupiter.api.Test;

class NdServiceTest {
    private static final RecordedFrames KERNEL = RecordedFrames.of("nd");
    private static final Ipv6Address OTHER = Ipv6Address.parse("2001:db8::14");
    private static final Ipv6Address GUEST_LINK_LOCAL = Ipv6Address.parse("fe80::ff:fe00:a");
    private static final Ipv6Address ROUTER_LINK_LOCAL = Ipv6Address.parse("fe80::200:5eff:fe00:100");
    private static final long OTHER_MAC = MacAddress.parse("02:00:00:00:00:14");
    private static final long SECOND_NS = 1_000_000_000L;

    private final NdService service = new NdService();
    private final NdTestGuest guest = new NdTestGuest();

    @Test
    void shouldAdvertiseTheRouterToWhoAsks() throws Exception {
        final Icmp6Packet packet = Icmp6Packet.parse(answer(KERNEL.get("router-solicitation")));
        assertThat(packet.type()).isEqualTo(Icmpv6.ROUTER_ADVERTISEMENT);
        assertThat(packet.hopLimit()).isEqualTo(255);
        assertThat(packet.source()).isEqualTo(ROUTER_LINK_LOCAL);
        assertThat(packet.destination()).isEqualTo(GUEST_LINK_LOCAL);
        assertThat(packet.destinationMac()).isEqualTo(PlainGuest.MAC);
        // RFC 4861 4.2, 4.6.1, 4.6.4, 4.6.2; RFC 8106 5.1, 5.2.
        assertThat(packet.body())
                .hasToString("40c0070800000000" + "00000000"
                        + "010100005e000100"
                        + "05010000000005aa"
                        + "03044080ffffffffffffffff00000000" + "20010db8000000000000000000000000"
                        + "190300000000005a" + "20010db8000000000000000000000001"
                        + "1f0300000000005a" + "03726564076578616d706c6500000000");
    }

    @Test
    void shouldSayWhenItIsNoRouterAndWhenGuestsMakeAddresses() throws Exception {
        guest.gateway = false;
        guest.managed = false;
        guest.autonomous = true;
        final Icmp6Packet packet = Icmp6Packet.parse(answer(KERNEL.get("router-solicitation")));
        assertThat(packet.body().toString()).startsWith("40000000").contains("030440c0");
        guest.ipv6.set(0, new Ipv6Prefix(PlainGuest.ADDRESS_6, 80));
        assertThat(Icmp6Packet.parse(answer(KERNEL.get("router-solicitation")))
                        .body()
                        .toString())
                .as("no address can be made of 80 bits")
                .contains("03045080");
    }

    @Test
    void shouldAnswerTheKernelForTheGatewayAsAnotherKernelDid() throws Exception {
        final Icmp6Packet ours = Icmp6Packet.parse(answer(KERNEL.get("solicitation")));
        final Icmp6Packet theirs = Icmp6Packet.parse(KERNEL.get("advertisement"));
        assertThat(ours.source()).isEqualTo(theirs.source());
        assertThat(ours.destination()).isEqualTo(theirs.destination());
        assertThat(ours.destinationMac()).isEqualTo(theirs.destinationMac());
        assertThat(ours.hopLimit()).isEqualTo(theirs.hopLimit());
        assertThat(ours.body().slice(4, 28)).isEqualTo(theirs.body().slice(4, 28));
        assertThat(theirs.body().at(0)).as("solicited, override").isEqualTo(0x60);
        assertThat(ours.body().at(0)).as("and a router").isEqualTo(0xe0);
    }

    @Test
    void shouldAnswerForTheLinkLocalRouter() throws Exception {
        final Icmp6Packet packet = Icmp6Packet.parse(answer(KERNEL.get("solicitation-link-local")));
        assertThat(packet.source()).isEqualTo(ROUTER_LINK_LOCAL);
        assertThat(packet.destination()).isEqualTo(GUEST_LINK_LOCAL);
    }

    @Test
    void shouldSpeakForOthersWithoutOverride() throws Exception {
        final Bytes solicitation = solicitation(PlainGuest.ADDRESS_6, OTHER, PlainGuest.MAC);
        assertThat(service.receive(guest, solicitation, 0).answer()).isEmpty();
        guest.proxies.put(OTHER, OTHER_MAC);
        final Icmp6Packet packet = Icmp6Packet.parse(answer(solicitation));
        assertThat(packet.body().at(0)).isEqualTo(0x40);
        assertThat(packet.body().slice(20, 28)).hasToString("0201020000000014");
        assertThat(service.counters()).hasToString("solicitation=2, answered=1, unanswered=1");
    }

    @Test
    void shouldLetAGuestHaveItsOwnAddressAndNoOther() throws Exception {
        assertThat(service.receive(guest, KERNEL.get("dad"), 0).answer())
                .as("its link-local one")
                .isEmpty();
        assertThat(service.receive(guest, dad(PlainGuest.ADDRESS_6), 0).answer())
                .isEmpty();
        guest.proxies.put(OTHER, OTHER_MAC);
        final Icmp6Packet packet = Icmp6Packet.parse(answer(dad(OTHER)));
        assertThat(packet.destination()).as("to all nodes").isEqualTo(Ipv6Address.parse("ff02::1"));
        assertThat(packet.destinationMac()).isEqualTo(MacAddress.parse("33:33:00:00:00:01"));
        assertThat(packet.body().at(0)).as("not solicited").isZero();
        assertThat(Icmp6Packet.parse(answer(dad(ROUTER_LINK_LOCAL))).body().at(0))
                .isEqualTo(0xa0);
        assertThat(service.counters()).hasToString("dad=4, answered=2, own-address=2");
    }

    @Test
    void shouldLearnFromAdvertisements() {
        assertThat(service.receive(guest, KERNEL.get("advertisement-unicast"), 0)
                        .events())
                .containsExactly(new NdEvent.Advertised(3, PlainGuest.ADDRESS_6, PlainGuest.MAC));
        guest.ipv6.clear();
        assertThat(service.receive(guest, advertisement(GUEST_LINK_LOCAL, OTHER), 0)
                        .events())
                .containsExactly(new NdEvent.Conflict(3, OTHER, PlainGuest.MAC));
    }

    @Test
    void shouldAnswerNobodyWhoClaimsAnothersAddressOrMac() {
        guest.ipv6.clear();
        assertThat(service.receive(guest, KERNEL.get("solicitation"), 0)).isEqualTo(NdResult.NOTHING);
        guest.mac = OTHER_MAC;
        assertThat(service.receive(guest, KERNEL.get("router-solicitation"), 0)).isEqualTo(NdResult.NOTHING);
        guest.mac = PlainGuest.MAC;
        assertThat(service.receive(guest, solicitation(GUEST_LINK_LOCAL, OTHER, OTHER_MAC), 0))
                .isEqualTo(NdResult.NOTHING);
        assertThat(service.receive(guest, solicitation(ROUTER_LINK_LOCAL, OTHER, PlainGuest.MAC), 0))
                .as("speaks as the router")
                .isEqualTo(NdResult.NOTHING);
        assertThat(service.counters()).hasToString("foreign-mac=2, foreign-address=2");
    }

    @Test
    void shouldTellNobodyOfARogueRouter() {
        final Bytes rogue = new Icmp6Packet(
                        1, PlainGuest.MAC, GUEST_LINK_LOCAL, ROUTER_LINK_LOCAL, 255, 134, 0, Bytes.of(new byte[12]))
                .toFrame();
        assertThat(service.receive(guest, rogue, 0)).isEqualTo(NdResult.NOTHING);
        assertThat(service.counters()).hasToString("rogue-router=1");
    }

    @Test
    void shouldDropWhatCameThroughARouter() {
        final Bytes far = new Icmp6Packet(
                        1, PlainGuest.MAC, GUEST_LINK_LOCAL, ROUTER_LINK_LOCAL, 254, 133, 0, Bytes.of(new byte[4]))
                .toFrame();
        assertThat(service.receive(guest, far, 0)).isEqualTo(NdResult.NOTHING);
        assertThat(service.counters()).hasToString("invalid=1");
    }

    @Test
    void shouldDropAnOptionOfLengthZero() {
        final Bytes endless = new Icmp6Packet(
                        1, PlainGuest.MAC, GUEST_LINK_LOCAL, ROUTER_LINK_LOCAL, 255, 133, 0, Bytes.of(new byte[12]))
                .toFrame();
        assertThat(service.receive(guest, endless, 0)).isEqualTo(NdResult.NOTHING);
        assertThat(service.counters()).hasToString("invalid=1");
    }

    @Test
    void shouldAdvertiseEveryThirtySecondsUntilWithdrawn() throws Exception {
        service.advertise(guest, 0);
        assertThat(service.dueNs()).isEqualTo(30 * SECOND_NS);
        assertThat(service.expire(30 * SECOND_NS - 1)).isEmpty();
        final List<VifFrame> frames = service.expire(30 * SECOND_NS);
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().vif()).isEqualTo(3);
        assertThat(Icmp6Packet.parse(frames.getFirst().frame()).destination()).isEqualTo(Ipv6Address.parse("ff02::1"));
        assertThat(service.expire(200 * SECOND_NS))
                .as("after a pause one, not all that were missed")
                .hasSize(1);
        final Icmp6Packet last = Icmp6Packet.parse(service.withdraw(guest.vif()).orElseThrow());
        assertThat(last.body().slice(2, 4)).as("router lifetime").hasToString("0000");
        assertThat(service.expire(Long.MAX_VALUE - 1)).isEmpty();
        assertThat(service.withdraw(guest.vif())).isEmpty();
    }

    @Test
    void shouldNotBeWornDownByAFlood() {
        int answers = 0;
        for (int i = 0; i < 10_000; i++) {
            answers += service.receive(guest, KERNEL.get("router-solicitation"), i)
                            .answer()
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(answers).isEqualTo(100);
        assertThat(service.counters().value(NdCounter.RATE_LIMITED)).isEqualTo(9_900);
        assertThat(service.receive(guest, KERNEL.get("router-solicitation"), SECOND_NS)
                        .answer())
                .isPresent();
    }

    private Bytes answer(final Bytes frame) {
        final NdResult result = service.receive(guest, frame, 0);
        assertThat(result.answer())
                .as("answer; counters: %s", service.counters())
                .isPresent();
        return result.answer().orElseThrow();
    }

    private static Bytes solicitation(final Ipv6Address source, final Ipv6Address target, final long linkAddress) {
        final Bytes body = new WireWriter()
                .u32(0)
                .ipv6(target)
                .u16(0x0101)
                .u48(linkAddress)
                .toBytes();
        return message(source, target, 135, body);
    }

    private static Bytes dad(final Ipv6Address target) {
        return message(
                new Ipv6Address(0, 0),
                target,
                135,
                new WireWriter().u32(0).ipv6(target).toBytes());
    }

    private static Bytes advertisement(final Ipv6Address source, final Ipv6Address target) {
        return message(source, target, 136, new WireWriter().u32(0).ipv6(target).toBytes());
    }

    private static Bytes message(final Ipv6Address source, final Ipv6Address target, final int type, final Bytes body) {
        final Ipv6Address group =
                new Ipv6Address(Ipv6Address.LINK_GROUP_HIGH, Ipv6Address.solicitedNodeLow(target.low()));
        return new Icmp6Packet(Ipv6Address.multicastMac(group.low()), PlainGuest.MAC, source, group, 255, type, 0, body)
                .toFrame();
    }
}
