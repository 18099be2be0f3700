// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.MacAddress;
import org.junit.jupiter.api.Test;

class DhcpServerTest {
    private static final RecordedFrames UDHCPC = RecordedFrames.of("udhcpc");
    private static final RecordedFrames LINUX = RecordedFrames.of("linux");
    private static final int BROADCAST_FLAG = 0x8000;

    private final DhcpServer server = new DhcpServer();
    private final DhcpTestGuest guest = new DhcpTestGuest();

    @Test
    void shouldOfferTheConfiguredAddressToUdhcpc() throws Exception {
        final Udp4Packet packet = Udp4Packet.parse(answer(UDHCPC.get("discover")));
        assertThat(packet.destinationMac()).isEqualTo(PlainGuest.MAC);
        assertThat(packet.sourceMac()).isEqualTo(PlainGuest.ROUTER_MAC);
        assertThat(Ipv4Address.format(packet.source())).isEqualTo("10.0.0.1");
        assertThat(Ipv4Address.format(packet.destination())).isEqualTo("10.0.0.10");
        assertThat(packet.sourcePort()).isEqualTo(67);
        assertThat(packet.destinationPort()).isEqualTo(68);
        final DhcpMessage offer = DhcpMessage.parse(packet.payload());
        assertThat(offer.xid()).isEqualTo(0xa2b8be03);
        assertThat(offer.yiaddr()).isEqualTo(PlainGuest.ADDRESS);
        assertThat(offer.chaddr()).isEqualTo(PlainGuest.MAC);
        assertThat(option(offer, 53)).isEqualTo("02");
        assertThat(option(offer, 54)).isEqualTo("0a000001");
        assertThat(option(offer, 51)).isEqualTo("ffffffff");
        assertThat(option(offer, 1)).isEqualTo("ffffff00");
        assertThat(option(offer, 3)).isEqualTo("0a000001");
        assertThat(option(offer, 6)).isEqualTo("0a000001");
        assertThat(option(offer, 12)).isEqualTo(Bytes.ofText("web-1").toString());
        assertThat(option(offer, 15)).isEqualTo(Bytes.ofText("red.example").toString());
        assertThat(option(offer, 26)).isEqualTo("05aa");
        assertThat(option(offer, 28)).isEqualTo("0a0000ff");
        assertThat(option(offer, 61)).as("RFC 6842").isEqualTo("0102000000000a");
        assertThat(server.counters()).hasToString("discover=1, offer=1");
    }

    @Test
    void shouldAcknowledgeWhatUdhcpcAndNetworkdRequest() throws Exception {
        for (final Bytes request : List.of(UDHCPC.get("request"), LINUX.get("request"))) {
            final DhcpMessage ack = message(answer(request));
            assertThat(option(ack, 53)).isEqualTo("05");
            assertThat(ack.yiaddr()).isEqualTo(PlainGuest.ADDRESS);
        }
        assertThat(server.counters()).hasToString("request=2, ack=2");
    }

    @Test
    void shouldWriteTheSameFixedFieldsAsUdhcpd() throws Exception {
        final DhcpMessage theirs =
                DhcpMessage.parse(Udp4Packet.parse(UDHCPC.get("udhcpd-ack")).payload());
        final DhcpMessage ours = message(answer(UDHCPC.get("request")));
        assertThat(ours.op()).isEqualTo(theirs.op());
        assertThat(ours.htype()).isEqualTo(theirs.htype());
        assertThat(ours.xid()).isEqualTo(theirs.xid());
        assertThat(ours.flags()).isEqualTo(theirs.flags());
        assertThat(ours.ciaddr()).isEqualTo(theirs.ciaddr());
        assertThat(ours.yiaddr()).isEqualTo(theirs.yiaddr());
        assertThat(ours.chaddr()).isEqualTo(theirs.chaddr());
        assertThat(option(ours, 1)).isEqualTo(option(theirs, 1));
        assertThat(option(ours, 3)).isEqualTo(option(theirs, 3));
    }

