// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.Ipv6Address;
import org.junit.jupiter.api.Test;

class DnsServiceTest {
    private static final RecordedFrames NSLOOKUP = RecordedFrames.of("dns");
    private static final InetSocketAddress FIRST = InetSocketAddress.createUnresolved("192.0.2.1", 53);
    private static final InetSocketAddress SECOND = InetSocketAddress.createUnresolved("192.0.2.2", 53);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String RED_EXAMPLE = "03726564076578616d706c6500";
    private static final String WEB_2 = "057765622d32" + RED_EXAMPLE;

    private final DnsService service = new DnsService(new Random(1));
    private final DnsTestGuest guest = new DnsTestGuest();

    @Test
    void shouldAnswerNslookupForAGuest() throws Exception {
        final Udp4Packet packet = Udp4Packet.parse(toGuest(service.receive(guest, NSLOOKUP.get("nslookup-a"), 0)));
        assertThat(packet.source()).isEqualTo(PlainGuest.GATEWAY);
        assertThat(packet.sourcePort()).isEqualTo(53);
        assertThat(packet.destination()).isEqualTo(PlainGuest.ADDRESS);
        assertThat(packet.destinationMac()).isEqualTo(PlainGuest.MAC);
        assertThat(packet.payload())
                .hasToString("1a648580" + "0001000100000000" + WEB_2 + "00010001" + "c00c00010001" + "00014a78"
                        + "00040a000014");
    }

    @Test
    void shouldAnswerNslookupForAnAddress() throws Exception {
        assertThat(Udp4Packet.parse(toGuest(service.receive(guest, NSLOOKUP.get("nslookup-ptr"), 0)))
                        .payload()
                        .toString())
                .startsWith("f0788580" + "0001000100000000")
                .endsWith("c00c000c0001" + "00014a78" + "0013" + WEB_2);
    }

    @Test
    void shouldTellNoSuchNameFromNoSuchType() {
        final Bytes none = asked(query("web-9.red.example", 1));
        assertThat(none.slice(2, 12)).as("NXDOMAIN, one authority").hasToString("8583" + "0001000000010000");
        // SOA of the zone, ten seconds, for the negative answer's life (RFC 2308 3).
        assertThat(none.toString())
                .contains(RED_EXAMPLE + "00060001" + "0000000a")
                .endsWith("0000000a");
        final Bytes noType = asked(query("web-2.red.example", 28));
        assertThat(noType.slice(2, 12)).as("no error, no answer").hasToString("8580" + "0001000000010000");
        assertThat(asked(query("red.example", 1)).slice(2, 4))
                .as("the domain exists")
                .hasToString("8580");
        assertThat(asked(query("99.0.0.10.in-addr.arpa", 12)).slice(2, 4)).hasToString("8583");
    }

    @Test
    void shouldAnswerBothFamiliesAndWithoutRegardToCase() {
        assertThat(asked(query("WEB-1.Red.Example", 28)).toString())
                .contains(Bytes.ofText("WEB-1").toString())
                .endsWith("0010" + "20010db800000000000000000000000a");
        final String both = asked(query("web-1.red.example", 255)).toString();
        assertThat(both.substring(8, 16)).isEqualTo("00010002");
        assertThat(asked(query(DnsName.reverse(PlainGuest.ADDRESS_6).toString(), 12))
                        .toString())
                .endsWith("057765622d31" + RED_EXAMPLE);
    }

    @Test
    void shouldAnswerShortNamesAndServicesHere() {
        assertThat(asked(query("web-2", 1)).toString()).endsWith("00040a000014");
        assertThat(asked(query("metadata", 1)).toString()).endsWith("0004a9fea9fe");
        assertThat(asked(query("printer", 1)).slice(2, 4)).hasToString("8583");
        assertThat(service.counters().value(DnsCounter.FORWARDED)).isZero();
    }

