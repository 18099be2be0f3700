// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.PacketKind;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.RecordedFrames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guest is that of the recorded frames: a Linux machine 02:00:00:00:00:0a with 10.0.0.10 and 2001:db8::a. */
class ServicesTest {
    static final String GUEST = """
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: recorded
            subnets:
              - {prefix: 10.0.0.0/24, gateway: 10.0.0.1}
              - {prefix: '2001:db8::/64', gateway: '2001:db8::1'}
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-00000000000a
            name: linux
            network: recorded
            mac: 02:00:00:00:00:0a
            addresses: [10.0.0.10, '2001:db8::a']
            device: tap-linux
            """;

    private static final RecordedFrames LINUX = RecordedFrames.of("linux");
    private static final RecordedFrames UDHCPC = RecordedFrames.of("udhcpc");
    private static final RecordedFrames ICMP = RecordedFrames.of("icmp");
    private static final RecordedFrames ND = RecordedFrames.of("nd");

    @TempDir
    private Path files;

    private OperState state;
    private final Services services = new Services(() -> state);

    @BeforeEach
    void write() throws IOException {
        state = new Database(files).with(GUEST).state();
    }

    @AfterEach
    void close() {
        services.close();
    }

    private int vif() {
        return state.port("linux").orElseThrow().vif();
    }

    private List<Reply> ask(final PacketKind kind, final int vif, final int reason, final byte[] packet) {
        final ByteBuffer frame = ByteBuffer.allocate(TrappedPacket.PACKET_OFFSET + packet.length);
        frame.putShort(14, (short) vif).putShort(18, (short) reason).put(TrappedPacket.PACKET_OFFSET, packet);
        return handler(kind).handle(TrappedPacket.of(frame.array()).orElseThrow(), System.nanoTime());
    }

    private List<Reply> ask(final PacketKind kind, final RecordedFrames frames, final String name) {
        return ask(
                kind, vif(), TrappedPacket.REASON_L3_PROTOCOLS, frames.get(name).toArray());
    }

    private PacketHandler handler(final PacketKind kind) {
        return services.handlers().get(kind);
    }

    @Test
    void shouldAnswerEachProtocolOfAnActivePort() {
        assertThat(ask(PacketKind.DHCP, UDHCPC, "discover")).hasSize(1);
        assertThat(ask(PacketKind.DHCP, LINUX, "discover")).hasSize(1);
        assertThat(ask(PacketKind.DHCPV6, LINUX, "dhcp6-solicit-plain")).hasSize(1);
        assertThat(ask(PacketKind.ARP, LINUX, "arp-request")).hasSize(1);
        assertThat(ask(PacketKind.ICMP, ICMP, "echo-request")).hasSize(1);
        assertThat(ask(PacketKind.ND, ND, "solicitation")).hasSize(1);
        assertThat(ask(PacketKind.ND, ND, "router-solicitation")).hasSize(1);

        assertThat(services.counters().get("DHCP")).isEqualTo("discover=2, offer=2");
        assertThat(services.counters().get("DHCPv6")).isEqualTo("solicit=1, advertise=1");
        assertThat(services.counters().get("ARP")).contains("request=1, answered=1");
        assertThat(services.counters().get("ICMP")).contains("echo-answered=1");
        assertThat(services.counters().get("neighbour discovery")).contains("router-advertised=1", "answered=1");
    }

    @Test
    void shouldNotAnswerAPortThatIsNotActiveOrUnknown() {
        final int reason = TrappedPacket.REASON_L3_PROTOCOLS;
        final byte[] discover = UDHCPC.get("discover").toArray();

        assertThat(ask(PacketKind.DHCP, 77, reason, discover)).isEmpty();
        final int vif = vif();
        state = OperState.empty();
        assertThat(ask(PacketKind.DHCP, vif, reason, discover)).isEmpty();
        assertThat(ask(PacketKind.ARP, vif, reason, LINUX.get("arp-request").toArray()))
                .isEmpty();
        assertThat(services.counters()).containsEntry("DHCP", "");
    }

