// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.why;

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
import net.vireo.vrouter.counter.LcoreDropLog;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyCommandTest {
    private static final String IPV4 = "00005e000100020000000004" + "0800" + "45000028000040004006" + "0000";

    /** TCP 120.0.0.4:40000 to 120.0.0.3:80, and to port 81. */
    private static final byte[] TO_80 = frame(IPV4 + "78000004" + "78000003" + "9c400050" + "00".repeat(16));

    private static final byte[] TO_81 = frame(IPV4 + "78000004" + "78000003" + "9c400051" + "00".repeat(16));

    @TempDir
    private Path directory;

    private StandInRouter router;
    private LcoreDropLog log;

    private static byte[] frame(final String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @BeforeEach
    void start() {
        router = new StandInRouter(directory);
        log = router.dropLog().lcore(0);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private void drop(final DropReason reason, final int vif, final byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment packet = arena.allocate(frame.length);
            MemorySegment.copy(frame, 0, packet, ValueLayout.JAVA_BYTE, 0, frame.length);
            log.tick(System.nanoTime());
            log.record(reason.position(), vif, -1, packet.address(), frame.length);
        }
    }

    private Run why(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("why"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--sock-dir", directory.toString()));
        return Run.of(all.toArray(String[]::new));
    }

    @Test
    void shouldGroupByReasonAndFlow() {
        drop(DropReason.L2_NO_ROUTE, 3, TO_80);
        drop(DropReason.L2_NO_ROUTE, 3, TO_81);
        drop(DropReason.L2_NO_ROUTE, 3, TO_80);
        drop(DropReason.TTL_EXCEEDED, 3, TO_80);
        final Run run = why("--drops");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("4 dropped packets, 3 groups\n\n2 x " + DropReason.L2_NO_ROUTE.label());
        assertThat(run.out()).contains("120.0.0.4:40000 > 120.0.0.3:80 TCP", "120.0.0.3:81 TCP");
        assertThat(run.out()).contains(DropReason.TTL_EXCEEDED.sentence());
    }

    @Test
    void shouldNameTheVerdictOnAFlow() throws Exception {
        drop(DropReason.FLOW_ACTION_DROP, 3, TO_80);
        drop(DropReason.FLOW_ACTION_DROP, 3, TO_81);
        deny();
        final Run run = why("--drops", "-o", "json");
        assertThat(run.out())
                .contains(": drop, " + FlowDropReason.SECURITY_GROUP.text() + "\"")
                .contains("\"its flow is gone\"");
    }

    /** The flow to port 80 is dropped by a security group. */
    private void deny() throws Exception {
        final FlowTable table = FlowTable.create(directory.resolve("flow"), FlowLayout.of(64, 1), Quiescence.NEVER);
        final FlowKeys key = new FlowKeys(1);
        key.ipv4(0, 30, 6, 40_000, 80, 0x7800_0004, 0x7800_0003);
        final FlowSetting setting = new FlowSetting(
                FlowState.DROP,
                FlowState.ACTIVE,
                0,
                1,
                1,
                0,
                0,
                0,
                -1,
                0,
                -1,
                -1,
                List.of(FlowDropReason.values()).indexOf(FlowDropReason.SECURITY_GROUP));
        assertThat(new FlowControl(table)
                        .set(new FlowRequest(FlowTable.NONE, 0, key, FlowTable.NONE, false, setting), 0)
                        .error())
                .isZero();
    }

    @Test
    void shouldShowTheLastOnly() {
        drop(DropReason.TTL_EXCEEDED, 3, TO_80);
        drop(DropReason.L2_NO_ROUTE, 4, TO_80);
        assertThat(why("--drops", "--last", "1").out()).contains("1 dropped packet, 1 group", "No L2 Route");
        assertThat(why("--drops", "--vif", "3").out()).contains("TTL Exceeded").doesNotContain("No L2");
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(why().exitCode()).isEqualTo(2);
        assertThat(why("--drops", "--last", "0").err()).contains("--last takes a number of packets");
        assertThat(why("--drops", "--vif", "nobody").err()).contains("there is no vif 'nobody'");
        assertThat(why("--drops").out()).isEqualTo("no dropped packets kept\n");
    }
}
