// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.port.DeviceQueues;
import net.vireo.vrouter.control.VifQueues;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.lcore.QueueMap;
import net.vireo.vrouter.lcore.QueuePlaces;
import net.vireo.vrouter.lcore.QueuePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a router's real handlers and counter file, without devices and lcores. */
class TrafficCommandTest {
    @TempDir
    private Path directory;

    private final QueueMap map = new QueueMap(2, QueuePolicy.CONTRAIL);
    private StandInRouter router;

    @BeforeEach
    void start() {
        router = new StandInRouter(directory);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private Run traffic(final String... options) {
        final List<String> arguments = new ArrayList<>(List.of("traffic", "--sock-dir", directory.toString()));
        arguments.addAll(List.of(options));
        return Run.of(arguments.toArray(String[]::new));
    }

    private void plug(final int vif, final QueuePlaces places, final long... polled) {
        final String[] add = {
            "vif",
            "--sock-dir",
            directory.toString(),
            "--add",
            "tap" + vif,
            "--type",
            "virtual",
            "--transport",
            "eth",
            "--vrf",
            "1",
            "--id",
            Integer.toString(vif),
            "--mac",
            "00:00:5e:00:01:00"
        };
        assertThat(Run.of(add).err()).isEmpty();
        router.queues(
                vif,
                new VifQueues(
                        "tap",
                        2,
                        QueuePolicy.CONTRAIL,
                        places,
                        DeviceQueues.always(polled.length, queue -> polled[queue])));
        router.lcore(0).received(vif, (int) LongStream.of(polled).sum(), 1000);
    }

    /** The first lcore processes all, also what the second one polled. */
    private void someTraffic() {
        plug(0, map.assignFabric(2), 33, 15);
        plug(3, map.assign(3, queue -> true), 5, 7, 2_000_000);
        router.lcore(0).transmitted(3, 2_000_050, 100_000);
        router.lcore(0).drop(3, DropReason.TTL_EXCEEDED.position(), 10);
        router.lcore(0).add(LcoreCounter.BORN_ARP_REPLY, 1);
        router.lcore(0).add(LcoreCounter.CONSUMED_ARP_REQUEST, 1);
    }

    @Test
    void shouldDrawMapLcoresDropsAndLedger() {
        someTraffic();
        final Run run = traffic();

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("this node: 2 lcores, load balance ");
        assertThat(run.out()).endsWith("""
                interface                   in       out   drops  polled by lcore: queue, why there, packets
                vif0/0 tap0                 48         0       0  10: 0 own            33  11: 1 own            15
                vif0/3 tap3            2000012   2000050      10  --: 2 nobody    2000000  10: 0 fewest          5
                                                                  11: 1 next            7
                lcore        polled taken over  handed on  ring full  processed  tunnel in tunnel out    dropped
                10               38          0          0          0    2000060          0          0         10
                11               22          0         22          0          0          0          0          0
                all              60          0         22          0    2000060          0          0         10
                drops   10 TTL Exceeded
                ledger  2000060 in + 1 made = 2000050 out + 0 held + 1 used up + 10 dropped: balanced
                """);
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void shouldGiveNumbersAsJson() {
        someTraffic();
        final String json = traffic("-o", "json").out();

        assertThat(json)
                .contains("\"settled\" : true", "\"TTL_EXCEEDED\" : 10", "\"polled\" : 38", "\"balanced\" : true")
                .contains("\"lcore\" : null", "\"reason\" : \"fewest\"");
    }

    @Test
    void shouldTellWhatWasRefusedAfterAnotherLcoreHadCountedItOut() {
        someTraffic();
        router.lcore(0).handedOver(2, 5, 300);
        router.lcore(1).relayed(5, 3);
        router.lcore(1).refused(2, 2, DropReason.PKT0_FULL);

        assertThat(traffic("-o", "json").out()).containsPattern("\"refusedAfterHandover\" ?: ?2");
        assertThat(traffic().out()).contains("2 counted out here were refused by their device");
    }

    @Test
    void shouldSayWhenTheLedgerDoesNotBalance() {
        someTraffic();
        router.lcore(1).add(LcoreCounter.RECEIVED, 4);

        assertThat(traffic().out()).containsPattern(" 10 dropped:\\s+NOT balanced, see 'vireo ledger'\n");
    }

    @Test
    void shouldWrapManyReasons() {
        someTraffic();
        for (final DropReason reason : DropReason.values()) {
            router.lcore(1).drop(3, reason.position(), 123_456);
        }
        final String picture = traffic().out();

        assertThat(picture.lines().filter(line -> line.contains("123456 "))).hasSizeGreaterThan(5);
        assertThat(picture.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }
}
