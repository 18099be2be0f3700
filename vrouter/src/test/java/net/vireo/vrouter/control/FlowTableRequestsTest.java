// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowResponse;
import net.vireo.sandesh.VrFlowTableData;
import net.vireo.sandesh.VrResponse;
import net.vireo.vrouter.flow.FlowClock;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent's side of a flow's life, over the control objects, with a real table. */
class FlowTableRequestsTest {
    private static final int ACTIVE = 1;
    private static final int DROP = 0;
    private static final int FORWARD = 2;
    private static final int UDP = 17;

    private final FlowTable table = FlowTable.anonymous(new FlowLayout(1024, 64, 2), Quiescence.NEVER);
    private final HoldLimit limit = new HoldLimit(2);
    private final List<String> released = new ArrayList<>();
    private final FlowKeys key = new FlowKeys(1);
    private Router router;

    @BeforeEach
    void makeRouter() {
        router = new Router(tables -> new FlowTableRequests(
                table, tables, limit, (index, generation) -> released.add(index + " " + generation)));
    }

    @Test
    void shouldGiveTheVerdictOnAFlowThatWaits() {
        final int waiting = miss(38, 4145, 53);
        assertThat(limit.waitingCount()).isOne();
        final VrFlowResponse reverse = set(flow(-1, 0, 44).put(VrFlow.RINDEX, waiting));
        assertThat(released).isEmpty();
        final VrFlowResponse forward = set(flow(waiting, table.generation(waiting), 38)
                .put(VrFlow.FLOW_SPORT, 0x3110)
                .put(VrFlow.FLOW_DPORT, 0x3500)
                .put(VrFlow.FLOW_SIP_L, 0x0301_0101L)
                .put(VrFlow.FLOW_DIP_L, 0x0501_0101L));
        assertThat(forward.value(VrFlowResponse.INDEX)).isEqualTo(waiting);
        assertThat(released).containsExactly(waiting + " " + table.generation(waiting));
        assertThat(limit.waitingCount()).isZero();

        final VireoFlowList shown = one(waiting);
        assertThat(shown.value(VireoFlowList.ACTION)).isEqualTo(FORWARD);
        assertThat(shown.value(VireoFlowList.REVERSE_INDEX)).isEqualTo(reverse.value(VrFlowResponse.INDEX));
        assertThat(one(reverse.value(VrFlowResponse.INDEX)).value(VireoFlowList.REVERSE_INDEX))
                .isEqualTo(waiting);
        // 1.1.1.3:4145 > 1.1.1.5:53, as people write it
        assertThat(shown.value(VireoFlowList.SOURCE)).isEqualTo(HexFormat.of().parseHex("01010103"));
        assertThat(shown.value(VireoFlowList.SOURCE_PORT)).isEqualTo(4145);
        assertThat(shown.value(VireoFlowList.DESTINATION))
                .isEqualTo(HexFormat.of().parseHex("01010105"));
        assertThat(shown.value(VireoFlowList.DESTINATION_PORT)).isEqualTo(53);
        assertThat(shown.value(VireoFlowList.KEY_NH_ID)).isEqualTo(38);
        assertThat(shown.value(VireoFlowList.AGE_MS)).isBetween(0L, 60_000L);
    }