    @Test
    void shouldUnicastToWhoRenews() throws Exception {
        final Udp4Packet packet = Udp4Packet.parse(answer(UDHCPC.get("renew")));
        assertThat(packet.destination()).isEqualTo(PlainGuest.ADDRESS);
        assertThat(DhcpMessage.parse(packet.payload()).ciaddr()).isEqualTo(PlainGuest.ADDRESS);
    }

    @Test
    void shouldBroadcastToWhoSetsTheFlag() throws Exception {
        final Udp4Packet packet = Udp4Packet.parse(answer(UDHCPC.get("discover-broadcast")));
        assertThat(packet.destination()).isEqualTo(Ipv4Address.BROADCAST);
        assertThat(packet.destinationMac()).isEqualTo(MacAddress.BROADCAST);
        assertThat(DhcpMessage.parse(packet.payload()).flags()).isEqualTo(BROADCAST_FLAG);
    }

    @Test
    void shouldRefuseAnotherAddressToAll() throws Exception {
        guest.ipv4.set(0, Ipv4Prefix.parse("10.0.0.11/24"));
        final Udp4Packet packet = Udp4Packet.parse(answer(UDHCPC.get("request")));
        final DhcpMessage nak = DhcpMessage.parse(packet.payload());
        assertThat(packet.destination()).isEqualTo(Ipv4Address.BROADCAST);
        assertThat(option(nak, 53)).isEqualTo("06");
        assertThat(nak.yiaddr()).isZero();
        assertThat(nak.options().has(51)).isFalse();
        assertThat(server.counters()).hasToString("request=1, nak=1");
    }

    @Test
    void shouldKeepSilentAboutAnotherServersClient() {
        guest.serviceAddress4 = Ipv4Address.parse("10.0.0.2");
        assertThat(server.receive(guest, UDHCPC.get("request"))).isEmpty();
        assertThat(server.counters().value(DhcpCounter.OTHER_SERVER)).isOne();
    }

    @Test
    void shouldAnswerARebootedGuestThatNamesNoServer() throws Exception {
        assertThat(option(message(answer(request(0, PlainGuest.ADDRESS, 0))), 53))
                .isEqualTo("05");
        assertThat(option(message(answer(request(0, Ipv4Address.parse("10.0.0.99"), 0))), 53))
                .isEqualTo("06");
    }

    @Test
    void shouldAnswerNobodyWhoClaimsAnotherMac() {
        guest.mac = MacAddress.parse("02:00:00:00:00:0b");
        assertThat(server.receive(guest, UDHCPC.get("discover"))).isEmpty();
        assertThat(server.counters()).hasToString("foreign-mac=1");
    }

    @Test
    void shouldAnswerNobodyWhoComesFromAnotherAddress() {
        guest.ipv4.set(0, Ipv4Prefix.parse("10.0.0.11/24"));
        assertThat(server.receive(guest, UDHCPC.get("renew"))).isEmpty();
        assertThat(server.counters()).hasToString("foreign-address=1");
    }

    @Test
    void shouldLeaseForFourSecondsWhileTheConfigurationIsIncomplete() throws Exception {
        guest.configurationComplete = false;
        final DhcpMessage offer = message(answer(UDHCPC.get("discover")));
        assertThat(option(offer, 51)).isEqualTo("00000004");
        assertThat(option(offer, 58)).isEqualTo("00000002");
        assertThat(option(offer, 59)).isEqualTo("00000003");
    }

    @Test
    void shouldGiveAnInformedGuestOptionsAndNoLease() throws Exception {
        final Udp4Packet packet =
                Udp4Packet.parse(answer(message(DhcpType.INFORM, PlainGuest.ADDRESS, PlainGuest.ADDRESS, List.of())));
        assertThat(packet.destination()).isEqualTo(PlainGuest.ADDRESS);
        final DhcpMessage ack = DhcpMessage.parse(packet.payload());
        assertThat(ack.yiaddr()).isZero();
        assertThat(ack.options().has(51)).isFalse();
        assertThat(option(ack, 6)).isEqualTo("0a000001");
    }

