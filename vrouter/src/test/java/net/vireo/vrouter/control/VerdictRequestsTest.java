// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.sandesh.VrResponse;
import net.vireo.vrouter.table.Verdicts;
import net.vireo.vrouter.verdict.VerdictKey;
import net.vireo.vrouter.verdict.VerdictTable;
import org.junit.jupiter.api.Test;

/** Verdict tables, sides and groups over the control socket: what is taken, what is refused, and made again. */
class VerdictRequestsTest {
    private static final int EINVAL = -22;
    private static final int ENOENT = -2;
    private static final int ANY = -1;
    private static final int UDP = 17;
    private static final byte[] NET = {10, 1, 0, 0};
    private static final byte[] NET_6 = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Router router = new Router();

    private static int[] rule(final int families, final int protocol, final int port, final int verdict) {
        return new int[] {families, protocol, 0, 65535, port, port, ANY, ANY, 0, 0, 0, 0, ANY, ANY, 0, 0, 0, 0, verdict
        };
    }

    private static int[] rules(final int count) {
        final int[] all = new int[count * VireoVerdict.RULE_INTS];
        for (int i = 0; i < count; i++) {
            System.arraycopy(
                    rule(3, UDP, i + 1, Verdicts.verdict(Verdicts.PASS, i)),
                    0,
                    all,
                    i * VireoVerdict.RULE_INTS,
                    VireoVerdict.RULE_INTS);
        }
        return all;
    }

    private static VireoVerdict table(final int number, final int first, final boolean more, final int... rules) {
        return add(VireoVerdict.KIND_TABLE)
                .put(VireoVerdict.NUMBER, number)
                .put(VireoVerdict.FIRST, first)
                .put(VireoVerdict.MORE, more ? 1 : 0)
                .put(VireoVerdict.RULES, rules);
    }

    private static VireoVerdict side(final int nexthop) {
        return add(VireoVerdict.KIND_SIDE)
                .put(VireoVerdict.NUMBER, nexthop)
                .put(VireoVerdict.GROUPS, 4, 7)
                .put(VireoVerdict.OUT_TABLES, 1)
                .put(VireoVerdict.IN_TABLES, 2, 3);
    }

    private static VireoVerdict addresses(final byte[] prefix, final int length, final int... groups) {
        return add(VireoVerdict.KIND_ADDRESSES)
                .put(VireoVerdict.VRF, 5)
                .put(VireoVerdict.PREFIX, prefix)
                .put(VireoVerdict.PREFIX_LENGTH, length)
                .put(VireoVerdict.GROUPS, groups);
    }

    private static VireoVerdict add(final int kind) {
        return new VireoVerdict().op(SandeshOp.ADD).put(VireoVerdict.KIND, kind);
    }

    private static VireoVerdict delete(final VireoVerdict added) {
        return added.op(SandeshOp.DEL);
    }

    private void refuses(final int code, final SandeshObject<?> request) {
        assertThat(router.code(request)).as("%s", request).isEqualTo(code);
    }

    private static int verdict(final Router of, final int table, final int port) {
        final VerdictKey key = new VerdictKey();
        key.ipv4(1, 2, UDP, 9, port);
        final VerdictTable compiled = of.tables.verdicts().table(table);
        final int rule = compiled.find(key);
        return rule == VerdictTable.NONE ? ANY : compiled.verdict(rule);
    }

    @Test
    void shouldTakeATableInPartsAndJudgeByTheOldOneUntilItIsThere() {
        router.does(table(1, 0, false, rule(3, UDP, 80, Verdicts.verdict(Verdicts.DENY, 1))));
        final int[] all = rules(100);
        final int half = 50 * VireoVerdict.RULE_INTS;
        router.does(table(1, 0, true, Arrays.copyOf(all, half)));
        assertThat(verdict(router, 1, 80)).isEqualTo(Verdicts.verdict(Verdicts.DENY, 1));
        router.does(table(1, 50, false, Arrays.copyOfRange(all, half, all.length)));
        assertThat(verdict(router, 1, 80)).isEqualTo(Verdicts.verdict(Verdicts.PASS, 79));
        assertThat(verdict(router, 1, 101)).isEqualTo(ANY);
    }

    @Test
    void shouldRefuseWhatCannotBeMeantAndKeepWhatWasThere() {
        router.does(table(1, 0, false, rules(2)));
        refuses(EINVAL, table(1, 3, false, rules(1)));
        refuses(EINVAL, table(1, 0, false, 1, 2, 3));
        refuses(EINVAL, table(1, 0, false, rule(0, UDP, 1, 0)));
        refuses(EINVAL, table(1, 0, false, rule(3, 256, 1, 0)));
        refuses(EINVAL, table(1, 0, false, rule(3, UDP, 65536, 0)));
        refuses(EINVAL, table(Verdicts.MAX_TABLES, 0, false, rules(1)));
        refuses(EINVAL, table(-1, 0, false, rules(1)));
        final int[] both = rule(1, UDP, 1, 0);
        both[6] = 3;
        both[7] = 8;
        refuses(EINVAL, table(1, 0, false, both));
        final int[] ofNoFamily = rule(3, UDP, 1, 0);
        ofNoFamily[7] = 8;
        refuses(EINVAL, table(1, 0, false, ofNoFamily));
        final int[] tooLong = rule(1, UDP, 1, 0);
        tooLong[13] = 33;
        refuses(EINVAL, table(1, 0, false, tooLong));
        refuses(EINVAL, side(-1));
        refuses(EINVAL, side(1 << 30));
        refuses(EINVAL, side(3).put(VireoVerdict.GROUPS, -4));
        refuses(EINVAL, side(3).put(VireoVerdict.IN_TABLES, Verdicts.MAX_TABLES));
        refuses(EINVAL, addresses(new byte[5], 8, 1));
        refuses(EINVAL, addresses(NET, 33, 1));
        refuses(EINVAL, addresses(NET, -1, 1));
        refuses(EINVAL, addresses(NET, 8, 1).put(VireoVerdict.VRF, -1));
        refuses(EINVAL, add(9));
        refuses(ENOENT, delete(side(3)));
        refuses(ENOENT, delete(table(2, 0, false)));
        refuses(ENOENT, delete(addresses(NET, 8)));
        assertThat(verdict(router, 1, 2)).isEqualTo(Verdicts.verdict(Verdicts.PASS, 1));
    }