    @Test
    void shouldNotTakeAnotherGuestsWordForThisOnes() {
        final int other = state.port("vm1").orElseThrow().vif();

        assertThat(ask(
                        PacketKind.DHCP,
                        other,
                        TrappedPacket.REASON_L3_PROTOCOLS,
                        UDHCPC.get("discover").toArray()))
                .isEmpty();
        assertThat(services.counters()).containsEntry("DHCP", "foreign-mac=1");
    }

    @Test
    void shouldTellASenderWhatBecameOfItsPacket() {
        final byte[] udp = ICMP.get("udp").toArray();

        assertThat(ask(PacketKind.ICMP, vif(), TrappedPacket.REASON_ZERO_TTL, udp))
                .hasSize(1);
        assertThat(ask(PacketKind.ICMP, vif(), TrappedPacket.REASON_HANDLE_DF, udp))
                .as("no MTU is known: a parameter of 0")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(services.counters().get("ICMP")).isNotEmpty();
    }

    @Test
    void shouldTellOfWhoIsNewAndOfNobodyTwice() {
        final PacketHandler ports = handler(PacketKind.OTHER);
        final long nowNs = System.nanoTime();

        assertThat(ports.nextTimerNs()).as("at once").isLessThanOrEqualTo(System.nanoTime());
        // The guest of the recorded frames, and vm1: the router's advertisement to it, its two addresses to others.
        assertThat(ports.onTimer(nowNs)).hasSize(6);
        assertThat(services.counters().get("ARP")).isEqualTo("announced=2");
        assertThat(services.counters().get("neighbour discovery")).isEqualTo("router-advertised-periodically=2");
        assertThat(ports.nextTimerNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(ports.onTimer(nowNs)).isEmpty();

        final PacketHandler arp = handler(PacketKind.ARP);
        assertThat(arp.onTimer(nowNs + 1_000_000_000L)).isEmpty();
        assertThat(arp.onTimer(nowNs + 2_100_000_000L)).as("announced twice").hasSize(2);
        assertThat(handler(PacketKind.ND).onTimer(nowNs + 31_000_000_000L))
                .as("the router advertises itself again")
                .hasSize(2);
    }

    private static String periodic(final Services services, final long nowNs) {
        return services.handlers().get(PacketKind.ND).onTimer(nowNs).stream()
                .map(reply -> HexFormat.of().formatHex(reply.frame().array()))
                .reduce("", String::concat);
    }

    @Test
    void shouldAdvertiseWhatTheNetworkIsNowWhereThePortDidNotChange() throws IOException {
        final PacketHandler ports = handler(PacketKind.OTHER);
        final long nowNs = System.nanoTime();
        ports.onTimer(nowNs);
        state = new Database(files)
                .with(GUEST.replace("name: recorded", "name: recorded\nmtu: 1333"))
                .state();

        assertThat(ports.onTimer(nowNs))
                .as("at once")
                .singleElement()
                .satisfies(reply -> assertThat(
                                HexFormat.of().formatHex(reply.frame().array()))
                        .contains("0501000000000535"));
        assertThat(ports.onTimer(nowNs)).as("and no more").isEmpty();
        assertThat(periodic(services, nowNs + 31_000_000_000L)).contains("0501000000000535");
    }

    @Test
    void shouldTellAGuestThatLostItsIpv6ThatThereIsNoRouter() throws IOException {
        final PacketHandler ports = handler(PacketKind.OTHER);
        final long nowNs = System.nanoTime();
        ports.onTimer(nowNs);
        state = new Database(files).with(GUEST.replace(", '2001:db8::a'", "")).state();

        final List<Reply> told = ports.onTimer(nowNs);

        assertThat(told.stream()
                        .map(reply -> HexFormat.of().formatHex(reply.frame().array())))
                .as("a lifetime of 0 behind hop limit 64 and no flags")
                .anyMatch(frame -> frame.matches(".*8600[0-9a-f]{4}40[0-9a-f]{2}0000.*"));
        assertThat(periodic(services, nowNs + 31_000_000_000L)).doesNotContain("20010db8");
    }

    @Test
    void shouldAdvertiseANetworkWithoutAGatewayToo() throws IOException {
        state = new Database(files)
                .with(GUEST.replace(", gateway: '2001:db8::1'", ""))
                .state();

        handler(PacketKind.OTHER).onTimer(System.nanoTime());

        assertThat(services.counters().get("neighbour discovery"))
                .as("or its guests would not look for DHCPv6")
                .isEqualTo("router-advertised-periodically=2");
    }

    @Test
    void shouldForgetWhoseNumberAnotherPortHasNow() throws IOException {
        final PacketHandler ports = handler(PacketKind.OTHER);
        ports.onTimer(System.nanoTime());
        final byte[] claim = LINUX.get("arp-request").toArray();
        claim[31] = 1; // the gateway's address: it is defended once in ten seconds
        final int vif = vif();
        assertThat(ask(PacketKind.ARP, vif, TrappedPacket.REASON_ARP, claim)).hasSize(1);
        assertThat(ask(PacketKind.ARP, vif, TrappedPacket.REASON_ARP, claim)).isEmpty();

        state = new Database(files)
                .with(GUEST.replace("00000000000a", "00000000000b"))
                .state();
        assertThat(vif()).as("the same number").isEqualTo(vif);
        ports.onTimer(System.nanoTime());

        assertThat(ask(PacketKind.ARP, vif, TrappedPacket.REASON_ARP, claim)).hasSize(1);
    }

    @Test
    void shouldNotLetOneGuestsClaimsHideAnothers() {
        final byte[] claim = LINUX.get("arp-request").toArray();
        final long nowNs = System.nanoTime();
        for (int round = 0; round < 300; round++) {
            claim[30] = (byte) (1 + round / 100);
            claim[31] = (byte) (100 + round % 100);
            ask(PacketKind.ARP, vif(), TrappedPacket.REASON_ARP, claim);
            handler(PacketKind.ARP).onTimer(nowNs);
        }

        assertThat(services.problems()).hasSize(8);
        assertThat(handler(PacketKind.ARP).nextTimerNs())
                .as("they are let go of by themselves")
                .isLessThanOrEqualTo(System.nanoTime() + 300_000_000_000L);
    }

    @Test
    void shouldTellOfNobodyWhoIsGone() {
        final PacketHandler ports = handler(PacketKind.OTHER);
        final long nowNs = System.nanoTime();
        ports.onTimer(nowNs);

        state = OperState.empty();
        assertThat(ports.onTimer(nowNs)).isEmpty();
        assertThat(handler(PacketKind.ARP).onTimer(nowNs + 2_100_000_000L)).isEmpty();
        assertThat(handler(PacketKind.ND).onTimer(nowNs + 31_000_000_000L)).isEmpty();
        assertThat(handler(PacketKind.ND).nextTimerNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldNameTheGuestThatClaimsAnothersAddress() {
        final byte[] claim = LINUX.get("arp-request").toArray();
        claim[31] = 77; // the sender's address, its last octet

        assertThat(ask(PacketKind.ARP, vif(), TrappedPacket.REASON_ARP, claim)).isEmpty();

        assertThat(services.problems())
                .singleElement()
                .asString()
                .contains("port linux claims 10.0.0.77, which is not its own");
        handler(PacketKind.ARP).onTimer(System.nanoTime() + 301_000_000_000L);
        assertThat(services.problems()).as("five minutes later").isEmpty();
    }

    @Test
    void shouldCountWhatIsMalformedAndAnswerNothing() {
        final byte[] cut = Arrays.copyOf(UDHCPC.get("discover").toArray(), 60);

        assertThat(ask(PacketKind.DHCP, vif(), TrappedPacket.REASON_L3_PROTOCOLS, cut))
                .isEmpty();
        assertThat(services.counters()).containsEntry("DHCP", "malformed-frame=1");
    }
}
