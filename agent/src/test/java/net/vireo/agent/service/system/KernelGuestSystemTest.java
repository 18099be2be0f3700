// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.TapLink;
import net.vireo.agent.service.arp.ArpService;
import net.vireo.agent.service.icmp.EchoService;
import net.vireo.agent.service.icmp.IcmpCounter;
import net.vireo.agent.service.nd.NdService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A Linux kernel as a guest: takes our answers to ARP and neighbour discovery, our advertisement as its router, and hears our
 * answer when it pings. Needs a /dev/net/tun that can be opened, ping and iproute2.
 */
@Tag("system")
@Tag("tap")
class KernelGuestSystemTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ArpService arp = new ArpService();
    private final NdService nd = new NdService();
    private final Counters<IcmpCounter> counters = new Counters<>(IcmpCounter.class);
    private final EchoService echo = new EchoService(counters);
    private final LinkGuest guest = new LinkGuest();

    @Test
    void shouldBeRouterAndNeighbourOfAKernel() throws Exception {
        try (TapLink link = new TapLink(PlainGuest.MAC, this::feed)) {
            link.run("ip", "address", "add", "10.0.0.10/24", "dev", TapLink.DEVICE);
            link.run("ip", "-6", "address", "add", "2001:db8::a/64", "dev", TapLink.DEVICE, "nodad");
            assertThat(link.run("ping", "-c", "3", "-i", "0.2", "-W", "20", "10.0.0.1"))
                    .contains(" 0% packet loss");
            assertThat(link.run("ip", "neigh", "show", "10.0.0.1")).contains("lladdr 00:00:5e:00:01:00");
            assertThat(link.run("ping", "-6", "-c", "3", "-i", "0.2", "-W", "20", "2001:db8::1"))
                    .contains(" 0% packet loss");
            assertThat(link.run("ip", "neigh", "show", "2001:db8::1")).contains("lladdr 00:00:5e:00:01:00", "router");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(link.run("ip", "-6", "route"))
                            .contains("default via fe80::200:5eff:fe00:100 dev eth0 proto ra"));
            assertThat(link.run("ip", "-6", "route", "get", "2001:db8:f::1")).contains("via fe80::200:5eff:fe00:100");
            assertThat(link.run("cat", "/proc/sys/net/ipv6/conf/eth0/mtu").strip())
                    .isEqualTo("1450");
        }
        assertThat(counters.value(IcmpCounter.ECHO_ANSWERED)).isGreaterThanOrEqualTo(6);
        assertThat(counters.value(IcmpCounter.MALFORMED)).isZero();
    }

    /** The services in turn: each counts what is not its own and answers nothing to it. */
    private List<Bytes> feed(final Bytes frame) {
        final long nowNs = System.nanoTime();
        final int type = frame.at(12) << 8 | frame.at(13);
        final Stream<Optional<Bytes>> answers = type == 0x0806
                ? Stream.of(arp.receive(guest, frame, nowNs).answer())
                : Stream.of(
                        isIcmp(frame, type) ? echo.receive(guest, frame, nowNs) : Optional.empty(),
                        type == 0x86dd ? nd.receive(guest, frame, nowNs).answer() : Optional.empty());
        return answers.flatMap(Optional::stream).toList();
    }

    private static boolean isIcmp(final Bytes frame, final int type) {
        return type == 0x0800 && frame.at(23) == 1 || type == 0x86dd && frame.at(20) == 58;
    }
}