    @Test
    void shouldCountReleaseAndDeclineWithoutAnAnswer() {
        assertThat(server.receive(guest, message(DhcpType.RELEASE, PlainGuest.ADDRESS, PlainGuest.ADDRESS, List.of())))
                .isEmpty();
        final Bytes decline = message(DhcpType.DECLINE, 0, 0, List.of(address(50, PlainGuest.ADDRESS)));
        assertThat(server.receive(guest, decline)).isEmpty();
        assertThat(server.receive(guest, message(DhcpType.DECLINE, 0, 0, List.of(address(50, 0x0a000063)))))
                .isEmpty();
        assertThat(server.counters()).hasToString("release=1, decline=1, foreign-address=1");
    }

    @Test
    void shouldSendClasslessRoutesInsteadOfRoutersToWhoAsksForThem() throws Exception {
        guest.hostRoutes.add(new ClasslessRoute(Ipv4Prefix.parse("10.17.0.0/16"), Ipv4Address.parse("10.0.0.254")));
        final DhcpMessage asked = message(answer(UDHCPC.get("discover")));
        // RFC 3442: length, octets, router; then the default route. udhcpc asked for 121 and for Microsoft's 249.
        assertThat(option(asked, 121)).isEqualTo("100a110a0000fe" + "000a000001");
        assertThat(option(asked, 249)).isEqualTo(option(asked, 121));
        assertThat(asked.options().has(3)).isFalse();
        final DhcpMessage notAsked =
                message(answer(message(DhcpType.DISCOVER, 0, 0, List.of(new DhcpOption(60, Bytes.ofText("PXE"))))));
        assertThat(option(notAsked, 3)).isEqualTo("0a000001");
        assertThat(notAsked.options().has(249)).isFalse();
    }

    @Test
    void shouldLetConfiguredOptionsWin() throws Exception {
        guest.dhcpOptions.add(DhcpOption.ofText("interface-mtu", "1300"));
        guest.dhcpOptions.add(DhcpOption.ofText("domain-name-servers", "8.8.8.8 9.9.9.9"));
        guest.dhcpOptions.add(DhcpOption.ofText("dhcp-lease-time", "600"));
        final DhcpMessage offer = message(answer(UDHCPC.get("discover")));
        assertThat(option(offer, 26)).isEqualTo("0514");
        assertThat(option(offer, 6)).isEqualTo("0808080809090909");
        assertThat(option(offer, 51)).isEqualTo("00000258");
        assertThat(option(offer, 58)).isEqualTo("0000012c");
    }

    @Test
    void shouldFillTheBootFields() throws Exception {
        guest.dhcpOptions.add(DhcpOption.ofText("tftp-server-name", "10.0.0.5"));
        guest.dhcpOptions.add(DhcpOption.ofText("bootfile-name", "pxelinux.0"));
        final DhcpMessage offer = message(answer(UDHCPC.get("discover")));
        assertThat(Ipv4Address.format(offer.siaddr())).isEqualTo("10.0.0.5");
        assertThat(offer.sname().toString()).startsWith(Bytes.ofText("10.0.0.5") + "00");
        assertThat(offer.file().toString()).startsWith(Bytes.ofText("pxelinux.0") + "00");
        assertThat(option(offer, 67)).isEqualTo(Bytes.ofText("pxelinux.0").toString());
    }

    @Test
    void shouldLeaveOutTheLastOptionsOfWhatAGuestCannotTake() throws Exception {
        guest.dhcpOptions.add(new DhcpOption(224, Bytes.of(new byte[400])));
        final DhcpMessage offer = message(answer(UDHCPC.get("discover")));
        assertThat(offer.options().has(224)).isFalse();
        assertThat(option(offer, 26)).isEqualTo("05aa");
        assertThat(server.counters().value(DhcpCounter.OPTIONS_LEFT_OUT)).isOne();
    }

    @Test
    void shouldSplitLongValuesAndJoinThem() throws Exception {
        guest.dhcpOptions.add(new DhcpOption(224, Bytes.of(new byte[400])));
        final Bytes sizes = Bytes.of((byte) (1000 >>> 8), (byte) 1000);
        final Bytes discover = message(DhcpType.DISCOVER, 0, 0, List.of(raw(57, sizes)));
        final DhcpMessage offer = message(answer(discover));
        assertThat(offer.options().find(224).orElseThrow().size()).isEqualTo(400);
    }

