// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.LinkLocal;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Udp6Packet;
import net.vireo.packet.Ipv6Address;
import net.vireo.packet.MacAddress;
import org.junit.jupiter.api.Test;

class Dhcp6ServerTest {
    private static final Bytes SOLICIT = RecordedFrames.of("linux").get("dhcp6-solicit");
    private static final String CLIENT = "00020000ab110033bdebf95e192c";
    private static final String SERVER = "0003000100005e000100";
    private static final String ADDRESS = "20010db800000000000000000000000a";
    private static final String OTHER = "20010db8000000000000000000000014";
    private static final String FOREVER = "ffffffffffffffff";
    private static final String DNS = "00170010" + "20010db8000000000000000000000001";
    private static final String DOMAIN = "0018000d" + "03726564076578616d706c6500";

    private final Dhcp6Server server = new Dhcp6Server();
    private final Dhcp6TestGuest guest = new Dhcp6TestGuest();

    @Test
    void shouldCommitAtOnceToNetworkdWhichAsksForThat() throws Exception {
        final Udp6Packet packet =
                Udp6Packet.parse(server.receive(guest, SOLICIT).orElseThrow());
        assertThat(packet.destinationMac()).isEqualTo(PlainGuest.MAC);
        assertThat(packet.source()).isEqualTo(LinkLocal.of(PlainGuest.ROUTER_MAC));
        assertThat(packet.destination()).isEqualTo(Ipv6Address.parse("fe80::ff:fe00:a"));
        assertThat(packet.sourcePort()).isEqualTo(547);
        assertThat(packet.destinationPort()).isEqualTo(546);
        // Reply; client, server; IA_NA with the address, for ever; IA_PD: no prefix available; rapid commit; DNS,
        // domain.
        assertThat(packet.payload())
                .hasToString("077e573d" + "0001000e" + CLIENT + "0002000a" + SERVER
                        + "00030028" + "84cdf221" + FOREVER + "00050018" + ADDRESS + FOREVER
                        + "0019002b" + "84cdf221" + "0000000000000000" + "000d001b" + "0006"
                        + Bytes.ofText("no prefixes are delegated")
                        + "000e0000" + DNS + DOMAIN);
        assertThat(server.counters()).hasToString("solicit=1, reply=1");
    }

    @Test
    void shouldAdvertiseToWhoDoesNotAskForRapidCommit() throws Exception {
        final Dhcp6Message advertise = answer(message(1, client(), ia(3, "")));
        assertThat(advertise.type()).isEqualTo(Dhcp6Type.ADVERTISE);
        assertThat(advertise.find(3).orElseThrow().toString()).contains(ADDRESS);
        assertThat(advertise.find(7)).contains(Bytes.of((byte) 0xff));
        assertThat(advertise.has(14)).isFalse();
    }

    @Test
    void shouldServeNetworkdInFourMessages() throws Exception {
        final RecordedFrames networkd = RecordedFrames.of("linux");
        final Dhcp6Message advertise =
                Dhcp6Message.parse(Udp6Packet.parse(server.receive(guest, networkd.get("dhcp6-solicit-plain"))
                                .orElseThrow())
                        .payload());
        assertThat(advertise.type()).isEqualTo(Dhcp6Type.ADVERTISE);
        final Dhcp6Message reply = Dhcp6Message.parse(Udp6Packet.parse(
                        server.receive(guest, networkd.get("dhcp6-request")).orElseThrow())
                .payload());
        assertThat(reply.type()).isEqualTo(Dhcp6Type.REPLY);
        assertThat(reply.find(3)).hasToString("Optional[84cdf221" + FOREVER + "00050018" + ADDRESS + FOREVER + "]");
    }

