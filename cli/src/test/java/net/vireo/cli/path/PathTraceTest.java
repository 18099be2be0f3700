// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.text.JsonText;
import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.table.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two routers with a cable between them, asked as {@code vireo trace} asks. */
class PathTraceTest {
    private static final int ONE = 0x0a00_0001;
    private static final int TWO = 0x0a00_0002;
    private static final int VM0 = 0x7800_0004;
    private static final int VM1 = 0x7800_0003;

    @TempDir
    private Path directory;

    private PacketPool pool;
    private LiveRouter one;
    private LiveRouter two;

    @BeforeEach
    void start() throws IOException {
        pool = PacketPool.create(new PacketPool.Sizes(2048, 4), false);
        final MemoryPort.Pair cable = MemoryPort.pair(pool, "left", "right", 1, 64);
        one = new LiveRouter(directory, "compute1", pool, cable.left(), ONE, VM0, "g2-vm0");
        two = new LiveRouter(directory, "compute2", pool, cable.right(), TWO, VM1, "g2-vm1");
        one.behind(ONE, TWO, VM1);
        two.behind(TWO, ONE, VM0);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        pool.close();
    }

    private RunDirectory run() {
        return new RunDirectory(directory);
    }

    private static PathQuestion question(final boolean send) {
        return new PathQuestion("", "g2-vm0", "120.0.0.3", "tcp", 80, 0, send, false);
    }

    private PathTrace answer(final PathQuestion question) {
        return PathTrace.answer(run(), question);
    }

    @Test
    void shouldPredictAcrossNodesAndSendNothing() {
        final PathTrace answer = answer(question(false));
        assertThat(answer.text(PathDetail.MINIMAL)).isEqualTo("predicted: delivered to g2-vm1 on compute2\n");
        assertThat(answer.isDelivered()).isTrue();
        assertThat(answer.text(PathDetail.SUMMARY))
                .contains(
                        "vif-input > guest-input > route-lookup > encap-mplsudp",
                        "vif-input > fabric-input > mpls-input > decap-input > mss-clamp > nexthop > encap-rewrite",
                        "bytes leave by fabric for compute2");
        assertThat(one.counters.reader().lcore(0, LcoreCounter.RECEIVED)).isZero();
        assertThat(two.counters.reader().lcore(0, LcoreCounter.RECEIVED)).isZero();
    }

    @Test
    void shouldShowProbeAndPredictionSideBySide() {
        final PathTrace answer = answer(question(true));
        assertThat(answer.text(PathDetail.MINIMAL))
                .isEqualTo("delivered to g2-vm1 on compute2\nthe probe went as predicted\n");
        assertThat(answer.text(PathDetail.DETAILED))
                .contains("predicted", "taken", "  =")
                .doesNotContain("<>");
        assertThat(one.counters.reader().lcore(0, LcoreCounter.BORN_PROBE)).isEqualTo(1);
        assertThat(two.counters.reader().lcore(0, LcoreCounter.CONSUMED_PROBE)).isEqualTo(1);
        assertThat(packetsBalance(one)).isTrue();
        assertThat(packetsBalance(two)).isTrue();
    }

    private static boolean packetsBalance(final LiveRouter router) {
        return router.ledger().checks().stream()
                .filter(check -> check.name().startsWith("lcore"))
                .allMatch(check -> check.holds());
    }

    @Test
    void shouldDeliverWhenAsked() {
        final PathTrace answer =
                answer(new PathQuestion("compute1", "g2-vm0", "120.0.0.3", "udp", 53, 5000, true, true));
        assertThat(answer.isDelivered()).isTrue();
        assertThat(two.counters.reader().lcore(0, LcoreCounter.CONSUMED_PROBE)).isZero();
        assertThat(answer.text(PathDetail.SUMMARY)).startsWith("udp, 120.0.0.4 port 5000 > 120.0.0.3 port 53\n");
    }

    @Test
    void shouldNameTheDrop() {
        two.tables.putRoute(LiveRouter.RED, new Route(VM1, 32, 0, 0, 0));
        two.tables.putLabel(16 + 3, 0);
        final PathTrace answer = answer(question(true));
        assertThat(answer.isDelivered()).isFalse();
        assertThat(answer.text(PathDetail.MINIMAL))
                .startsWith("dropped on compute2: ")
                .contains("as predicted");
        final Map<?, ?> outcome = (Map<?, ?>) answer.tree().get("outcome");
        assertThat(outcome.get("kind")).isEqualTo("dropped");
        assertThat(outcome.get("reason")).isNotNull();
    }

    @Test
    void shouldGiveTheWholeAnswerAsATree() {
        final Map<String, Object> tree = PathTrace.ask(run(), question(true));
        assertThat(tree).containsKeys("question", "predicted", "actual", "agree", "partings", "outcome", "assumptions");
        assertThat(tree.get("agree")).isEqualTo(true);
        final List<?> hops = (List<?>) ((Map<?, ?>) tree.get("predicted")).get("hops");
        assertThat(hops).hasSize(2);
        final Map<?, ?> first = (Map<?, ?>) hops.getFirst();
        assertThat(first.get("node")).isEqualTo("compute1");
        final Map<?, ?> sent = (Map<?, ?>) ((List<?>) first.get("sent")).getFirst();
        assertThat(sent.get("nextHop")).isEqualTo(1);
        assertThat(JsonText.pretty(tree)).contains("\"graphNode\" : \"route-lookup\"", "tunnel to the other node");
    }

    @Test
    void shouldSayWhatIsWrongWithTheQuestion() {
        assertThatThrownBy(() -> ask("g2-vm9", "120.0.0.3", "tcp"))
                .isInstanceOfSatisfying(
                        CommandFailed.class, failed -> assertThat(failed.mend()).contains("did you mean 'g2-vm"))
                .hasMessageContaining("there is no guest 'g2-vm9'");
        assertThatThrownBy(() -> ask("g2-vm0", "120.0.0", "tcp")).hasMessageContaining("'120.0.0' is no address");
        assertThatThrownBy(() -> ask("g2-vm0", "120.0.0.3", "tpc"))
                .isInstanceOfSatisfying(
                        CommandFailed.class, failed -> assertThat(failed.mend()).isEqualTo("did you mean 'tcp'?"));
        assertThatThrownBy(() -> ask("vif0/0", "120.0.0.3", "tcp")).hasMessageContaining("several nodes");
        assertThatThrownBy(() -> ask("g2-vm0", "2001:db8::1", "tcp")).hasMessageContaining("has no IPv6 address");
        assertThatThrownBy(() -> PathTrace.ask(
                        run(), new PathQuestion("compute7", "g2-vm0", "120.0.0.3", "tcp", 1, 0, false, false)))
                .hasMessageContaining("no node 'compute7'");
        assertThatThrownBy(() -> PathTrace.ask(new RunDirectory(directory.resolve("none")), question(false)))
                .hasMessageContaining("no node is running");
    }

    private void ask(final String from, final String to, final String protocol) {
        PathTrace.ask(run(), new PathQuestion("", from, to, protocol, 80, 0, false, false));
    }
}
