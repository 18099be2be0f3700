// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.agent.Samples;
import net.vireo.agent.bind.FastPath;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.RuleRef;
import net.vireo.cli.tables.NodeState;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.table.Verdicts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdict tables of an agent in the data plane's own control code. */
class VerdictProgramTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long SETTLE_NS = 5 * SECOND_NS;

    @TempDir
    private Path node;

    @TempDir
    private Path files;

    private StandInPlane plane;
    private ConfigDirectory source;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<VireoVerdict> sent = new ArrayList<>();
    private long nowNs = 17;

    @BeforeEach
    void start() throws IOException {
        plane = new StandInPlane(node);
        Samples.write(files);
        flowSetup("fast");
        source = new ConfigDirectory(files);
    }

    @AfterEach
    void stop() throws Exception {
        for (final AutoCloseable thing : opened) {
            thing.close();
        }
        plane.close();
    }

    private void flowSetup(final String word) throws IOException {
        Files.writeString(files.resolve("10-node.yaml"), Samples.NODE + "flow-setup: " + word + "\n");
    }

    /** Tells what is sent about verdicts. */
    private final class Listening implements DataPlane {
        private final DataPlane real = ControlSocket.connect(node.resolve("dpdk_netlink"));

        @Override
        public NodeState read() {
            return real.read();
        }

        @Override
        public void readRoutes(final int vrf, final NodeState into) {
            real.readRoutes(vrf, into);
        }

        @Override
        public List<VireoVerdict> readVerdicts() {
            return real.readVerdicts();
        }

        @Override
        public int[] send(final List<? extends SandeshObject<?>> requests) {
            requests.stream()
                    .filter(VireoVerdict.class::isInstance)
                    .map(VireoVerdict.class::cast)
                    .forEach(sent::add);
            return real.send(requests);
        }

        @Override
        public void probe() {
            real.probe();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private Programmer programmer() {
        final Programmer programmer = new Programmer(Listening::new, new NameJournal(node), SETTLE_NS);
        opened.add(programmer);
        return programmer;
    }

    private OperState run(final Programmer programmer, final FastPath fast) {
        sent.clear();
        programmer.tick(nowNs);
        source.current(); // a file counts when it looks the same twice
        final OperState state = OperBuilder.build(source.current(), Map.of(), programmer.names(), programmer.actual());
        programmer.program(state, fast.apply(state), nowNs);
        nowNs += SECOND_NS;
        return state;
    }

    /** Tables, rules, interfaces, prefixes. */
    private int[] counts() {
        try (VrouterClient client = VrouterClient.connect(node.resolve("dpdk_netlink"))) {
            return client.request(new VireoVerdict().op(SandeshOp.GET))
                    .first(VireoVerdict.class)
                    .value(VireoVerdict.COUNTS);
        }
    }

    @Test
    void shouldSendTablesOnceAndNothingAfterARestart() {
        final Programmer programmer = programmer();
        run(programmer, new FastPath());
        assertThat(programmer.failures()).isEmpty();
        assertThat(counts()[0])
                .as("network out, network in, groups out, groups in")
                .isEqualTo(4);
        assertThat(counts()[2]).as("vm1; vm2 has no device").isEqualTo(1);
        final int[] before = counts();

        run(programmer, new FastPath());
        assertThat(sent).isEmpty();
        run(programmer(), new FastPath());
        assertThat(sent).isEmpty();
        nowNs += 2 * SETTLE_NS;
        run(programmer, new FastPath());
        assertThat(sent).isEmpty();
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void shouldLeaveAGuestToTheAgentBeforeItsRulesChange() throws IOException {
        final Programmer programmer = programmer();
        final FastPath fast = new FastPath();
        run(programmer, fast);
        final int[] before = counts();
        final Path policies = files.resolve("50-policies.yaml");
        Files.writeString(policies, Files.readString(policies).replace("80-90", "443"));
        run(programmer, fast);
        assertThat(programmer.failures()).isEmpty();
        assertThat(sent.stream()
                        .map(each -> each.op() + " " + each.value(VireoVerdict.KIND))
                        .toList())
                .containsExactly("DEL 2", "ADD 1", "ADD 2", "DEL 1");
        assertThat(counts()).isEqualTo(before);
        run(programmer, fast);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldFillADataPlaneThatBeganAgainFromNothing() {
        final Programmer programmer = programmer();
        final FastPath fast = new FastPath();
        run(programmer, fast);
        final int[] before = counts();
        plane.close();
        plane = new StandInPlane(node);
        assertThat(counts()).containsOnly(0);
        nowNs += 2 * SECOND_NS;
        programmer.tick(nowNs);
        nowNs += SECOND_NS;
        run(programmer, fast);
        assertThat(programmer.failures()).isEmpty();
        assertThat(counts()).isEqualTo(before);
    }

    /** An earlier agent's rules may be of another day; whose guests are known need not wait until all of them are. */
    @Test
    void shouldTakeWhatItKnowsFromLcoresAtOnceWhereTheAgentIsToJudge() throws IOException {
        run(programmer(), new FastPath());
        assertThat(counts()[2]).isOne();
        flowSetup("trap");
        run(programmer(), new FastPath());
        assertThat(counts()[2]).as("interfaces that lcores judge").isZero();
    }

    @Test
    void shouldTakeEverythingAwayWhereTheAgentIsToJudge() throws IOException {
        final Programmer programmer = programmer();
        run(programmer, new FastPath());
        flowSetup("trap");
        nowNs += 2 * SETTLE_NS;
        run(programmer, new FastPath());
        assertThat(programmer.failures()).isEmpty();
        assertThat(counts()).containsOnly(0);
        assertThat(programmer.hasStale()).isFalse();
    }

    @Test
    void shouldKnowRulesByTheirVerdictsAfterARestart() {
        run(programmer(), new FastPath());
        final List<VireoVerdict> tables = sent.stream()
                .filter(each -> each.value(VireoVerdict.KIND) == VireoVerdict.KIND_TABLE)
                .toList();
        final FastPath next = new FastPath();
        run(programmer(), next);
        final List<RuleRef> named = new ArrayList<>();
        for (final VireoVerdict table : tables) {
            final int[] rules = table.value(VireoVerdict.RULES);
            for (int at = VireoVerdict.RULE_INTS - 1; at < rules.length; at += VireoVerdict.RULE_INTS) {
                if (Verdicts.action(rules[at]) != Verdicts.ASK) {
                    named.add(next.names().ruleOf(rules[at]).orElseThrow());
                }
            }
        }
        assertThat(named).contains(new RuleRef("web", "#1"), new RuleRef("web", "#2"), RuleRef.DENY, RuleRef.ALLOW);
    }
}