    @Test
    void shouldForgetWhatIsDeleted() {
        router.does(table(1, 0, false, rules(2)));
        router.does(side(44));
        router.does(addresses(NET, 16, 9, 4));
        assertThat(router.tables.verdicts().isActive()).isTrue();
        assertThat(router.tables.verdicts().groups(5, 0x0a01_0203)).containsExactly(4, 9);
        router.does(delete(side(44)));
        router.does(delete(table(1, 0, false)));
        router.does(delete(addresses(NET, 16)));
        assertThat(router.tables.verdicts().isActive()).isFalse();
        assertThat(router.tables.verdicts().table(1)).isNull();
        assertThat(router.tables.verdicts().groups(5, 0x0a01_0203)).isEmpty();
    }

    @Test
    void shouldDumpWhatMakesItAgain() {
        router.does(table(1, 0, false, rules(100)));
        router.does(table(2, 0, false));
        router.does(table(3, 0, false, rules(40)));
        router.does(side(44));
        router.does(side(45));
        router.does(addresses(NET, 16, 9, 4));
        router.does(addresses(NET_6, 32, 9));
        final List<String> dumped = new ArrayList<>();
        final VireoVerdict question = new VireoVerdict().op(SandeshOp.DUMP);
        question.fromStart();
        List<SandeshObject<?>> page;
        do {
            page = router.ask(question);
            page.stream().skip(1).forEach(each -> dumped.add(each.toString()));
            question.after((VireoVerdict) page.getLast());
        } while (ResponseCode.hasMore(((VrResponse) page.getFirst()).value(VrResponse.CODE)));
        final List<String> requests = new ArrayList<>();
        router.objects.featureRequests(new RequestSink() {
            @Override
            public void add(final SandeshObject<?> request) {
                requests.add(request.toString());
            }

            @Override
            public void addNamingNexthop(final int nexthopId, final SandeshObject<?> request) {
                add(request);
            }
        });
        assertThat(dumped).hasSize(9).containsExactlyInAnyOrderElementsOf(requests);
    }

    @Test
    void shouldDumpNothingBehindAMarkerThatNothingHas() {
        router.does(table(1, 0, false, rules(100)));
        final VireoVerdict question = new VireoVerdict()
                .op(SandeshOp.DUMP)
                .put(VireoVerdict.KIND, VireoVerdict.KIND_TABLE)
                .put(VireoVerdict.NUMBER, 1)
                .put(VireoVerdict.FIRST, Integer.MAX_VALUE);
        assertThat(router.ask(question)).hasSize(1);
        assertThat(router.ask(question.put(VireoVerdict.FIRST, Integer.MIN_VALUE)))
                .as("the answer and the part behind the first, which fills the page")
                .hasSize(2);
    }

    @Test
    void shouldBeMadeAgain() {
        router.does(table(1, 0, false, rules(100)));
        router.does(table(2, 0, false));
        router.does(side(44));
        router.does(addresses(NET, 16, 9, 4));
        router.does(addresses(NET_6, 32, 9));
        final Router again = new Router();
        router.objects.featureRequests(new RequestSink() {
            @Override
            public void add(final SandeshObject<?> request) {
                again.does(request);
            }

            @Override
            public void addNamingNexthop(final int nexthopId, final SandeshObject<?> request) {
                add(request);
            }
        });
        final VireoVerdict question = new VireoVerdict().op(SandeshOp.GET);
        assertThat(again.get(VireoVerdict.class, question).value(VireoVerdict.COUNTS))
                .containsExactly(2, 100, 1, 2);
        assertThat(verdict(again, 1, 100)).isEqualTo(Verdicts.verdict(Verdicts.PASS, 99));
        assertThat(again.tables.verdicts().side(44).inTables()).containsExactly(2, 3);
        assertThat(again.tables.verdicts().groups(5, 0x0a01_0203)).containsExactly(4, 9);
        assertThat(again.tables.verdicts().groups6(5, 0x2001_0db8_1234_0000L, 1))
                .containsExactly(9);
    }

    @Test
    void shouldNotRunOutOfSetsOfGroupsThatNoPrefixHasAnyMore() {
        for (int group = 1; group <= Verdicts.MAX_GROUP_SETS + 10; group++) {
            router.does(addresses(NET, 24, group));
            if (group % 2 == 0) {
                router.does(delete(addresses(NET, 24)));
            }
        }
        router.does(addresses(NET, 24, 3, 4));
        assertThat(router.tables.verdicts().groups(5, 0x0a01_0009)).containsExactly(3, 4);
    }
}