    @Test
    void shouldReadAndShowIpv6InTheSendersMemoryOrder() {
        final VrFlowResponse made = set(flow(-1, 0, 7)
                .put(VrFlow.FAMILY, 10)
                // 2001:db8::3 > 2001:db8::5, each half octet-reversed (sheet vrouter-wire, 2)
                .put(VrFlow.FLOW_SIP_U, 0x0000_0000_b80d_0120L)
                .put(VrFlow.FLOW_SIP_L, 0x0300_0000_0000_0000L)
                .put(VrFlow.FLOW_DIP_U, 0x0000_0000_b80d_0120L)
                .put(VrFlow.FLOW_DIP_L, 0x0500_0000_0000_0000L));
        final VireoFlowList shown = one(made.value(VrFlowResponse.INDEX));
        assertThat(shown.value(VireoFlowList.FAMILY)).isEqualTo(10);
        assertThat(HexFormat.of().formatHex(shown.value(VireoFlowList.SOURCE)))
                .isEqualTo("20010db8000000000000000000000003");
        assertThat(HexFormat.of().formatHex(shown.value(VireoFlowList.DESTINATION)))
                .isEqualTo("20010db8000000000000000000000005");
        final VrFlow told =
                router.ask(new VrFlow().put(VrFlow.OP, 2).put(VrFlow.INDEX, shown.value(VireoFlowList.INDEX))).stream()
                        .filter(VrFlow.class::isInstance)
                        .map(VrFlow.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(told.value(VrFlow.FLOW_SIP_U)).isEqualTo(0x0000_0000_b80d_0120L);
        assertThat(told.value(VrFlow.FLOW_SIP_L)).isEqualTo(0x0300_0000_0000_0000L);
    }

    @Test
    void shouldRefuseAsTheOriginalDoes() {
        final int waiting = miss(38, 4145, 53);
        final int generation = table.generation(waiting);
        final VrFlow same = flow(waiting, generation, 38)
                .put(VrFlow.FLOW_SPORT, 0x3110)
                .put(VrFlow.FLOW_DPORT, 0x3500)
                .put(VrFlow.FLOW_SIP_L, 0x0301_0101L)
                .put(VrFlow.FLOW_DIP_L, 0x0501_0101L);
        assertThat(code(same.put(VrFlow.GEN_ID, generation + 1))).as("EBADF").isEqualTo(-9);
        assertThat(code(same.put(VrFlow.GEN_ID, generation).put(VrFlow.FLOW_NH_ID, 39)))
                .as("EFAULT")
                .isEqualTo(-14);
        assertThat(code(same.put(VrFlow.FLOW_NH_ID, 38).put(VrFlow.INDEX, waiting ^ 1)))
                .as("ENOENT")
                .isEqualTo(-2);
        final List<SandeshObject<?>> exists = router.ask(same.put(VrFlow.INDEX, -1));
        assertThat(((VrResponse) exists.getFirst()).value(VrResponse.CODE))
                .as("EEXIST")
                .isEqualTo(-17);
        assertThat(((VrFlowResponse) exists.getLast()).value(VrFlowResponse.INDEX))
                .isEqualTo(waiting);
        assertThat(((VrFlowResponse) exists.getLast()).value(VrFlowResponse.GEN_ID) & 0xff)
                .isEqualTo(generation);
        assertThat(released).isEmpty();
        assertThat(limit.waitingCount()).isOne();
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        final Map<String, VrFlow> impossible = Map.of(
                "family", flow(-1, 0, 1).put(VrFlow.FAMILY, 7),
                "action", flow(-1, 0, 1).put(VrFlow.ACTION, 4),
                "vrf", flow(-1, 0, 1).put(VrFlow.FLOW_VRF, 16),
                "dvrf", flow(-1, 0, 1).put(VrFlow.FLOW_DVRF, 0xffff),
                "source", flow(-1, 0, 1).put(VrFlow.SRC_NH_INDEX, 1024),
                "member", flow(-1, 0, 1).put(VrFlow.ECMP_NH_INDEX, 128),
                "mirror", flow(-1, 0, 1).put(VrFlow.FLAGS, 0x2001).put(VrFlow.MIR_ID, 260),
                "index", flow(-2, 0, 1),
                "reverse", flow(-1, 0, 1).put(VrFlow.RINDEX, 77),
                "not active", flow(-1, 0, 1).put(VrFlow.FLAGS, 0));
        impossible.forEach((why, request) -> assertThat(code(request)).as(why).isEqualTo(-22));
        assertThat(code(flow(Integer.MAX_VALUE, 0, 1))).isEqualTo(-2);
        assertThat(table.nextLive(0)).isEqualTo(-1);
    }

    @Test
    void shouldDeleteWithTheLastCountAndLeaveNobodyCounted() {
        final int waiting = miss(38, 4145, 53);
        table.counters(1).count(waiting, 98);
        final VrFlow gone = flow(waiting, table.generation(waiting), 38)
                .put(VrFlow.FLOW_SPORT, 0x3110)
                .put(VrFlow.FLOW_DPORT, 0x3500)
                .put(VrFlow.FLOW_SIP_L, 0x0301_0101L)
                .put(VrFlow.FLOW_DIP_L, 0x0501_0101L)
                .put(VrFlow.FLAGS, 0)
                // an agent leaves the rest as it was
                .put(VrFlow.ACTION, 99)
                .put(VrFlow.SRC_NH_INDEX, -1);
        final VrFlowResponse last = set(gone);
        assertThat(last.value(VrFlowResponse.FLAGS)).isOne();
        assertThat(last.value(VrFlowResponse.PACKETS)).isOne();
        assertThat(last.value(VrFlowResponse.BYTES)).isEqualTo(98);
        assertThat(limit.waitingCount()).isZero();
        assertThat(released).isEmpty();
        assertThat(code(gone)).isEqualTo(-2);
        assertThat(code(new VireoFlowList().op(SandeshOp.GET).put(VireoFlowList.INDEX, waiting)))
                .isEqualTo(-2);
    }

    @Test
    void shouldFillUpAndSaySo() {
        int made = 0;
        int code = 0;
        while (code == 0 && made < 5000) {
            code = code(flow(-1, 0, 1 + made));
            made += code == 0 ? 1 : 0;
        }
        assertThat(code).as("ENOSPC").isEqualTo(-28);
        assertThat(made).isGreaterThan(512);
        final VrFlowTableData data =
                router.get(VrFlowTableData.class, new VrFlowTableData().put(VrFlowTableData.OP, 2));
        assertThat(data.value(VrFlowTableData.USED_ENTRIES)).isEqualTo(made);
        assertThat(data.value(VrFlowTableData.ADDED)).isEqualTo(made);
        assertThat(data.value(VrFlowTableData.PROCESSED)).isEqualTo(made + 1L);
        assertThat(data.value(VrFlowTableData.CREATED)).isZero();
        assertThat(data.value(VrFlowTableData.HOLD_STAT)).containsExactly(0, 0);
    }

    @Test
    void shouldListWhatFitsAndFindWhatIsRare() {
        for (int i = 0; i < 600; i++) {
            assertThat(code(flow(-1, 0, 1 + i).put(VrFlow.FLOW_VRF, i % 4).put(VrFlow.ACTION, DROP)))
                    .isZero();
        }
        assertThat(list(VireoFlowList.unfiltered())).hasSize(600);
        assertThat(list(VireoFlowList.unfiltered().put(VireoFlowList.VRF, 2))).hasSize(150);
        assertThat(list(VireoFlowList.unfiltered().put(VireoFlowList.PROTO, 6))).isEmpty();
        assertThat(list(VireoFlowList.unfiltered().put(VireoFlowList.FAMILY, 10)))
                .isEmpty();
        assertThat(list(VireoFlowList.unfiltered().put(VireoFlowList.KEY_NH_ID, 599)))
                .hasSize(1);
        final byte[] source = {10, 0, 0, 1};
        assertThat(list(VireoFlowList.unfiltered().put(VireoFlowList.SOURCE, source)))
                .hasSize(600);
        assertThat(list(VireoFlowList.unfiltered().put(VireoFlowList.DESTINATION, source)))
                .as("either way round")
                .hasSize(600);
        assertThat(list(VireoFlowList.unfiltered()
                        .put(VireoFlowList.SOURCE, source)
                        .put(VireoFlowList.SOURCE_PORT, 80)))
                .isEmpty();
        assertThat(code(VireoFlowList.unfiltered().op(SandeshOp.DUMP).put(VireoFlowList.SOURCE, new byte[5])))
                .isEqualTo(-22);
    }

    @Test
    void shouldSurviveRandomRequests() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        for (int i = 0; i < 30_000; i++) {
            final VrFlow request = flow(random.nextInt(70) - 2, random.nextInt(3), random.nextInt(40))
                    .put(VrFlow.RINDEX, random.nextInt(70) - 2)
                    .put(VrFlow.FLAGS, random.nextInt(1 << 16))
                    .put(VrFlow.ACTION, random.nextInt(5))
                    .put(VrFlow.EXTFLAGS, random.nextInt(2));
            final int code = code(request);
            assertThat(code).as("seed %d, request %d", seed, i).isIn(0, -2, -9, -14, -16, -17, -22, -28);
        }
        int live = 0;
        for (int index = table.nextLive(0); index >= 0; index = table.nextLive(index + 1)) {
            final VireoFlowList flow = one(index);
            final int reverse = flow.value(VireoFlowList.REVERSE_INDEX);
            if (reverse >= 0) {
                assertThat(one(reverse).value(VireoFlowList.REVERSE_INDEX))
                        .as("seed %d", seed)
                        .isEqualTo(index);
            }
            live++;
        }
        assertThat(list(VireoFlowList.unfiltered())).hasSize(live);
    }

