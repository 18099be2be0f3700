// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.TapLink;
import net.vireo.packet.Ipv4Address;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real client, busybox udhcpc, on a real interface. Needs a /dev/net/tun that can be opened, busybox and iproute2. */
@Tag("system")
@Tag("tap")
class UdhcpcSystemTest {
    /** Does what a distribution's script does: address, MTU, classless routes or routers. */
    private static final String SCRIPT = """
            #!/bin/sh
            [ "$1" = bound ] || exit 0
            ip addr replace "$ip/$mask" dev "$interface"
            [ -z "$mtu" ] || ip link set dev "$interface" mtu "$mtu"
            if [ -n "$staticroutes" ]; then
              set -- $staticroutes
              while [ -n "$1" ]; do ip route replace "$1" via "$2"; shift 2; done
            else
              ip route replace default via "$router"
            fi
            echo "domain=$domain hostname=$hostname dns=$dns lease=$lease serverid=$serverid"
            """;

    private final DhcpServer server = new DhcpServer();
    private final DhcpTestGuest guest = new DhcpTestGuest();

    @Test
    void shouldGiveUdhcpcAddressRouteAndMtu() throws Exception {
        try (TapLink link = new TapLink(PlainGuest.MAC, this::feed)) {
            final String said = udhcpc(link);
            assertThat(said)
                    .contains("domain=red.example hostname=web-1 dns=10.0.0.1 lease=4294967295 serverid=10.0.0.1");
            assertThat(link.run("ip", "-4", "address", "show", TapLink.DEVICE))
                    .contains("inet 10.0.0.10/24", "mtu 1450");
            assertThat(link.run("ip", "route")).contains("default via 10.0.0.1 dev eth0");
        }
        // A slow machine makes udhcpc ask again; what it asks is served or nothing.
        assertThat(server.counters().value(DhcpCounter.ACK)).isPositive();
        assertThat(server.counters().value(DhcpCounter.OFFER))
                .isEqualTo(server.counters().value(DhcpCounter.DISCOVER));
        assertThat(server.counters().value(DhcpCounter.NAK)).isZero();
    }

    @Test
    void shouldGiveUdhcpcClasslessRoutes() throws Exception {
        guest.hostRoutes.add(new ClasslessRoute(Ipv4Prefix.parse("10.17.0.0/16"), Ipv4Address.parse("10.0.0.254")));
        try (TapLink link = new TapLink(PlainGuest.MAC, this::feed)) {
            udhcpc(link);
            assertThat(link.run("ip", "route"))
                    .contains("10.17.0.0/16 via 10.0.0.254 dev eth0", "default via 10.0.0.1 dev eth0");
        }
    }

    private List<Bytes> feed(final Bytes frame) {
        return isForServer(frame) ? server.receive(guest, frame).stream().toList() : List.of();
    }

    /** UDP over IPv4 to port 67, as the data plane's trap picks it out. */
    private static boolean isForServer(final Bytes frame) {
        return frame.size() > 37
                && frame.at(12) == 0x08
                && frame.at(13) == 0
                && frame.at(23) == 17
                && frame.at(36) == 0
                && frame.at(37) == 67;
    }

    private static String udhcpc(final TapLink link) throws IOException, InterruptedException {
        final Path script = link.folder().resolve("script");
        Files.writeString(script, SCRIPT);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return link.run(
                "busybox",
                "udhcpc",
                "-f",
                "-q",
                "-n",
                "-t",
                "20",
                "-T",
                "2",
                "-O",
                "staticroutes",
                "-O",
                "mtu",
                "-i",
                TapLink.DEVICE,
                "-s",
                script.toString());
    }
}
