// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.vrouter.counter.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropLogTest {
    private static final byte[] ARP = HexFormat.of()
            .parseHex("ffffffffffff020000000003" + "0806" + "0001080006040001" + "020000000003" + "78000003"
                    + "000000000000" + "78000004");

    @TempDir
    private Path directory;

    private StandInRouter router;

    @BeforeEach
    void start() {
        router = new StandInRouter(directory);
        drop(0, DropReason.L2_NO_ROUTE, 3, 44);
        drop(1, DropReason.TTL_EXCEEDED, 0, -1);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private void drop(final int lcore, final DropReason reason, final int vif, final int nexthop) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment packet = arena.allocate(ARP.length);
            MemorySegment.copy(ARP, 0, packet, ValueLayout.JAVA_BYTE, 0, ARP.length);
            final var log = router.dropLog().lcore(lcore);
            log.tick(System.nanoTime());
            log.record(reason.position(), vif, nexthop, packet.address(), ARP.length);
        }
    }

    private Run dropstats(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("dropstats"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--sock-dir", directory.toString()));
        return Run.of(all.toArray(String[]::new));
    }

    @Test
    void shouldShowTheLastDroppedPacketsInTheOrderOfTime() {
        final Run run = dropstats("--log");

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().toList()).hasSize(2);
        assertThat(run.out())
                .containsPattern(
                        "(?s)^\\d\\d:\\d\\d:\\d\\d\\.\\d{6} lcore 10 vif0/3: No L2 Route: ARP who has 120.0.0.4,"
                                + " tell 120.0.0.3, 42 bytes, nh 44\n.* lcore 11 vif0/0: TTL Exceeded: ARP");
    }

    @Test
    void shouldShowOnlyWhatIsAskedFor() {
        assertThat(dropstats("--log", "--reason", "ttl").out())
                .contains("TTL Exceeded")
                .doesNotContain("No L2");
        assertThat(dropstats("--log", "--vif", "3").out()).contains("No L2").doesNotContain("TTL Exceeded");
        assertThat(dropstats("--log", "10").out()).contains("lcore 10").doesNotContain("lcore 11");
        assertThat(dropstats("--log", "--core", "1").out()).contains("lcore 11").doesNotContain("lcore 10");
        assertThat(dropstats("--log", "--reason", "L2_NO_ROUT").err()).contains("did you mean L2_NO_ROUTE?");
    }

    @Test
    void shouldShowTheBytesBelowOnRequest() {
        assertThat(dropstats("--log", "-v").out())
                .contains("\n    0000  ff ff ff ff ff ff 02 00 00 00 00 03 08 06 00 01\n")
                .contains("\n    0020  00 00 00 00 00 00 78 00 00 04\n");
    }

    @Test
    void shouldGiveThemAsData() {
        assertThat(dropstats("--log", "-o", "json").out())
                .contains("\"on\" : true", "\"reason\" : \"L2_NO_ROUTE\"", "\"head\" : \"ffffffffffff0200");
    }

    @Test
    void shouldForgetThemAndSayWhenTheLogIsOff() {
        assertThat(dropstats("--clear-log").exitCode()).isZero();
        assertThat(dropstats("--log").out()).isEqualTo("no dropped packets kept\n");

        final Run off = Run.of("vrouter", "--pkt_droplog_en", "0", "--sock-dir", directory.toString());

        assertThat(off.exitCode()).isZero();
        assertThat(dropstats("--log").err()).contains("the drop log is off");
    }
}
