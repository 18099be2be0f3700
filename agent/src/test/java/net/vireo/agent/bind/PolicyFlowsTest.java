// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import net.vireo.agent.Samples;
import net.vireo.agent.flow.FlowKey;
import net.vireo.agent.host.Doors;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.program.StandInPlane;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.vrouter.flow.FlowDecision;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Verdicts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside the data plane's own control code and flow table, in which the test is the lcore. */
class PolicyFlowsTest {
    private static final int SOURCE = 0x0a01_0009;
    private static final int DESTINATION = 0x0a01_0004;
    private static final int OUTER_SOURCE = 0xc000_0202;
    private static final int SOURCE_PORT = 40_000;
    private static final int WEB = 80;

    @TempDir
    private Path files;

    @TempDir
    private Path node;

    private StandInPlane plane;
    private FlowTable table;
    private OperState state;
    private PolicyFlows flows;
    private boolean broken;

    @BeforeEach
    void start() throws IOException {
        state = new Database(files)
                .replacing("10-node.yaml", Samples.NODE + "flow-setup: fast\n")
                .state();
        plane = new StandInPlane(node);
        table = FlowTable.create(node.resolve("flow"), FlowLayout.of(4_096, 1), Quiescence.NEVER);
        flows = new PolicyFlows(new NodeDirectory("compute1", node), () -> state, () -> 0, this::doors);
        work();
    }

    @AfterEach
    void stop() {
        flows.close();
        plane.close();
    }

    private Doors doors() {
        if (broken) {
            throw new IllegalStateException("a fault");
        }
        return Doors.NONE;
    }

    /** All that is to be done at once. */
    private void work() {
        long leftNs = flows.work();
        while (leftNs == 0) {
            leftNs = flows.work();
        }
    }

    private int nexthop() {
        return state.port("vm1").orElseThrow().nexthop();
    }

    private FlowKey key() {
        return new FlowKey(
                nexthop(), IpAddress.ipv4(SOURCE), IpAddress.ipv4(DESTINATION), Protocols.TCP, SOURCE_PORT, WEB);
    }

    /** An lcore lets a guest elsewhere speak to vm1. */
    private void decideAsLcore() {
        final int vrf = state.port("vm1").orElseThrow().vrf();
        final FlowKeys there = new FlowKeys(1);
        there.ipv4(0, nexthop(), Protocols.TCP, SOURCE_PORT, WEB, SOURCE, DESTINATION);
        there.facts(0, vrf, 0, OUTER_SOURCE);
        final FlowKeys back = new FlowKeys(1);
        back.ipv4(0, nexthop(), Protocols.TCP, WEB, SOURCE_PORT, DESTINATION, SOURCE);
        back.facts(0, vrf, 0, 0);
        final int rule = Verdicts.verdict(Verdicts.PASS, 9);
        final FlowDecision forward = new FlowDecision();
        forward.forward(vrf, 0, rule);
        final FlowDecision reverse = new FlowDecision();
        reverse.forward(vrf, nexthop(), rule);
        assertThat(table.createDecided(there, 0, forward, back, reverse, 1)).isNotNegative();
    }

    /** Until it is told, lcores decide by the rules of before: after the agent has looked at all that was there. */
    @Test
    void shouldFindWhatLcoresDecidedUntilTheDataPlaneWasTold() {
        decideAsLcore();
        assertThat(flows.book().find(key())).isNull();

        flows.changed();
        work();

        assertThat(flows.book().find(key())).isNotNull();
    }

    @Test
    void shouldBeginAgainFromTheTableAfterAFault() {
        decideAsLcore();
        flows.changed();
        work();

        broken = true;
        assertThatThrownBy(flows::work).hasMessage("a fault");
        broken = false;
        assertThat(flows.book().flows()).as("what may be half done").isEmpty();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            work();
            assertThat(flows.book().find(key())).isNotNull();
        });
    }
}
