// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.cli.Run;
import net.vireo.vrouter.capture.Captures;
import net.vireo.vrouter.control.BuildInfo;
import net.vireo.vrouter.control.ControlObjects;
import net.vireo.vrouter.control.ControlServer;
import net.vireo.vrouter.control.ControlServices;
import net.vireo.vrouter.control.FlowTableRequests;
import net.vireo.vrouter.control.NexthopObserver;
import net.vireo.vrouter.control.VifPorts;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.TraceDesk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flow command against the data plane's own flow table, over a control socket. */
class FlowEndToEndTest {
    private static final int TCP = 6;
    private static final int UDP = 17;

    @TempDir
    private Path directory;

    private final FlowTable table = FlowTable.anonymous(FlowLayout.of(4096, 1), Quiescence.NEVER);
    private final HoldLimit limit = new HoldLimit(1);
    private final FlowKeys key = new FlowKeys(1);
    private final List<Integer> released = new ArrayList<>();
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        final Tables tables = new Tables(new Tables.Limits(16, 8, 64, 64));
        final CounterMemory counters = CounterMemory.anonymous(List.of(10), 16, List.of());
        server = ControlServer.open(
                directory.resolve("dpdk_netlink"),
                new ControlObjects(
                        tables,
                        new NoPorts(),
                        new StillCounters(counters),
                        new TraceDesk(session -> {}),
                        Captures.NONE,
                        NexthopObserver.NONE,
                        new BuildInfo("0.1.0", "compute1", ""),
                        new ControlServices(
                                Optional.empty(),
                                new FlowTableRequests(table, tables, limit, (index, generation) -> released.add(index)),
                                new VifFatFlows(16))));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int miss(final int protocol, final int source, final int sourcePort, final int destinationPort) {
        key.ipv4(0, 38, protocol, sourcePort, destinationPort, source, 0x01010105);
        final int made = table.create(key, 0, FlowClock.nowMs());
        limit.made(0);
        return made;
    }

    private Run flow(final String... arguments) {
        final List<String> line = new ArrayList<>(List.of("flow", "--sock-dir", directory.toString()));
        line.addAll(List.of(arguments));
        final Run run = Run.of(line.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    @Test
    void shouldListPickAndShowFlows() {
        final int udp = miss(UDP, 0x01010103, 4145, 53);
        final int tcp = miss(TCP, 0x01010104, 40000, 443);
        table.counters(0).count(udp, 98);

        assertThat(flow("-l").out())
                .contains("Created 2 ", "1.1.1.3:4145", "1.1.1.5:53", "1.1.1.4:40000", "K(nh):38", "Stats:1/98");
        assertThat(flow("--match", "1.1.1.5:443 & proto tcp").out())
                .contains("" + tcp, "1.1.1.4:40000")
                .doesNotContain("4145");
        assertThat(flow("--get", "" + udp).out()).contains("1.1.1.3", "4145");
    }

    @Test
    void shouldListThousandsPageByPage() {
        for (int port = 1; port <= 3000; port++) {
            miss(UDP, 0x0a000001, port, 9);
        }
        assertThat(flow("-l").out().lines().filter(line -> line.contains("10.0.0.1:")))
                .hasSize(3000);
        assertThat(flow("--match", "10.0.0.1:2999").out().lines().filter(line -> line.contains("10.0.0.1:")))
                .hasSize(1);
        assertThat(flow("--match", "10.9.9.9:*").out()).doesNotContain("10.0.0.1");
    }

    @Test
    void shouldForwardDropAndEndAFlowByHand() {
        final int index = miss(UDP, 0x01010103, 4145, 53);
        flow("-f", "" + index);
        assertThat(flow("-l").out()).contains("Action:F");
        assertThat(released).containsExactly(index);
        flow("-d", "" + index);
        assertThat(flow("-l").out()).contains("Action:D");
        flow("-i", "" + index);
        assertThat(table.live(index)).isFalse();
        assertThat(limit.waitingCount()).isZero();
    }

    private static final class NoPorts implements VifPorts {
        @Override
        public void attach(final Vif vif) {}

        @Override
        public void detach(final Vif vif) {}
    }

    private record StillCounters(CounterMemory memory) implements Snapshots {
        @Override
        public int take(final int timeoutMs) {
            return 1;
        }

        @Override
        public int lcoreCount() {
            return 1;
        }

        @Override
        public CounterFile counters() {
            return memory.reader();
        }
    }
}
