// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.table.ManualQuiescence;
import org.junit.jupiter.api.Test;

class FlowAgingTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final AgingPolicy POLICY = new AgingPolicy(7000, 400, 300, 200, 100, 50);
    private static final int OPEN = TcpFlowState.ESTABLISHED | TcpFlowState.ESTABLISHED_R;

    private final ManualQuiescence quiescence = new ManualQuiescence();
    private final FlowTable table = FlowTable.anonymous(new FlowLayout(64, 32, 1), quiescence);
    private final FlowControl control = new FlowControl(table);
    private final FlowAging aging = new FlowAging(table, POLICY);
    private final FlowKeys keys = new FlowKeys(1);

    @Test
    void shouldKnowTheTimeoutOfEachKindOfFlow() {
        assertThat(timeoutMs(TCP, OPEN)).isEqualTo(7000);
        assertThat(timeoutMs(TCP, TcpFlowState.SYN)).isEqualTo(400);
        assertThat(timeoutMs(TCP, OPEN | TcpFlowState.FIN_R)).isEqualTo(400);
        assertThat(timeoutMs(UDP, 0)).isEqualTo(300);
        assertThat(timeoutMs(1, 0)).isEqualTo(200);
        assertThat(timeoutMs(58, 0)).isEqualTo(200);
        assertThat(timeoutMs(132, 0)).isEqualTo(100);
        assertThat(POLICY.timeoutMs(TCP, FlowState.of(FlowState.HOLD, FlowState.ACTIVE, OPEN, 0)))
                .isEqualTo(50);
    }

    @Test
    void shouldEvictAFlowThatGotNoVerdict() {
        make(UDP, 1, 1000);
        assertThat(age(1050)).isZero();
        assertThat(age(1051)).isEqualTo(1);
        assertThat(table.nextLive(0)).isEqualTo(FlowTable.NONE);
        assertThat(aging.evictedCount()).isEqualTo(1);
        assertThat(aging.takeHeldCount()).isEqualTo(1);
        assertThat(aging.takeHeldCount()).isZero();
        assertThat(control.usedCount()).isZero();
    }

    @Test
    void shouldKeepAFlowThatIsUsed() {
        final int index = judged(UDP, 1, 1000, -1);
        table.touch(index, 1200);
        assertThat(age(1500)).isZero();
        assertThat(age(1501)).isEqualTo(1);
    }

    @Test
    void shouldKeepBothFlowsOfAPairWhileEitherIsUsed() {
        final int forward = judged(UDP, 1, 1000, -1);
        final int reverse = judged(UDP, 2, 1000, forward);
        table.touch(reverse, 1300);
        assertThat(age(1400)).isZero();
        assertThat(age(1601)).isEqualTo(2);
        assertThat(table.live(forward)).isFalse();
        assertThat(table.live(reverse)).isFalse();
    }

    @Test
    void shouldMarkAConnectionThatIsOverAndEvictItTheNextTime() {
        final int forward = judged(TCP, 1, 1000, -1);
        final int reverse = judged(TCP, 2, 1000, forward);
        table.slots().addTcp(forward, OPEN | TcpFlowState.DEAD);
        assertThat(age(1001)).isZero();
        assertThat(flags(forward) & FlowState.EVICT_CANDIDATE).isZero();

        table.slots().addTcp(reverse, OPEN | TcpFlowState.DEAD);
        assertThat(age(1001)).isZero();
        assertThat(flags(forward) & FlowState.EVICT_CANDIDATE).isNotZero();
        assertThat(flags(reverse) & FlowState.EVICT_CANDIDATE).isNotZero();
        assertThat(age(1002)).isEqualTo(2);
        assertThat(flags(forward) & FlowState.EVICTED).isNotZero();
        assertThat(table.nextLive(0)).isEqualTo(FlowTable.NONE);
    }

    @Test
    void shouldGiveSlotsBackAfterTheGracePeriod() {
        for (int i = 0; i < 96; i++) {
            make(UDP, i, 1000);
        }
        final int made = (int) control.usedCount();
        assertThat(age(2000)).isEqualTo(made);
        assertThat(table.remover().restingCount()).isEqualTo(made);
        aging.age(2000, 1);
        quiescence.pass();
        aging.age(2000, 1);
        assertThat(table.remover().restingCount()).isZero();
        for (int i = 0; i < 96; i++) {
            make(UDP, i, 2000);
        }
        assertThat(control.usedCount()).isEqualTo(made);
    }

    @Test
    void shouldGoOverTheTableInSlices() {
        for (int i = 0; i < 40; i++) {
            make(UDP, i, 1000);
        }
        final int made = (int) control.usedCount();
        int evicted = 0;
        for (int slice = 0; slice < 10; slice++) {
            final int now = aging.age(5000, 10);
            assertThat(now).isLessThanOrEqualTo(10);
            evicted += now;
        }
        assertThat(evicted).isEqualTo(made);
    }

    @Test
    void shouldNotEvictWhatSeemsToHaveBeenUsedInTheFuture() {
        judged(UDP, 1, 1_000_000, -1);
        assertThat(age(1000)).isZero();
        assertThat(age(1301)).isEqualTo(1);
    }

    @Test
    void shouldUnderstandTimeThatWraps() {
        judged(UDP, 1, Integer.MAX_VALUE - 10, -1);
        assertThat(age(Integer.MIN_VALUE + 200)).isZero();
        assertThat(age(Integer.MIN_VALUE + 300)).isEqualTo(1);
    }

    private int age(final int nowMs) {
        return aging.age(nowMs, table.layout().slots());
    }

    private int make(final int protocol, final int number, final int nowMs) {
        keys.ipv4(0, 7, protocol, number, 53, 1, 2);
        return table.create(keys, 0, nowMs);
    }

    private int judged(final int protocol, final int number, final int nowMs, final int reverse) {
        final int index = make(protocol, number, nowMs);
        assertThat(control.set(TestFlows.forward(index, 1, keys, reverse), nowMs)
                        .error())
                .isZero();
        return index;
    }

    private int flags(final int index) {
        return FlowState.flags(table.state(index));
    }

    private static int timeoutMs(final int protocol, final int tcp) {
        return POLICY.timeoutMs(protocol, FlowState.of(FlowState.FORWARD, FlowState.ACTIVE, tcp, 0));
    }
}
