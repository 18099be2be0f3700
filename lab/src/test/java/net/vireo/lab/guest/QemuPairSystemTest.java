// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.vireo.lab.host.Commands.Done;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two machines joined by DPDK's own back end: what goes wrong here is the harness, not Vireo. */
@Tag("system")
@Tag("guests")
class QemuPairSystemTest {
    @TempDir
    private Path directory;

    private QemuGuest guest(
            final String name, final int host, final boolean server, final int queues, final boolean packed)
            throws InterruptedException {
        return QemuGuest.named(name)
                .nic(QemuNic.on(directory.resolve(name), "02:00:00:00:00:0" + host)
                        .server(server)
                        .queues(queues)
                        .packed(packed))
                .start(GuestImage.obtain());
    }

    @ParameterizedTest(name = "guests are servers {0}, queues {1}, packed {2}")
    @CsvSource({"false,1,false", "true,2,true"})
    void shouldPing(final boolean server, final int queues, final boolean packed) throws Exception {
        try (QemuGuest one = guest("one", 1, server, queues, packed);
                QemuGuest two = guest("two", 2, server, queues, packed)) {
            DpdkPort port1 = DpdkPort.backEnd(directory.resolve("one")).queues(queues);
            DpdkPort port2 = DpdkPort.backEnd(directory.resolve("two")).queues(queues);
            if (server) {
                port1 = port1.turnedRound();
                port2 = port2.turnedRound();
            }
            try (TestPmd wire = TestPmd.named("wire").port(port1).port(port2).start()) {
                wire.command("start");
                one.awaitBoot(60_000);
                two.awaitBoot(60_000);
                one.run("ip address add 10.0.0.1/24 dev eth0 && ip link set eth0 up");
                two.run("ip address add 10.0.0.2/24 dev eth0 && ip link set eth0 up");
                final Done ping = one.shell("ping -c 5 -i 0.2 -W 2 10.0.0.2");

                assertThat(ping.ok()).as(ping.output() + wire.tail()).isTrue();
                assertThat(ping.output()).contains("5 received, 0% packet loss");
                assertThat(two.run("ethtool -l eth0")).containsPattern("Combined:\\s+" + queues + "\\s*$");
                assertThat(wire.stats(0).rxPackets()).isGreaterThanOrEqualTo(5);
            }
        }
    }
}
