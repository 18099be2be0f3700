// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.cli.node.NamesFile;
import net.vireo.cli.node.NodeNames;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.flow.FlowLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetricsCommandTest {
    @TempDir
    private Path directory;

    private Exposition metrics() {
        final Run run = Run.of("metrics", "--sock-dir", directory.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return Exposition.of(run.out());
    }

    private String node() {
        return " node=" + directory;
    }

    @Test
    void shouldGiveEveryCounterWithItsNames() {
        final NodeNames names = new NodeNames("compute1");
        names.vifs().put(3, new NodeNames.VifName("vm\"0\\\n", "tap0", "red"));
        names.vrfs().put(1, "red");
        NamesFile.write(directory, names);
        try (StandInRouter router = new StandInRouter(directory)) {
            router.lcore(0).received(3, 5, 700);
            router.lcore(1).received(3, 1, 60);
            router.lcore(1).drop(3, DropReason.SPOOFED_SOURCE.position(), 2);
            router.lcore(1).vrf(1, VrfCounter.TUNNEL_VXLAN, 9);
            router.lcore(0).add(LcoreCounter.CYCLES, 100);
            router.lcore(0).add(LcoreCounter.BORN_ICMP_ERROR, 4);

            final Exposition all = metrics();

            assertThat(all.value("vireo_readable" + node())).isOne();
            final String vif = node() + " vif=3 name=vm\"0\\\n device=tap0 network=red";
            assertThat(all.value("vireo_vif_receive_packets_total" + vif)).isEqualTo(6);
            assertThat(all.value("vireo_vif_receive_bytes_total" + vif)).isEqualTo(760);
            assertThat(all.value("vireo_vif_dropped_packets_total" + vif)).isEqualTo(2);
            assertThat(all.value(
                            "vireo_dropped_packets_total" + node() + " reason=Spoofed source upstream=Invalid Source"))
                    .isEqualTo(2);
            assertThat(all.value("vireo_vrf_packets_total" + node() + " vrf=1 network=red what=tunnel_vxlan"))
                    .isEqualTo(9);
            assertThat(all.value("vireo_lcore_cycles_total" + node() + " lcore=10"))
                    .isEqualTo(100);
            assertThat(all.value("vireo_ledger_packets_total" + node() + " side=birth what=born_icmp_error"))
                    .isEqualTo(4);
            assertThat(all.samples().keySet())
                    .as("VRFs that did nothing are left out")
                    .filteredOn(key -> key.startsWith("vireo_vrf_"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldTellWhetherTheLedgerBalanced() {
        try (StandInRouter router = new StandInRouter(directory)) {
            assertThat(metrics().value("vireo_ledger_snapshot" + node())).isZero();
            Run.of("ledger", "--sock-dir", directory.toString());
            assertThat(metrics().value("vireo_ledger_balanced" + node())).isOne();
            router.lcore(1).add(LcoreCounter.RECEIVED, 5);
            Run.of("ledger", "--sock-dir", directory.toString());
            assertThat(metrics().value("vireo_ledger_balanced" + node())).isZero();
        }
    }

    @Test
    void shouldSayThatANodeCannotBeRead() throws IOException {
        Files.writeString(directory.resolve("counters"), "no counters");
        assertThat(metrics().samples()).containsOnlyKeys("vireo_readable" + node());
        assertThat(metrics().value("vireo_readable" + node())).isZero();
    }

    @Test
    void shouldSayThatTheFlowTableIsDamaged() throws IOException {
        try (StandInRouter router = new StandInRouter(directory)) {
            assertThat(router.counters()).isNotNull();
            Files.write(
                    directory.resolve("flow"),
                    new byte[(int) FlowLayout.of(16, 1).fileBytes()]);
            assertThat(metrics().value("vireo_flow_table_damaged" + node())).isOne();
        }
    }

    @Test
    void shouldServeWhatItPrintsAndNothingElse() throws IOException {
        final InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (MetricsServer server = MetricsServer.start(anyPort, () -> "up 1\n")) {
            final String base = "http://127.0.0.1:" + server.address().getPort();
            final HttpURLConnection good = open(base + "/metrics");
            assertThat(good.getContentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(new String(good.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("up 1\n");
            assertThat(open(base + "/").getResponseCode()).isEqualTo(404);
            assertThat(open(base + "/metrics/../etc").getResponseCode()).isEqualTo(404);
            final HttpURLConnection post = open(base + "/metrics");
            post.setRequestMethod("DELETE");
            assertThat(post.getResponseCode()).isEqualTo(405);
        }
    }

    private static HttpURLConnection open(final String url) throws IOException {
        return (HttpURLConnection) URI.create(url).toURL().openConnection();
    }

    @Test
    void shouldNotBeReachableFromOtherMachinesUnlessAskedFor() {
        final Run run = Run.of("metrics", "--listen", "0.0.0.0:0");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--allow-remote");
    }

    @Test
    void shouldRefuseAnAddressThatIsNone() {
        for (final String nonsense : new String[] {"9410", ":9410", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:x"}) {
            assertThat(Run.of("metrics", "--listen", nonsense).exitCode())
                    .as(nonsense)
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchNode() {
        final Run run = Run.of("metrics", "--node", "nowhere");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("nowhere");
    }
}