    @Test
    void shouldForwardWithANumberOfItsOwnAndPassTheAnswerOn() {
        service.servers(List.of(FIRST, SECOND));
        final Bytes question = query("www.example.org", 1);
        final UpstreamQuery upstream = upstream(service.receive(guest, frame(question), 0));
        assertThat(upstream.server()).isEqualTo(FIRST);
        assertThat(upstream.message().slice(0, 2)).isNotEqualTo(question.slice(0, 2));
        assertThat(upstream.message().slice(2, upstream.message().size()))
                .isEqualTo(question.slice(2, question.size()));
        final Bytes answer = response(upstream.message(), "c00c0001000100000e1000045db8d822");
        final Bytes passed = payload(service.receiveUpstream(FIRST, answer, 0));
        assertThat(passed.slice(0, 2)).isEqualTo(question.slice(0, 2));
        assertThat(passed.slice(2, passed.size())).isEqualTo(answer.slice(2, answer.size()));
        assertThat(service.dueNs()).isEqualTo(Timers.NEVER_NS);
        assertThat(service.counters()).hasToString("query=1, forwarded=1, answered-upstream=1");
    }

    @Test
    void shouldTakeNoAnswerThatSomebodyGuessed() {
        service.servers(List.of(FIRST));
        final UpstreamQuery upstream = upstream(service.receive(guest, frame(query("www.example.org", 1)), 0));
        final Bytes answer = response(upstream.message(), "");
        final byte[] otherId = answer.toArray();
        otherId[0] ^= 1;
        final byte[] otherQuestion = answer.toArray();
        otherQuestion[13] ^= 1;
        assertThat(service.receiveUpstream(SECOND, answer, 0)).isEqualTo(DnsResult.NOTHING);
        assertThat(service.receiveUpstream(FIRST, Bytes.of(otherId), 0)).isEqualTo(DnsResult.NOTHING);
        assertThat(service.receiveUpstream(FIRST, Bytes.of(otherQuestion), 0)).isEqualTo(DnsResult.NOTHING);
        assertThat(service.receiveUpstream(FIRST, upstream.message(), 0))
                .as("a query")
                .isEqualTo(DnsResult.NOTHING);
        assertThat(service.receiveUpstream(FIRST, answer.slice(0, 20), 0)).isEqualTo(DnsResult.NOTHING);
        assertThat(service.receiveUpstream(FIRST, answer, 0).frames()).hasSize(1);
        assertThat(service.receiveUpstream(FIRST, answer, 0)).as("twice").isEqualTo(DnsResult.NOTHING);
        assertThat(service.counters().value(DnsCounter.UPSTREAM_UNEXPECTED)).isEqualTo(5);
        assertThat(service.counters().value(DnsCounter.UPSTREAM_MALFORMED)).isOne();
    }

    @Test
    void shouldAskTheNextServerAndGiveUpAfterTwoRetries() {
        service.servers(List.of(FIRST, SECOND));
        service.receive(guest, frame(query("www.example.org", 1)), 0);
        assertThat(service.dueNs()).isEqualTo(3 * SECOND_NS);
        assertThat(service.expire(3 * SECOND_NS - 1)).isEqualTo(DnsResult.NOTHING);
        assertThat(upstream(service.expire(3 * SECOND_NS)).server()).isEqualTo(SECOND);
        assertThat(upstream(service.expire(6 * SECOND_NS)).server()).isEqualTo(FIRST);
        final Bytes failed = payload(service.expire(9 * SECOND_NS));
        assertThat(failed.slice(2, 4)).as("server failure").hasToString("8182");
        assertThat(service.counters()).hasToString("query=1, forwarded=1, forwarded-again=2, timed-out=1");
    }

    @Test
    void shouldTellAGuestToAskByTcpForWhatItCannotTake() {
        service.servers(List.of(FIRST));
        final UpstreamQuery upstream = upstream(service.receive(guest, frame(query("www.example.org", 16)), 0));
        final Bytes cut = payload(service.receiveUpstream(FIRST, response(upstream.message(), "00".repeat(600)), 0));
        assertThat(cut.slice(2, 4)).hasToString("8380");
        assertThat(cut.size()).isEqualTo(upstream.message().size());
        final Bytes edns = edns(query("www.example.org", 16), 4096, 0, true);
        final UpstreamQuery big = upstream(service.receive(guest, frame(edns), 0));
        assertThat(big.message().toString())
                .as("our size, the guest's DO")
                .endsWith("0000290" + "4d00000" + "80000000");
        assertThat(payload(service.receiveUpstream(FIRST, response(big.message(), "00".repeat(600)), 0))
                        .size())
                .isGreaterThan(600);
    }

