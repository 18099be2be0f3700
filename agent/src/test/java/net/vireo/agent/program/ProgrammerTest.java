// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.oper.PluggedPort;
import net.vireo.cli.node.NamesFile;
import net.vireo.cli.tables.NodeState;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrouterClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the data plane's own control code, over its socket. */
class ProgrammerTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long SETTLE_NS = 5 * SECOND_NS;

    @TempDir
    private Path node;

    @TempDir
    private Path files;

    private StandInPlane plane;
    private ConfigDirectory source;
    private final Map<UUID, PluggedPort> plugged = new HashMap<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private long nowNs = 17;

    @BeforeEach
    void start() throws IOException {
        plane = new StandInPlane(node);
        source = new ConfigDirectory(Samples.write(files));
    }

    @AfterEach
    void stop() throws Exception {
        for (final AutoCloseable thing : opened) {
            thing.close();
        }
        plane.close();
    }

    /** An agent that starts, as far as this goes. */
    private Programmer programmer() {
        final Programmer programmer = new Programmer(
                () -> ControlSocket.connect(node.resolve("dpdk_netlink")), new NameJournal(node), SETTLE_NS);
        opened.add(programmer);
        return programmer;
    }

    private OperState run(final Programmer programmer) {
        programmer.tick(nowNs);
        final OperState state = OperBuilder.build(source.current(), plugged, programmer.names(), programmer.actual());
        programmer.program(state, nowNs);
        return state;
    }

    private NodeState tables() {
        try (DataPlane other = ControlSocket.connect(node.resolve("dpdk_netlink"))) {
            final NodeState tables = other.read();
            for (int vrf = 0; vrf < 10; vrf++) {
                other.readRoutes(vrf, tables);
            }
            return tables;
        }
    }

    @Test
    void shouldProgramEverythingOnceAndNothingTheSecondTime() {
        final Programmer programmer = programmer();
        final OperState state = run(programmer);

        assertThat(programmer.failures()).isEmpty();
        assertThat(programmer.counts().sent()).isEqualTo(size(state.wanted()));
        assertThat(size(tables())).isEqualTo(size(state.wanted()) + 1); // the discard

        nowNs += SECOND_NS;
        run(programmer);
        assertThat(programmer.counts().sent()).isEqualTo(size(state.wanted()));
    }

    @Test
    void shouldSendNothingAfterItsOwnRestart() {
        run(programmer());
        nowNs += SECOND_NS;

        final Programmer next = programmer();
        final OperState state = run(next);
        nowNs += 2 * SETTLE_NS;
        assertThat(next.tick(nowNs)).isFalse();
        run(next);

        assertThat(state.isReady()).isTrue();
        assertThat(next.counts()).isEqualTo(new Programmer.Counts(1, 0, 0));
    }

    @Test
    void shouldFindItsIdsInTheDataPlaneWhenTheNamesAreLost() throws IOException {
        final OperState before = run(programmer());
        Files.delete(node.resolve(NamesFile.FILE_NAME));

        final Programmer next = programmer();
        final OperState after = run(next);
        nowNs += 2 * SETTLE_NS;
        next.tick(nowNs);
        run(next);

        assertThat(next.counts().sent()).isZero();
        assertThat(after.names()).isEqualTo(before.names());
    }

    @Test
    void shouldBringEverythingBackWhenTheDataPlaneStartsFromNothing() {
        final Programmer programmer = programmer();
        final OperState state = run(programmer);
        final long sent = programmer.counts().sent();

        plane.close();
        nowNs += 2 * SECOND_NS;
        assertThat(programmer.tick(nowNs)).isFalse();
        assertThat(programmer.connectionProblem()).isPresent();
        plane = new StandInPlane(node);
        nowNs += SECOND_NS;
        assertThat(programmer.tick(nowNs)).isTrue();
        run(programmer);

        assertThat(programmer.connectionProblem()).isEmpty();
        assertThat(programmer.counts()).isEqualTo(new Programmer.Counts(2, 2 * sent, 0));
        assertThat(size(tables())).isEqualTo(size(state.wanted()) + 1);
    }

    @Test
    void shouldSweepWhatNobodyWantsOnlyWhenItHasSettled() {
        try (VrouterClient other = VrouterClient.connect(node.resolve("dpdk_netlink"))) {
            other.request(new VrMpls().op(SandeshOp.ADD).put(VrMpls.LABEL, 99).put(VrMpls.NHID, 0));
        }
        final Programmer programmer = programmer();
        run(programmer);
        assertThat(tables().labels()).containsKey(99);
        assertThat(programmer.hasStale()).isTrue();

        nowNs += SETTLE_NS;
        assertThat(programmer.tick(nowNs)).isTrue();
        run(programmer);

        assertThat(tables().labels()).doesNotContainKey(99);
        assertThat(programmer.hasStale()).isFalse();
    }

    @Test
    void shouldSendOnlyTheDifferenceOfAChange() {
        final Programmer programmer = programmer();
        run(programmer);
        nowNs += 2 * SETTLE_NS;
        run(programmer);
        final long before = programmer.counts().sent();
        final int vif = tables().vifs().size();

        final UUID vm2 = UUID.fromString(Samples.VM2);
        plugged.put(vm2, new PluggedPort(vm2, "tap-vm2", Optional.empty(), true));
        run(programmer);
        final long added = programmer.counts().sent() - before;

        // vif, two next hops, the guests' composite that has one more, two labels, route, bridge entry
        assertThat(added).isEqualTo(8);
        assertThat(tables().vifs()).hasSize(vif + 1);

        plugged.clear();
        run(programmer);
        assertThat(programmer.counts().sent() - before).isEqualTo(2 * added);
        assertThat(tables().vifs()).hasSize(vif);
        assertThat(programmer.failures()).isEmpty();
    }

    @Test
    void shouldTryAgainWhatIsRefusedWhileTheRestGoesOn() {
        plane.breakDevice("tap-vm1");
        final Programmer programmer = programmer();
        run(programmer);

        assertThat(programmer.failures())
                .isNotEmpty()
                .anySatisfy((change, why) -> assertThat(change).contains("vm1"));
        assertThat(tables().routes()).hasSizeGreaterThan(3);

        plane.mendDevice("tap-vm1");
        nowNs += SECOND_NS;
        assertThat(programmer.tick(nowNs)).isTrue();
        run(programmer);

        assertThat(programmer.failures()).isEmpty();
        assertThat(programmer.counts().refused()).isPositive();
    }

    /** Else it would be tried, and every flow judged anew, ten times a second for ever. */
    @Test
    void shouldForgetARefusalThatNobodyWantsAnyMore() throws IOException {
        Files.writeString(files.resolve("30-ports.yaml"), "# no port yet\n");
        final Programmer programmer = programmer();
        run(programmer);
        nowNs += 2 * SETTLE_NS;
        run(programmer);

        plane.breakDevice("tap-vm2");
        Files.writeString(files.resolve("60-more.yaml"), """
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000002
            name: vm2
            network: public
            mac: 02:00:00:00:01:05
            addresses: 203.0.113.9
            device: tap-vm2
            """);
        source = new ConfigDirectory(files);
        run(programmer);
        assertThat(programmer.failures()).isNotEmpty();

        Files.delete(files.resolve("60-more.yaml"));
        source = new ConfigDirectory(files);
        run(programmer);
        run(programmer);
        assertThat(programmer.failures()).isEmpty();
        nowNs += 40 * SECOND_NS;
        assertThat(programmer.tick(nowNs)).isFalse();
    }

    @Test
    void shouldTouchNothingWhileTheNodeIsUnknown() throws IOException {
        run(programmer());
        final int before = size(tables());
        Files.delete(files.resolve("10-node.yaml"));
        source = new ConfigDirectory(files);

        final Programmer next = programmer();
        assertThat(run(next).isReady()).isFalse();
        nowNs += 2 * SETTLE_NS;
        run(next);

        assertThat(next.counts().sent()).isZero();
        assertThat(size(tables())).isEqualTo(before);
    }

    private static int size(final NodeState state) {
        return state.vifs().size()
                + state.nexthops().size()
                + state.labels().size()
                + state.vnis().size()
                + state.routes().size()
                + state.macs().size()
                + state.classes().size();
    }
}