    private List<VireoFlowList> list(final VireoFlowList request) {
        request.op(SandeshOp.DUMP).fromStart();
        final List<VireoFlowList> all = new ArrayList<>();
        int code;
        do {
            final List<SandeshObject<?>> page = router.ask(request);
            code = ((VrResponse) page.getFirst()).value(VrResponse.CODE);
            for (final SandeshObject<?> object : page.subList(1, page.size())) {
                all.add((VireoFlowList) object);
            }
            if (ResponseCode.hasMore(code)) {
                request.after(all.getLast());
            }
        } while (ResponseCode.hasMore(code));
        return all;
    }

    /** What an lcore does: 1.1.1.3 > 1.1.1.5 */
    private int miss(final int nexthop, final int sourcePort, final int destinationPort) {
        key.ipv4(0, nexthop, UDP, sourcePort, destinationPort, 0x01010103, 0x01010105);
        final int made = table.create(key, 0, FlowClock.nowMs());
        limit.made(0);
        return made;
    }

    private static VrFlow flow(final int index, final int generation, final int nexthop) {
        return new VrFlow()
                .put(VrFlow.OP, 0)
                .put(VrFlow.INDEX, index)
                .put(VrFlow.RINDEX, -1)
                .put(VrFlow.GEN_ID, generation)
                .put(VrFlow.FAMILY, 2)
                .put(VrFlow.FLOW_SIP_L, 0x0100_000aL)
                .put(VrFlow.FLOW_DIP_L, 0x0200_000aL)
                .put(VrFlow.FLOW_PROTO, UDP)
                .put(VrFlow.FLOW_NH_ID, nexthop)
                .put(VrFlow.FLAGS, ACTIVE)
                .put(VrFlow.ACTION, FORWARD)
                .put(VrFlow.ECMP_NH_INDEX, -1)
                .put(VrFlow.QOS_ID, -1);
    }

    private int code(final SandeshObject<?> request) {
        return ((VrResponse) router.ask(request).getFirst()).value(VrResponse.CODE);
    }

    private VrFlowResponse set(final VrFlow request) {
        return router.get(VrFlowResponse.class, request);
    }

    private VireoFlowList one(final int index) {
        return router.get(
                VireoFlowList.class, new VireoFlowList().op(SandeshOp.GET).put(VireoFlowList.INDEX, index));
    }
}