    @Test
    void shouldAnswerOverAConnectionInFull() {
        final VirtualZone.Builder zone = VirtualZone.named("red.example");
        for (int i = 1; i <= 100; i++) {
            zone.host("many", Ipv4Address.parse("10.0.0." + i));
        }
        guest.zone = zone.build();
        final Bytes query = query("many.red.example", 1);
        assertThat(asked(query).slice(2, 4)).as("in a datagram: cut").hasToString("8380");
        final Bytes whole = streamed(service.receiveStream(guest, 7, query, 0));
        assertThat(whole.slice(2, 8)).as("a hundred records").hasToString("8580" + "0001" + "0064");
        assertThat(whole.size()).isEqualTo(query.size() + 100 * 16);
        assertThat(service.counters().value(DnsCounter.BY_TCP)).isOne();
    }

    @Test
    void shouldAskAServerOverTcpForWhatItHadToCut() {
        service.servers(List.of(FIRST, SECOND));
        final UpstreamQuery first = upstream(service.receiveStream(guest, 7, query("www.example.org", 16), 0));
        assertThat(first.stream()).as("a datagram first").isFalse();
        final byte[] cut = response(first.message(), "").toArray();
        cut[2] |= 0x02;
        final UpstreamQuery again = upstream(service.receiveUpstream(FIRST, Bytes.of(cut), SECOND_NS));
        assertThat(again.stream()).isTrue();
        assertThat(again.server()).isEqualTo(FIRST);
        assertThat(again.message()).isEqualTo(first.message());
        assertThat(service.dueNs()).isEqualTo(4 * SECOND_NS);
        final Bytes answer = response(again.message(), "00".repeat(5000));
        final Bytes passed = streamed(service.receiveUpstream(FIRST, answer, 2 * SECOND_NS));
        assertThat(passed.slice(0, 2)).hasToString("1234");
        assertThat(passed.slice(2, passed.size())).isEqualTo(answer.slice(2, answer.size()));
        assertThat(service.counters())
                .hasToString("query=1, by-tcp=1, forwarded=1, forwarded-by-tcp=1, answered-upstream=1");
    }

    @Test
    void shouldSayOverAConnectionThatThereIsNoAnswer() {
        assertThat(streamed(service.receiveStream(guest, 7, Bytes.ofText("no DNS"), 0)))
                .isEqualTo(Bytes.EMPTY);
        service.servers(List.of(FIRST));
        service.receiveStream(guest, 7, query("www.example.org", 1), 0);
        service.expire(3 * SECOND_NS);
        service.expire(6 * SECOND_NS);
        assertThat(streamed(service.expire(9 * SECOND_NS)).slice(2, 4))
                .as("server failure")
                .hasToString("8182");
        guest.mode = DnsMode.NONE;
        assertThat(streamed(service.receiveStream(guest, 7, query("web-1", 1), 0)))
                .isEqualTo(Bytes.EMPTY);
    }

    /** The one answer over a connection, to question 7. */
    private static Bytes streamed(final DnsResult result) {
        assertThat(result.frames()).isEmpty();
        assertThat(result.answers()).hasSize(1);
        assertThat(result.answers().getFirst().question()).isEqualTo(7);
        return result.answers().getFirst().message();
    }

    @Test
    void shouldAnswerWithEdnsToWhoSpeaksIt() {
        final Bytes answer = asked(edns(query("web-2.red.example", 1), 4096, 0, false));
        assertThat(answer.slice(10, 12)).hasToString("0001");
        assertThat(answer.toString()).endsWith("00040a000014" + "000029" + "04d0" + "00000000" + "0000");
        final Bytes wrong = asked(edns(query("web-2.red.example", 1), 4096, 1, false));
        assertThat(wrong.toString()).as("BADVERS").endsWith("000029" + "04d0" + "01000000" + "0000");
    }

