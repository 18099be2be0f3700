// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.packet.Ipv4Address;
import org.junit.jupiter.api.Test;

class EchoServiceTest {
    private static final RecordedFrames KERNEL = RecordedFrames.of("icmp");

    private final Counters<IcmpCounter> counters = new Counters<>(IcmpCounter.class);
    private final EchoService service = new EchoService(counters);
    private final EchoTestGuest guest = new EchoTestGuest();

    @Test
    void shouldAnswerAPingAsTheKernelDoes() throws Exception {
        final Ipv4Packet ours = Ipv4Packet.parse(
                service.receive(guest, KERNEL.get("echo-request"), 0).orElseThrow());
        final Ipv4Packet theirs = Ipv4Packet.parse(KERNEL.get("echo-reply"));
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void shouldAnswerAPingOverIpv6AsTheKernelDoes() throws Exception {
        final Icmp6Packet ours = Icmp6Packet.parse(
                service.receive(guest, KERNEL.get("echo6-request"), 0).orElseThrow());
        assertThat(ours).isEqualTo(Icmp6Packet.parse(KERNEL.get("echo6-reply")));
    }

    @Test
    void shouldAnswerNobodyElseAndForNobodyElse() {
        guest.gateway4 = Ipv4Address.parse("10.0.0.2");
        guest.serviceAddress4 = guest.gateway4;
        assertThat(service.receive(guest, KERNEL.get("echo-request"), 0)).isEmpty();
        guest.ipv4.clear();
        guest.ipv6.clear();
        assertThat(service.receive(guest, KERNEL.get("echo-request"), 0)).isEmpty();
        assertThat(service.receive(guest, KERNEL.get("echo6-request"), 0)).isEmpty();
        guest.mac++;
        assertThat(service.receive(guest, KERNEL.get("echo-request"), 0)).isEmpty();
        assertThat(counters).hasToString("not-for-us=1, foreign-mac=1, foreign-address=2");
    }

    @Test
    void shouldNotAnswerForTheGatewayThatANetworkHasNot() throws Exception {
        guest.gateway4 = 0;
        final Ipv4Packet ping = Ipv4Packet.parse(KERNEL.get("echo-request"));
        final Ipv4Packet toNobody =
                new Ipv4Packet(1, PlainGuest.MAC, PlainGuest.ADDRESS, 0, ping.protocol(), 64, ping.payload());
        assertThat(service.receive(guest, toNobody.toFrame(), 0)).isEmpty();
        assertThat(counters).hasToString("not-for-us=1");
    }

    @Test
    void shouldAnswerNoAnswer() {
        for (final String name : List.of("echo-reply", "port-unreachable", "echo6-reply", "port-unreachable6")) {
            assertThat(service.receive(guest, KERNEL.get(name), 0)).as(name).isEmpty();
        }
        assertThat(counters).hasToString("not-an-echo=4");
    }

    @Test
    void shouldCountWhatIsCutOffOrHasAWrongChecksum() {
        final Bytes whole = KERNEL.get("echo-request");
        for (int length = 0; length < whole.size(); length++) {
            assertThat(service.receive(guest, whole.slice(0, length), 0)).isEmpty();
        }
        final byte[] broken = whole.toArray();
        broken[broken.length - 1] ^= 1;
        assertThat(service.receive(guest, Bytes.of(broken), 0)).isEmpty();
        assertThat(counters.value(IcmpCounter.MALFORMED)).isEqualTo(whole.size() + 1);
        assertThat(guest.mac()).isEqualTo(PlainGuest.MAC);
    }
}
