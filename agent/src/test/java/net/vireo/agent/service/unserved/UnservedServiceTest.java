// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.unserved;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.Ipv6Packet;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.icmp.EchoGuest;
import net.vireo.agent.service.icmp.ErrorService;
import net.vireo.agent.service.icmp.IcmpCounter;
import net.vireo.packet.Ipv6Address;
import org.junit.jupiter.api.Test;

class UnservedServiceTest {
    private static final RecordedFrames TCP = RecordedFrames.of("tcp");
    private static final RecordedFrames UDP = RecordedFrames.of("icmp");

    private final Counters<IcmpCounter> icmp = new Counters<>(IcmpCounter.class);
    private final UnservedService service = new UnservedService(new ErrorService(icmp));
    private final Router guest = new Router();

    /** A guest of a network whose gateway is the recorded router. */
    static final class Router extends PlainGuest implements EchoGuest {
        private static final Ipv6Address GATEWAY_6 = Ipv6Address.parse("2001:db8::1");
        boolean serves = true;

        @Override
        public boolean isServiceAddress(final int address) {
            return serves && address == GATEWAY;
        }

        @Override
        public boolean isServiceAddress(final Ipv6Address address) {
            return serves && address.equals(GATEWAY_6);
        }
    }

    @Test
    void shouldResetWhatAsksForAConnectionAsTheKernelDoes() throws Exception {
        final Ipv4Packet ours = Ipv4Packet.parse(told(TCP.get("syn")));
        final Ipv4Packet theirs = Ipv4Packet.parse(TCP.get("reset-syn"));
        assertThat(ours.payload()).isEqualTo(theirs.payload());
        assertThat(ours.source()).isEqualTo(theirs.source());
        assertThat(ours.destination()).isEqualTo(theirs.destination());
        final Ipv6Packet ours6 = Ipv6Packet.parse(told(TCP.get("syn6")));
        final Ipv6Packet theirs6 = Ipv6Packet.parse(TCP.get("reset-syn6"));
        assertThat(ours6.payload()).isEqualTo(theirs6.payload());
        assertThat(ours6.source()).isEqualTo(theirs6.source());
        assertThat(service.counters()).hasToString("segment=2, reset=2");
    }

    @Test
    void shouldResetDataOfNoConnectionAsTheKernelDoes() throws Exception {
        assertThat(Ipv4Packet.parse(told(TCP.get("data"))).payload())
                .isEqualTo(Ipv4Packet.parse(TCP.get("reset-data")).payload());
    }

    @Test
    void shouldSayThatNobodyListensOnAPort() throws Exception {
        assertThat(Ipv4Packet.parse(told(UDP.get("udp"))).payload())
                .isEqualTo(Ipv4Packet.parse(UDP.get("port-unreachable")).payload());
        assertThat(service.counters()).hasToString("datagram=1, unreachable=1");
    }

    @Test
    void shouldNeverAnswerAReset() {
        final byte[] reset = TCP.get("reset-syn").toArray();
        // As the guest would send it: source and destination changed places, which no checksum sees.
        swap(reset, 0, 6, 6);
        swap(reset, 26, 30, 4);
        assertThat(service.receive(guest, Bytes.of(reset), 0)).isEmpty();
        assertThat(service.counters()).hasToString("segment=1, reset-received=1");
    }

    private static void swap(final byte[] bytes, final int first, final int second, final int count) {
        for (int i = 0; i < count; i++) {
            final byte kept = bytes[first + i];
            bytes[first + i] = bytes[second + i];
            bytes[second + i] = kept;
        }
    }

    @Test
    void shouldKeepSilentAboutWhatIsNotTheNodes() {
        guest.serves = false;
        assertThat(service.receive(guest, TCP.get("syn"), 0)).isEmpty();
        assertThat(service.receive(guest, UDP.get("udp"), 0)).isEmpty();
        guest.serves = true;
        guest.mac = 0x0200_0000_0099L;
        assertThat(service.receive(guest, TCP.get("syn"), 0)).isEmpty();
        assertThat(service.counters()).hasToString("not-for-us=2, foreign-address=1");
    }

    @Test
    void shouldDoubtEveryLength() {
        final Bytes syn = TCP.get("syn");
        for (int size = 0; size < syn.size(); size++) {
            assertThat(service.receive(guest, syn.slice(0, size), 0))
                    .as("%d", size)
                    .isEmpty();
        }
        final byte[] longHeader = syn.toArray();
        longHeader[46] = (byte) 0xf0;
        assertThat(service.receive(guest, Bytes.of(longHeader), 0)).isEmpty();
        final byte[] wrongSum = syn.toArray();
        wrongSum[38] ^= 1;
        assertThat(service.receive(guest, Bytes.of(wrongSum), 0)).isEmpty();
    }

    @Test
    void shouldResetNoMoreThanAHundredASecondForEachGuest() {
        for (int i = 0; i < 150; i++) {
            service.receive(guest, TCP.get("syn"), 0);
        }
        assertThat(service.counters().value(UnservedCounter.RESET)).isEqualTo(100);
        assertThat(service.counters().value(UnservedCounter.RATE_LIMITED)).isEqualTo(50);
        guest.vif = 4;
        assertThat(service.receive(guest, TCP.get("syn"), 0)).as("another one").isPresent();
        for (int i = 0; i < 50; i++) {
            service.receive(guest, UDP.get("udp"), 0);
        }
        assertThat(service.counters().value(UnservedCounter.NOT_TOLD))
                .as("errors have a limit of their own")
                .isEqualTo(icmp.value(IcmpCounter.RATE_LIMITED))
                .isPositive();
    }

    private Bytes told(final Bytes frame) {
        return service.receive(guest, frame, 0).orElseThrow();
    }
}
