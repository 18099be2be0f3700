// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Checksum;
import org.junit.jupiter.api.Test;

class HealthServiceTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final HealthCheck PING =
            new HealthCheck("ping", 3, HealthCheck.Kind.PING, "", 3 * SECOND_NS, SECOND_NS, 2);
    private static final HealthCheck HTTP =
            new HealthCheck("http", 3, HealthCheck.Kind.HTTP, "http://10.0.0.10/", 3 * SECOND_NS, SECOND_NS, 0);
    private static final HealthCheck BFD =
            new HealthCheck("bfd", 3, HealthCheck.Kind.BFD, "", 3 * SECOND_NS, SECOND_NS, 5);

    private final HealthService service = new HealthService();
    private final PlainGuest guest = new PlainGuest();

    @Test
    void shouldBeUpWithTheFirstAnswerAndDownAfterThreeMissing() throws Exception {
        service.add(PING, guest, 0);
        final Bytes request = service.expire(0).frames().getFirst().frame();
        assertThat(service.receive(3, reply(request), 5))
                .containsExactly(new HealthEvent(PING, true, "answers echoes"));
        assertThat(service.dueNs()).isEqualTo(3 * SECOND_NS);
        for (int probe = 1; probe <= 3; probe++) {
            final long sentNs = probe * 3L * SECOND_NS;
            assertThat(service.expire(sentNs).frames()).hasSize(1);
            assertThat(service.expire(sentNs + SECOND_NS).events())
                    .isEqualTo(probe < 3 ? List.of() : List.of(new HealthEvent(PING, false, "no answer in time")));
        }
        final Bytes again = service.expire(12 * SECOND_NS).frames().getFirst().frame();
        assertThat(service.receive(3, reply(again), 12 * SECOND_NS + 5)).hasSize(1);
        assertThat(service.counters()).hasToString("probed=5, answered=2, timed-out=3, went-up=2, went-down=1");
    }

    @Test
    void shouldNotCountAnAnswerThatIsLateOrSomebodyElses() throws Exception {
        service.add(PING, guest, 0);
        final Bytes request = service.expire(0).frames().getFirst().frame();
        assertThat(service.receive(4, reply(request), 1)).isEmpty();
        service.expire(SECOND_NS);
        assertThat(service.receive(3, reply(request), SECOND_NS + 1)).isEmpty();
        assertThat(service.receive(3, request, SECOND_NS + 1)).isEmpty();
        assertThat(service.counters()).hasToString("probed=1, timed-out=1, late=1, malformed=1, foreign=1");
    }

    @Test
    void shouldHaveThePumpAskAndBelieveIt() {
        service.add(HTTP, guest, 0);
        final HealthResult.HttpProbe probe = service.expire(0).requests().getFirst();
        assertThat(probe.check()).isEqualTo(HTTP);
        assertThat(service.answered("http", probe.number(), false, "status 503", 5))
                .containsExactly(new HealthEvent(HTTP, false, "status 503"));
        assertThat(service.answered("http", probe.number(), true, "status 200", 6))
                .as("twice")
                .isEmpty();
        final HealthResult.HttpProbe second =
                service.expire(3 * SECOND_NS).requests().getFirst();
        assertThat(service.answered("http", second.number(), true, "status 200", 3 * SECOND_NS + 5))
                .containsExactly(new HealthEvent(HTTP, true, "status 200"));
        service.remove("http");
        assertThat(service.expire(Long.MAX_VALUE - 1).requests()).isEmpty();
        assertThat(service.answered("http", 3, true, "", 0)).isEmpty();
    }

    @Test
    void shouldTakeABfdSessionsWordAtOnce() {
        service.add(BFD, guest, 0);
        assertThat(service.expire(Long.MAX_VALUE - 1).frames()).isEmpty();
        assertThat(service.session("bfd", true, "up")).containsExactly(new HealthEvent(BFD, true, "up"));
        assertThat(service.session("bfd", false, "expired")).containsExactly(new HealthEvent(BFD, false, "expired"));
        assertThat(service.session("ping", false, "")).isEmpty();
    }

    @Test
    void shouldSayThatThereIsNothingToProbe() {
        guest.ipv4.clear();
        service.add(PING, guest, 0);
        for (int i = 0; i < 3; i++) {
            service.expire(i * 3L * SECOND_NS);
        }
        assertThat(service.counters()).hasToString("no-address=3, went-down=1");
    }

    @Test
    void shouldCountWhatIsCutOff() throws Exception {
        service.add(PING, guest, 0);
        final Bytes reply = reply(service.expire(0).frames().getFirst().frame());
        for (int length = 0; length < reply.size(); length++) {
            assertThat(service.receive(3, reply.slice(0, length), 1)).isEmpty();
        }
        final Counters<HealthCounter> counters = service.counters();
        assertThat(counters.value(HealthCounter.MALFORMED)).isEqualTo(reply.size());
    }

    @Test
    void shouldSayWhatIsWrongWithACheck() {
        assertThatThrownBy(() -> new HealthCheck("a", 3, HealthCheck.Kind.PING, "", SECOND_NS, 2 * SECOND_NS, 1))
                .hasMessage(
                        "health check a: a timeout of 2000 ms and a delay of 1000 ms; the timeout is 100 ms or more, "
                                + "and not longer than the delay");
        assertThatThrownBy(() -> new HealthCheck("a", 3, HealthCheck.Kind.HTTP, "ftp://x", SECOND_NS, SECOND_NS, 1))
                .hasMessage("health check a: target \"ftp://x\"; it starts with http://");
    }

    /** What a guest answers. */
    private static Bytes reply(final Bytes request) throws Exception {
        final Ipv4Packet packet = Ipv4Packet.parse(request);
        final WireWriter out = new WireWriter()
                .u16(0)
                .u16(0)
                .bytes(packet.payload().slice(4, packet.payload().size()));
        out.putU16(2, Checksum.finish(out.sum()));
        return new Ipv4Packet(
                        PlainGuest.ROUTER_MAC,
                        PlainGuest.MAC,
                        PlainGuest.ADDRESS,
                        PlainGuest.GATEWAY,
                        1,
                        64,
                        out.toBytes())
                .toFrame();
    }
}