    @Test
    void shouldGiveItsAddressOnRequestRenewAndRebind() throws Exception {
        for (final int type : new int[] {Dhcp6Type.REQUEST, Dhcp6Type.RENEW, Dhcp6Type.REBIND}) {
            final Dhcp6Message reply = type == Dhcp6Type.REBIND
                    ? answer(message(type, client(), ia(3, ADDRESS)))
                    : answer(message(type, client(), serverId(SERVER), ia(3, ADDRESS)));
            assertThat(reply.type()).isEqualTo(Dhcp6Type.REPLY);
            assertThat(reply.find(3)).hasToString("Optional[00000007" + FOREVER + "00050018" + ADDRESS + FOREVER + "]");
        }
    }

    @Test
    void shouldTakeAnAddressAwayThatIsNotTheGuests() throws Exception {
        final Dhcp6Message reply = answer(message(5, client(), serverId(SERVER), ia(3, OTHER)));
        assertThat(reply.find(3).orElseThrow().toString())
                .contains(ADDRESS + FOREVER)
                .contains(OTHER + "0000000000000000");
    }

    @Test
    void shouldNotAnswerWhatWouldFillMoreThanAPacket() {
        final Dhcp6Message.Option[] many = new Dhcp6Message.Option[2001];
        Arrays.fill(many, ia(3, ""));
        many[0] = client();
        assertThat(server.receive(guest, frame(message(1, many)))).isEmpty();
        assertThat(server.counters()).hasToString("solicit=1, too-long=1");
    }

    @Test
    void shouldLeaseForFourSecondsWhileTheConfigurationIsIncomplete() throws Exception {
        guest.complete = false;
        assertThat(answer(message(1, client(), ia(3, ""))).find(3))
                .hasToString(
                        "Optional[00000007" + "00000002" + "00000003" + "00050018" + ADDRESS + "0000000400000004]");
    }

    @Test
    void shouldSayThatThereIsNoAddress() throws Exception {
        guest.ipv6.clear();
        final Dhcp6Message reply = answer(message(1, client(), ia(3, "")));
        assertThat(reply.find(3).orElseThrow().toString()).startsWith("00000007" + "0000000000000000" + "000d");
        assertThat(reply.find(3).orElseThrow().slice(16, 18)).hasToString("0002");
    }

    @Test
    void shouldConfirmAddressesOfTheLinkOnly() throws Exception {
        assertThat(answer(message(4, client(), ia(3, OTHER))).find(13)).hasToString("Optional[0000]");
        assertThat(answer(message(4, client(), ia(3, "20010db9000000000000000000000014")))
                        .find(13)
                        .orElseThrow()
                        .slice(0, 2))
                .hasToString("0004");
        assertThat(server.receive(guest, frame(message(4, client())))).isEmpty();
        assertThat(server.counters()).hasToString("confirm=3, reply=2, nothing-to-confirm=1");
    }

    @Test
    void shouldAcknowledgeReleaseAndDecline() throws Exception {
        for (final int type : new int[] {Dhcp6Type.RELEASE, Dhcp6Type.DECLINE}) {
            assertThat(answer(message(type, client(), serverId(SERVER), ia(3, ADDRESS)))
                            .find(13))
                    .hasToString("Optional[0000]");
            assertThat(answer(message(type, client(), serverId(SERVER), ia(3, OTHER)))
                            .find(3)
                            .orElseThrow()
                            .slice(16, 18))
                    .as("no binding")
                    .hasToString("0003");
        }
    }

    @Test
    void shouldGiveOptionsToWhoAsksForNoAddress() throws Exception {
        final Dhcp6Message reply = answer(message(11));
        assertThat(reply.find(23)).hasToString("Optional[" + DNS.substring(8) + "]");
        assertThat(reply.find(24)).hasToString("Optional[" + DOMAIN.substring(8) + "]");
        assertThat(reply.has(1)).isFalse();
    }