    @Test
    void shouldTellWhatIsNotServed() {
        assertThat(asked(query("www.example.org", 1)).slice(2, 4))
                .as("no server")
                .hasToString("8185");
        assertThat(asked(query("red.example", 252)).slice(2, 4)).as("AXFR").hasToString("8185");
        final byte[] update = query("red.example", 6).toArray();
        update[2] = 0x28;
        assertThat(asked(Bytes.of(update)).slice(2, 4)).as("update").hasToString("a884");
        final byte[] two = query("red.example", 6).toArray();
        two[5] = 2;
        assertThat(asked(Bytes.of(two))).hasToString("1234" + "8181" + "0000000000000000");
        guest.mode = DnsMode.TENANT;
        assertThat(asked(query("web-1.red.example", 1)).slice(2, 4)).hasToString("8185");
    }

    @Test
    void shouldKeepSilentWithoutServiceAndToOthers() {
        final Bytes frame = frame(query("web-1.red.example", 1));
        guest.mode = DnsMode.NONE;
        assertThat(service.receive(guest, frame, 0)).isEqualTo(DnsResult.NOTHING);
        guest.ipv4.clear();
        assertThat(service.receive(guest, frame, 0)).isEqualTo(DnsResult.NOTHING);
        guest.mac++;
        assertThat(service.receive(guest, frame, 0)).isEqualTo(DnsResult.NOTHING);
        assertThat(service.counters()).hasToString("foreign-mac=1, foreign-address=1, disabled=1");
    }

    @Test
    void shouldBoundWhatOneGuestMayAskAndLeaveWaiting() {
        service.servers(List.of(FIRST));
        final Bytes frame = frame(query("www.example.org", 1));
        for (int i = 0; i < 1000; i++) {
            service.receive(guest, frame, 0);
        }
        assertThat(service.counters()).hasToString("query=400, forwarded=128, rate-limited=600, too-many-waiting=272");
        guest.vif = 4;
        assertThat(service.receive(guest, frame, 0).queries())
                .as("another guest")
                .hasSize(1);
        service.forget(3);
        guest.vif = 3;
        assertThat(service.receive(guest, frame, 0).queries()).hasSize(1);
    }

    @Test
    void shouldLeaveRoomForOthersWhereSomeAskWhatNobodyAnswers() {
        service.servers(List.of(FIRST));
        final Bytes frame = frame(query("www.example.org", 1));
        for (int vif = 10; vif < 30; vif++) {
            guest.vif = vif;
            for (int i = 0; i < 200; i++) {
                service.receive(guest, frame, 0);
            }
        }
        guest.vif = 3;
        assertThat(service.receive(guest, frame, 0).queries())
                .as("after twenty that leave all they may waiting")
                .hasSize(1);
    }

    @Test
    void shouldNotWaitForADeadServerAgainAndAgain() {
        service.servers(List.of(FIRST, SECOND));
        final Bytes frame = frame(query("www.example.org", 1));
        assertThat(upstream(service.receive(guest, frame, 0)).server()).isEqualTo(FIRST);
        final UpstreamQuery again = upstream(service.expire(3 * SECOND_NS));
        assertThat(again.server()).isEqualTo(SECOND);
        service.servers(List.of(FIRST, SECOND));
        assertThat(upstream(service.receive(guest, frame, 3 * SECOND_NS)).server())
                .as("the next question goes to who lives")
                .isEqualTo(SECOND);
        service.servers(List.of(SECOND, FIRST));
        assertThat(upstream(service.receive(guest, frame, 3 * SECOND_NS)).server())
                .as("others are configured: the best first")
                .isEqualTo(SECOND);
    }

    @Test
    void shouldForwardWhatIsAskedOfTopLevelDomains() {
        service.servers(List.of(FIRST));
        for (final int type : new int[] {2, 6, 43, 48}) {
            assertThat(service.receive(guest, frame(query("org", type)), 0).queries())
                    .as("type %d", type)
                    .hasSize(1);
        }
        assertThat(asked(query("org", 1)).slice(2, 4)).as("no machine").hasToString("8583");
        assertThat(asked(query("web-2", 43)).slice(2, 4)).as("a guest").hasToString("8580");
    }

