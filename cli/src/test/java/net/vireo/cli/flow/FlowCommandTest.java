// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.vireo.cli.Run;
import net.vireo.cli.ScriptedRouter;
import net.vireo.cli.agent.FakeAgent;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowResponse;
import net.vireo.sandesh.VrFlowTableData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowCommandTest {
    private static final byte[] ONE = {1, 1, 1, 3};
    private static final byte[] OTHER = {1, 1, 1, 5};

    @TempDir
    private Path directory;

    private final NavigableMap<Integer, VireoFlowList> flows = new TreeMap<>();
    private final List<VrFlow> set = new ArrayList<>();
    private ScriptedRouter router;

    @BeforeEach
    void start() {
        add(flow(255616, 410748, ONE, 4145, OTHER, 0).put(VireoFlowList.PROTO, 1));
        add(flow(410748, 255616, OTHER, 4145, ONE, 0).put(VireoFlowList.PROTO, 1));
        router = new ScriptedRouter(directory, this::handle);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private void add(final VireoFlowList flow) {
        flows.put(flow.value(VireoFlowList.INDEX), flow);
    }

    private static VireoFlowList flow(
            final int index,
            final int reverse,
            final byte[] source,
            final int sourcePort,
            final byte[] destination,
            final int destinationPort) {
        return new VireoFlowList()
                .put(VireoFlowList.INDEX, index)
                .put(VireoFlowList.REVERSE_INDEX, reverse)
                .put(VireoFlowList.GEN_ID, 1)
                .put(VireoFlowList.FAMILY, source.length == 4 ? 2 : 10)
                .put(VireoFlowList.PROTO, 6)
                .put(VireoFlowList.KEY_NH_ID, 38)
                .put(VireoFlowList.SOURCE, source)
                .put(VireoFlowList.SOURCE_PORT, sourcePort)
                .put(VireoFlowList.DESTINATION, destination)
                .put(VireoFlowList.DESTINATION_PORT, destinationPort)
                .put(VireoFlowList.VRF, 5)
                .put(VireoFlowList.DESTINATION_VRF, 5)
                .put(VireoFlowList.ACTION, FlowWords.FORWARD)
                .put(VireoFlowList.FLAGS, 0x1001)
                .put(VireoFlowList.QOS_ID, -1)
                .put(VireoFlowList.MIRROR_ID, -1)
                .put(VireoFlowList.SECOND_MIRROR_ID, -1)
                .put(VireoFlowList.SOURCE_NH_ID, 38)
                .put(VireoFlowList.ECMP_INDEX, -1)
                .put(VireoFlowList.UNDERLAY_ECMP_INDEX, -1)
                .put(VireoFlowList.TUNNEL_SOURCE_PORT, 60847);
    }

    private synchronized void handle(final SandeshObject<?> request, final ReplyWriter reply) {
        switch (request) {
            case final VrFlowTableData table
            when table.opCode() == 2 ->
                reply.objects(new VrFlowTableData()
                        .put(VrFlowTableData.OP, 2)
                        .put(VrFlowTableData.SIZE, 161218560)
                        .put(VrFlowTableData.CREATED, 2)
                        .put(VrFlowTableData.ADDED, 2)
                        .put(VrFlowTableData.CHANGED, 2)
                        .put(VrFlowTableData.PROCESSED, 2)
                        .put(VrFlowTableData.USED_ENTRIES, flows.size())
                        .put(VrFlowTableData.CPUS, 3)
                        .put(VrFlowTableData.HOLD_STAT, 0, 2, 0));
            case final VireoFlowList list
            when list.op() == SandeshOp.GET -> {
                final VireoFlowList found = flows.get(list.value(VireoFlowList.INDEX));
                if (found == null) {
                    reply.fail(ResponseError.ENOENT);
                } else {
                    reply.objects(found);
                }
            }
            case final VireoFlowList list
            when list.op() == SandeshOp.DUMP -> {
                final DumpPage page = new DumpPage();
                for (final VireoFlowList flow :
                        flows.tailMap(list.value(VireoFlowList.MARKER), false).values()) {
                    if (!page.offer(flow)) {
                        break;
                    }
                }
                reply.dump(page);
            }
            case final VrFlow flow -> {
                set.add(flow);
                reply.objects(new VrFlowResponse());
            }
            default -> reply.fail(ResponseError.EOPNOTSUPP);
        }
    }

    private Run flow(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("flow"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--sock-dir", directory.toString()));
        return Run.of(all.toArray(String[]::new));
    }

    /** The listing of sheet vrouter-dataplane, 6.2. */
    @Test
    void shouldListFlowsAsOperatorsKnowThem() {
        flows.remove(410748);

        final Run run = flow("-l");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
            Flow table(size 161218560, entries 629760)

            Entries: Created 2 Added 2 Deleted 0 Changed 2Processed 2 Used Overflow entries 0
            (Created Flows/CPU: 0 2 0)(oflows 0)

            Action:F=Forward, D=Drop N=NAT(S=SNAT, D=DNAT, Ps=SPAT, Pd=DPAT, L=Link Local Port)
             Other:K(nh)=Key_Nexthop, S(nh)=RPF_Nexthop
             Flags:E=Evicted, Ec=Evict Candidate, N=New Flow, M=Modified Dm=Delete Marked
            TCP(r=reverse):S=SYN, F=FIN, R=RST, C=HalfClose, E=Established, D=Dead

                Index                Source:Port/Destination:Port                      Proto(V)
            -----------------------------------------------------------------------------------
               255616<=>410748       1.1.1.3:4145                                        1 (5)
                                     1.1.1.5:0
            (Gen: 1, K(nh):38, Action:F, Flags:, QOS:-1, S(nh):38,  Stats:0/0,  SPort 60847, TTL 0, Sinfo 0.0.0.0)

            """);
    }

    @Test
    void shouldNameTheRuleWhereTheAgentSaysIt() throws IOException {
        final List<String> asked = new CopyOnWriteArrayList<>();
        Files.writeString(directory.resolve("agent.json"), "{}");
        final FakeAgent agent = new FakeAgent(directory.resolve("agent-pages.sock"), request -> {
            asked.add(request.substring(0, request.indexOf(" HTTP")));
            return FakeAgent.http(
                    200,
                    request.contains("from=0 ")
                            ? "{\"rules\": [\"web #2\"], \"flows\": [[255616, 1, 0]], \"next\": 300000}"
                            : "{\"rules\": [\"web #3\"], \"flows\": [[410748, 2, 0]], \"next\": -1}");
        });
        try {
            assertThat(flow("-l").out())
                    .contains("Sinfo 0.0.0.0, Rule [web #2])")
                    .doesNotContain("web #3");
            assertThat(asked).containsExactly("GET /api/flow-rules?from=0", "GET /api/flow-rules?from=300000");
            assertThat(flow("-l", "-o", "json").out())
                    .contains("\"rule\" : \"web #2\"")
                    .as("of another generation")
                    .contains("\"rule\" : null");
            asked.clear();
            assertThat(flow("--get", "255616").out()).doesNotContain("Rule:");
            assertThat(asked).containsExactly("GET /api/flow-rules?from=255616");
        } finally {
            agent.close();
        }
        assertThat(flow("-l").err())
                .as("an agent that is gone is no fault of the data plane's")
                .isEmpty();
    }

    @Test
    void shouldShowWhatHappensToAFlowInLetters() {
        add(flow(7, -1, ONE, 80, OTHER, 443)
                .put(VireoFlowList.ACTION, FlowWords.NAT)
                .put(VireoFlowList.FLAGS, 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x400)
                .put(VireoFlowList.TCP_FLAGS, 0x8 | 0x10 | 0x20 | 0x40)
                .put(VireoFlowList.DESTINATION_VRF, 6)
                .put(VireoFlowList.ECMP_INDEX, 1)
                .put(VireoFlowList.MIRROR_ID, 1)
                .put(VireoFlowList.SECOND_MIRROR_ID, 2)
                .put(VireoFlowList.SOURCE_INFO, 0x08000003));
        add(flow(8, -1, ONE, 80, OTHER, 443)
                .put(VireoFlowList.ACTION, FlowWords.DROP)
                .put(VireoFlowList.DROP_REASON, 23)
                .put(VireoFlowList.SOURCE_INFO, 5));

        assertThat(flow().out())
                .contains("        7                ", "6 (5->6)\n")
                .contains("Action:N(SPsDPd), Flags:Ec, TCP:SSrEEr, E:1, QOS:-1", "Mirror Index : 1, 2 SPort")
                .contains("Sinfo 8.0.0.3)", "Action:D(SG)", "Sinfo 5.0.0.0)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1.1.3:4145              | 1",
                "1.1.1.3:4145,1.1.1.5:*    | 1",
                "1.1.1.5:0                 | 1",
                "1.1.1.5,1.1.1.3           | 2",
                "1.1.1.3:4145,1.1.1.3:*    | 0",
                "1.1.1.3:1 & vrf 5         | 0",
                "vrf 5 & proto icmp        | 2",
                "vrf 5 & proto tcp         | 1",
                "proto 6                   | 1",
                "vrf 4                     | 0",
                "[fd00::1]:80              | 1",
                "fd00::1                   | 1",
                "*:80                      | 1",
            })
    void shouldMatchFlowsInEitherDirection(final String match, final int count) {
        final byte[] six = new byte[16];
        six[0] = (byte) 0xfd;
        six[15] = 1;
        add(flow(9, -1, six, 80, six, 443));

        final Run run = flow("--match", match);

        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.startsWith("(Gen:"))).hasSize(count);
    }

    @Test
    void shouldPageThroughATableOfAnySize() {
        for (int i = 0; i < 100; i++) {
            add(flow(i, -1, ONE, i, OTHER, 443));
        }

        assertThat(flow("-s").out()).contains("Total Entries           = 102\n", "Fwd flow Entries        = 102\n");
    }

    @Test
    void shouldShowOneFlowWithAllItHolds() {
        assertThat(flow("--get", "255616").out())
                .contains("Flow Index:             255616\n", "Reverse Flow Index:     410748\n")
                .contains("Flow Source:            1.1.1.3:4145\n", "Flow Protocol:          icmp\n");
        final Run none = flow("--get", "3");
        assertThat(none.exitCode()).isEqualTo(1);
    }

    @Test
    void shouldGiveAVerdictByHandWithTheFlowsOwnKeyAndGeneration() {
        assertThat(flow("-d", "255616").exitCode()).isZero();
        assertThat(flow("-i", "255616").exitCode()).isZero();

        final VrFlow drop = set.getFirst();
        assertThat(drop.opCode()).isZero();
        assertThat(drop.value(VrFlow.INDEX)).isEqualTo(255616);
        assertThat(drop.value(VrFlow.RINDEX)).isEqualTo(410748);
        assertThat(drop.value(VrFlow.GEN_ID)).isEqualTo(1);
        assertThat(drop.value(VrFlow.ACTION)).isEqualTo(FlowWords.DROP);
        assertThat(drop.value(VrFlow.FLAGS) & 1).isEqualTo(1);
        // 1.1.1.3 and 4145 (0x1031) in the sender's memory order
        assertThat(drop.value(VrFlow.FLOW_SIP_L)).isEqualTo(0x03010101L);
        assertThat(drop.value(VrFlow.FLOW_SPORT)).isEqualTo(0x3110);
        assertThat(drop.value(VrFlow.FLOW_NH_ID)).isEqualTo(38);
        assertThat(set.getLast().value(VrFlow.FLAGS)).isZero();
    }

    @Test
    void shouldFlushOnlyWhatIsMatched() {
        add(flow(9, -1, ONE, 80, OTHER, 443));

        assertThat(flow("-F", "--match", "proto tcp").out()).isEqualTo("1 flows invalidated\n");

        assertThat(set).extracting(flow -> flow.value(VrFlow.INDEX)).containsExactly(9);
    }

    @Test
    void shouldPrintRatesAsALine() {
        assertThat(flow("-r", "--count", "1").out())
                .containsPattern(
                        "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d.*:  Entries = 2 Rate = 0 \\(Fwd = 0 Rev = 0 Del = 0\\)"
                                + " Hold = 0");
    }

    @Test
    void shouldGiveFlowsAsData() {
        assertThat(flow("-o", "json").out())
                .contains("\"reverseIndex\" : 410748", "\"source\" : \"1.1.1.3\"", "\"action\" : \"forward\"");
    }
}
