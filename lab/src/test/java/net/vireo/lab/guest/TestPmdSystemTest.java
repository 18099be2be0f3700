// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.LabException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The DPDK guest against DPDK's own back end: what goes wrong here is the harness, not Vireo. */
@Tag("system")
@Tag("guests")
class TestPmdSystemTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "guest is server {0}, queues {1}, packed {2}")
    @CsvSource({"false,1,false", "true,1,true", "false,2,true", "true,2,false"})
    void shouldExchangePacketsWithDpdksOwnBackEnd(final boolean server, final int queues, final boolean packed)
            throws Exception {
        final Path socket = directory.resolve("s");
        DpdkPort guest = DpdkPort.guest(socket).queues(queues).packed(packed);
        DpdkPort backEnd = DpdkPort.backEnd(socket).queues(queues);
        if (server) {
            guest = guest.turnedRound();
            backEnd = backEnd.turnedRound();
        }
        try (TestPmd back = TestPmd.named("back").port(backEnd).start();
                TestPmd front = TestPmd.named("front").port(guest).start()) {
            Awaitility.await("link").atMost(Duration.ofSeconds(5)).until(() -> back.linkUp(0));
            back.command("start");
            // Each packet goes round between the two until the guest stops; then the rest comes home.
            front.command("start tx_first 1");
            Thread.sleep(500);
            front.command("stop");
            Thread.sleep(200);
            back.command("stop");
            final PortStats sent = front.stats(0);
            final PortStats received = back.stats(0);

            assertThat(sent.txPackets()).isGreaterThan(1000);
            assertThat(received.rxPackets()).isEqualTo(sent.txPackets());
            assertThat(received.rxBytes()).isEqualTo(64 * received.rxPackets());
            assertThat(sent.rxPackets()).isGreaterThan(1000).isLessThanOrEqualTo(received.txPackets());
            for (int queue = 0; queue < queues; queue++) {
                assertThat(front.xstats(0).get("rx_q" + queue + "_good_packets"))
                        .as("queue " + queue)
                        .isGreaterThan(100);
            }
        }
    }

    @Test
    void shouldSayWhatTestpmdSaidWhenItRefuses() {
        assertThatThrownBy(() -> TestPmd.named("wrong")
                        .port(DpdkPort.guest(directory.resolve("nobody")))
                        .start())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("testpmd wrong ended with exit code 1")
                .hasMessageContaining("connect error, No such file or directory");
    }

    @Test
    void shouldRefuseAnUnknownCommandAndEndWhenClosed() throws Exception {
        final ProcessHandle process;
        try (TestPmd testPmd = TestPmd.named("commands")
                .port(new DpdkPort("net_null", java.util.Map.of()))
                .start()) {
            process = testPmd.process();
            assertThatThrownBy(() -> testPmd.command("dance"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("testpmd commands does not know 'dance'");
            assertThatThrownBy(() -> testPmd.command("set fwd sideways"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("does not know");
            assertThat(testPmd.command("set fwd rxonly")).contains("Set rxonly packet forwarding mode");
        }
        process.onExit().get(1, TimeUnit.SECONDS);
    }
}