    @Test
    void shouldDropWhatRfc8415HasDiscarded() {
        assertThat(server.receive(guest, frame(message(1, ia(3, "")))))
                .as("no client")
                .isEmpty();
        assertThat(server.receive(guest, frame(message(3, client(), ia(3, "")))))
                .as("no server")
                .isEmpty();
        assertThat(server.receive(guest, frame(message(1, client(), serverId(SERVER)))))
                .as("a server")
                .isEmpty();
        assertThat(server.receive(guest, frame(message(11, client(), ia(3, "")))))
                .as("an address")
                .isEmpty();
        assertThat(server.counters()).hasToString("invalid=4");
    }

    @Test
    void shouldKeepSilentToOthers() {
        assertThat(server.receive(guest, frame(message(3, client(), serverId("00030001000000000009"), ia(3, "")))))
                .isEmpty();
        assertThat(server.receive(guest, frame(message(7, client()))))
                .as("a reply")
                .isEmpty();
        assertThat(server.receive(guest, frame(message(12, client()))))
                .as("of a relay")
                .isEmpty();
        guest.enabled = false;
        assertThat(server.receive(guest, SOLICIT)).isEmpty();
        guest.mac++;
        assertThat(server.receive(guest, SOLICIT)).isEmpty();
        assertThat(server.counters()).hasToString("not-a-request=2, foreign-mac=1, other-server=1, disabled=1");
    }

    @Test
    void shouldAnswerNobodyWhoComesFromAnothersAddressOrByUnicast() {
        final Bytes payload = message(1, client(), ia(3, ""));
        final Ipv6Address own = Ipv6Address.parse("fe80::ff:fe00:a");
        assertThat(server.receive(guest, frame(Ipv6Address.parse("2001:db8::14"), "ff02::1:2", payload)))
                .isEmpty();
        assertThat(server.receive(guest, frame(own, "fe80::200:5eff:fe00:100", payload)))
                .isEmpty();
        assertThat(server.counters()).hasToString("foreign-address=1, unicast=1");
    }

    @Test
    void shouldCountEveryTruncation() {
        for (int length = 0; length < SOLICIT.size(); length++) {
            assertThat(server.receive(guest, SOLICIT.slice(0, length))).isEmpty();
        }
        assertThat(server.counters().value(Dhcp6Counter.MALFORMED_FRAME)).isEqualTo(SOLICIT.size());
        final Bytes lie = Bytes.of(HexFormat.of().parseHex("0100000700010099"));
        assertThat(server.receive(guest, frame(lie))).isEmpty();
        assertThat(server.counters().value(Dhcp6Counter.MALFORMED_MESSAGE)).isOne();
    }

    private Dhcp6Message answer(final Bytes message) throws Exception {
        return Dhcp6Message.parse(
                Udp6Packet.parse(server.receive(guest, frame(message)).orElseThrow())
                        .payload());
    }

    private static Bytes frame(final Bytes message) {
        return frame(Ipv6Address.parse("fe80::ff:fe00:a"), "ff02::1:2", message);
    }

    private static Bytes frame(final Ipv6Address source, final String destination, final Bytes message) {
        return new Udp6Packet(
                        MacAddress.parse("33:33:00:01:00:02"),
                        PlainGuest.MAC,
                        source,
                        Ipv6Address.parse(destination),
                        546,
                        547,
                        message)
                .toFrame();
    }

    private static Bytes message(final int type, final Dhcp6Message.Option... options) {
        return new Dhcp6Message(type, 7, new ArrayList<>(List.of(options))).toBytes();
    }

    private static Dhcp6Message.Option client() {
        return option(1, CLIENT);
    }

    private static Dhcp6Message.Option serverId(final String duid) {
        return option(2, duid);
    }

    private static Dhcp6Message.Option ia(final int code, final String address) {
        final String inner = address.isEmpty() ? "" : "00050018" + address + "0000000000000000";
        return option(code, "00000007" + "0000000000000000" + inner);
    }

    private static Dhcp6Message.Option option(final int code, final String hex) {
        return new Dhcp6Message.Option(code, Bytes.of(HexFormat.of().parseHex(hex)));
    }
}