    @Test
    void shouldNotServeWhatIsNotAClients() {
        assertThat(server.receive(guest, UDHCPC.get("udhcpd-offer"))).isEmpty();
        assertThat(server.receive(guest, message(DhcpType.ACK, 0, 0, List.of())))
                .isEmpty();
        assertThat(server.counters()).hasToString("not-a-request=1, unknown-type=1");
    }

    @Test
    void shouldSayNothingWhereDhcpIsOffOrThereIsNoAddress() {
        guest.dhcpEnabled = false;
        assertThat(server.receive(guest, UDHCPC.get("discover"))).isEmpty();
        guest.dhcpEnabled = true;
        guest.ipv4.clear();
        assertThat(server.receive(guest, UDHCPC.get("discover"))).isEmpty();
        assertThat(server.counters()).hasToString("disabled=1, no-address=1");
    }

    @Test
    void shouldCountEveryTruncationOfAMessageAsMalformed() {
        final byte[] whole = UDHCPC.get("discover").toArray();
        for (int length = 0; length < 42 + DhcpMessage.FIXED_BYTES; length++) {
            final Bytes cut = Bytes.of(whole).slice(0, length);
            assertThat(server.receive(guest, cut)).as("%d bytes", length).isEmpty();
        }
        assertThat(server.counters().value(DhcpCounter.MALFORMED_FRAME)).isEqualTo(42 + DhcpMessage.FIXED_BYTES);
    }

    @Test
    void shouldCountAMessageWhoseOptionLiesAboutItsLength() {
        final Bytes bad = message(DhcpType.DISCOVER, 0, 0, List.of(raw(50, Bytes.of((byte) 1))));
        final Bytes request = message(DhcpType.REQUEST, 0, 0, List.of(raw(50, Bytes.of((byte) 1))));
        assertThat(server.receive(guest, bad))
                .as("a discover's wish is not read")
                .isPresent();
        assertThat(server.receive(guest, request)).isEmpty();
        assertThat(server.counters().value(DhcpCounter.MALFORMED_MESSAGE)).isOne();
    }

    private Bytes answer(final Bytes frame) {
        final Optional<Bytes> answer = server.receive(guest, frame);
        assertThat(answer).as("answer; counters: %s", server.counters()).isPresent();
        return answer.orElseThrow();
    }

    private static DhcpMessage message(final Bytes frame) throws Exception {
        return DhcpMessage.parse(Udp4Packet.parse(frame).payload());
    }

    private static String option(final DhcpMessage message, final int code) {
        return message.options().find(code).map(Bytes::toString).orElse("none");
    }

    private static DhcpOption address(final int code, final int address) {
        return raw(code, new WireWriter().u32(address).toBytes());
    }

    /** Codes that a configuration may not have go through a detour. */
    private static DhcpOption raw(final int code, final Bytes value) {
        return new DhcpOption(code == 50 ? 250 : code == 57 ? 251 : code, value);
    }

    private static Bytes request(final int ciaddr, final int requested, final int source) {
        return message(DhcpType.REQUEST, ciaddr, source, requested == 0 ? List.of() : List.of(address(50, requested)));
    }

    private static Bytes message(final int type, final int ciaddr, final int source, final List<DhcpOption> more) {
        final OptionFields options = new OptionFields();
        options.add(53, Bytes.of((byte) type));
        for (final DhcpOption option : new ArrayList<>(more)) {
            options.add(option.code() == 250 ? 50 : option.code() == 251 ? 57 : option.code(), option.value());
        }
        final WireWriter out = new WireWriter();
        new DhcpMessage(1, 0x0106, 7, 0, ciaddr, 0, 0, 0, PlainGuest.MAC, Bytes.EMPTY, Bytes.EMPTY, options)
                .write(out, 1400);
        return new Udp4Packet(
                        MacAddress.BROADCAST, PlainGuest.MAC, source, Ipv4Address.BROADCAST, 68, 67, out.toBytes())
                .toFrame();
    }
}