    @Test
    void shouldFindGuestsOfANetworkWithoutADomainBySingleNames() {
        guest.zone = VirtualZone.named("")
                .host("web-2", Ipv4Address.parse("10.0.0.20"))
                .build();
        service.servers(List.of(FIRST));
        assertThat(asked(query("web-2", 1)).toString()).endsWith("00040a000014");
        assertThat(service.receive(guest, frame(query("web-2.example.org", 1)), 0)
                        .queries())
                .hasSize(1);
    }

    @Test
    void shouldCountWhatIsCutOff() {
        final Bytes query = query("web-1.red.example", 1);
        for (int length = 0; length < query.size(); length++) {
            assertThat(service.receive(guest, frame(query.slice(0, length)), 0)).isEqualTo(DnsResult.NOTHING);
        }
        assertThat(service.counters()).hasToString("malformed-message=" + query.size());
    }

    @Test
    void shouldSayWhatIsWrongWithAName() {
        assertThatThrownBy(() -> VirtualZone.named("red..example"))
                .hasMessage("not a domain name: \"red..example\" (expected labels of 1 to 63 ASCII letters, such as "
                        + "web-1.red.example)");
        assertThatThrownBy(() -> VirtualZone.named("red.example").host("a".repeat(64), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(DnsName.reverse(Ipv6Address.parse("2001:db8::1")).toString())
                .isEqualTo("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.");
        assertThat(DnsName.reverse(Ipv4Address.parse("10.1.2.3")).toString()).isEqualTo("3.2.1.10.in-addr.arpa.");
    }

    private Bytes asked(final Bytes query) {
        return payload(service.receive(guest, frame(query), 0));
    }

    private static Bytes toGuest(final DnsResult result) {
        assertThat(result.queries()).isEmpty();
        assertThat(result.frames()).hasSize(1);
        assertThat(result.frames().getFirst().vif()).isEqualTo(3);
        return result.frames().getFirst().frame();
    }

    private static Bytes payload(final DnsResult result) {
        final Bytes frame = toGuest(result);
        return frame.slice(42, frame.size());
    }

    private static UpstreamQuery upstream(final DnsResult result) {
        assertThat(result.frames()).isEmpty();
        assertThat(result.queries()).hasSize(1);
        return result.queries().getFirst();
    }

    private static Bytes frame(final Bytes query) {
        return new Udp4Packet(
                        PlainGuest.ROUTER_MAC,
                        PlainGuest.MAC,
                        PlainGuest.ADDRESS,
                        PlainGuest.GATEWAY,
                        40_000,
                        53,
                        query)
                .toFrame();
    }

    private static Bytes query(final String name, final int type) {
        final WireWriter out =
                new WireWriter().u16(0x1234).u16(0x0100).u16(1).u16(0).u16(0).u16(0);
        for (final String label : name.replaceFirst("\\.$", "").split("\\.", -1)) {
            out.u8(label.length()).bytes(Bytes.ofText(label));
        }
        return out.u8(0).u16(type).u16(1).toBytes();
    }

    private static Bytes edns(final Bytes query, final int size, final int version, final boolean dnssecOk) {
        final WireWriter out = new WireWriter().bytes(query).u8(0).u16(41).u16(size);
        out.u8(0).u8(version).u16(dnssecOk ? 0x8000 : 0).u16(0);
        out.putU16(10, 1);
        return out.toBytes();
    }

    /** A server's answer to a query, one record of it given in hexadecimal. */
    private static Bytes response(final Bytes query, final String record) {
        final byte[] head = query.toArray();
        head[2] = (byte) 0x81;
        head[3] = (byte) 0x80;
        // The records of these tests stand behind the question; their number is not looked at on the way.
        head[11] = 0;
        return Bytes.of(head).concat(Bytes.of(HexFormat.of().parseHex(record)));
    }
}
