// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.rss.RssFields;
import net.vireo.port.rss.RssPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a router's real handler and real receive side scaling, without a device. */
class RssCommandTest {
    private static final String MICROSOFT_KEY =
            "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa";

    @TempDir
    private Path directory;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(64, 0), false);
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "far", "fabric", 1, 64);
    private final RssPort port = RssPort.over(cable.right(), pool, 3);
    private StandInRouter router;

    @BeforeEach
    void start() {
        router = new StandInRouter(directory);
        router.rss(port);
    }

    @AfterEach
    void stop() {
        router.close();
        port.close();
        pool.close();
    }

    private Run rss(final String... options) {
        final List<String> arguments = new ArrayList<>(List.of("rss", "--sock-dir", directory.toString()));
        arguments.addAll(List.of(options));
        return Run.of(arguments.toArray(String[]::new));
    }

    /** Frames that are no IP: to queue 0. */
    private void receive(final int count) {
        final PoolCache cache = pool.newCache(0);
        final long[] packets = new long[64];
        for (int i = 0; i < count; i++) {
            packets[i] = PacketRef.resized(cache.takeSmall(), PacketPool.HEADROOM_BYTES, 10);
        }
        cable.left().txQueue(0).transmit(cache, packets, count);
        cache.free(packets, 0, port.rxQueue(0).receive(cache, packets, 64));
    }

    @Test
    void shouldShowTheTableAndTheSpread() {
        receive(5);
        final Run run = rss();

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("vif0/0 over 3 queues\nKey: 6d:5a:56:da:")
                .contains("\nFields: ipv4 tcp4 udp4 ipv6 tcp6 udp6\n")
                .contains("\n     8           2:0          0:0          1:0          2:0")
                .contains("""
                          Queue  Entries        Packets    Share     Ring drops
                              0       44              5   100.0%              0
                              1       42              0     0.0%              0
                              2       42              0     0.0%              0
                        Without hash, to queue 0: 5
                        Skew, max/mean: 3.00
                        """);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldChangeEntriesAndSetThemBack() {
        assertThat(rss("--set", "17=0", "--set", "81=1").err()).isEmpty();
        assertThat(port.control().table()[17]).isZero();
        assertThat(port.control().table()[81]).isOne();

        assertThat(rss("--queues", "1").exitCode()).isZero();
        assertThat(port.control().table()).containsOnly(0);
        assertThat(rss("--key", MICROSOFT_KEY.replace("6d", "00")).exitCode()).isZero();
        assertThat(port.control().key()).startsWith(0, 0x5a);
        assertThat(rss("--fields", "ipv4,udp6").out()).contains("\nFields: ipv4 udp6\n");
        assertThat(port.control().fields()).isEqualTo(RssFields.IPV4 | RssFields.UDP6);

        assertThat(rss("--reset").exitCode()).isZero();
        assertThat(port.control().isDefault()).isTrue();
    }

    @Test
    void shouldPrintJsonWithNumbersAsNumbers() {
        receive(2);
        final String json = rss("-o", "json").out();

        Json.check(json);
        assertThat(json.replaceAll("\\s+", ""))
                .contains("\"key\":\"" + MICROSOFT_KEY + "\"")
                .contains("{\"queue\":0,\"entries\":44,\"packets\":2,\"ringDrops\":0}")
                .contains("\"withoutHash\":2,\"skew\":3.0,")
                .contains("{\"entry\":65,\"queue\":1,\"frames\":0}")
                .contains("\"entry\":127,")
                .doesNotContain("\"entry\":128,");
    }

    @Test
    void shouldSayThatThereIsNoSuchEntryOrQueue() {
        final Run run = rss("--set", "3=7");

        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("no such entry or queue", "'vireo rss' shows");
        assertThat(port.control().isDefault()).isTrue();
    }

    @Test
    void shouldSayHowToSwitchItOn() {
        router.rss(null);
        final Run run = rss();

        assertThat(run.exitCode()).isOne();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("vif0/0 has no receive side scaling", "vireo run vrouter --fabric-rss");
    }

    @Test
    void shouldRefuseWrongUsage() {
        assertThat(rss("--key", "6d5a").err()).contains("--key takes 40 bytes");
        assertThat(rss("--key", "xyz").exitCode()).isEqualTo(2);
        assertThat(rss("--fields", "udp").err()).contains("expected one of [ipv4, tcp4");
        assertThat(rss("--reset", "--queues", "2").err()).contains("choose one of --reset");
        assertThat(rss("--set", "1:2").exitCode()).isEqualTo(2);
    }
}
