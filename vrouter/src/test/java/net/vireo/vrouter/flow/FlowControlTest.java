// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Test;

class FlowControlTest {
    private static final int TCP = 6;

    private final FlowTable table = FlowTable.anonymous(new FlowLayout(64, 0, 1), Quiescence.NEVER);
    private final FlowControl control = new FlowControl(table);
    private final FlowKeys keys = new FlowKeys(1);
    private final FlowKeys back = new FlowKeys(1);
    private final int forward;

    FlowControlTest() {
        keys.ipv4(0, 7, TCP, 1000, 80, 1, 2);
        back.ipv4(0, 8, TCP, 80, 1000, 2, 1);
        forward = table.create(keys, 0, 5);
    }

    @Test
    void shouldGiveAHeldFlowItsVerdict() {
        final FlowSetting nat = new FlowSetting(
                FlowState.NAT,
                FlowState.ACTIVE | FlowState.SNAT | FlowState.SPAT | FlowState.MIRROR,
                FlowState.HBS_LEFT,
                3,
                4,
                524_000,
                250,
                251,
                17,
                255,
                5,
                2,
                21);
        final FlowReply reply = control.set(new FlowRequest(forward, 1, keys, -1, false, nat), 0);

        assertThat(reply).isEqualTo(new FlowReply(0, forward, 1, true, 0, 0));
        final long state = table.state(forward);
        assertThat(FlowState.action(state)).isEqualTo(FlowState.NAT);
        assertThat(FlowState.flags(state))
                .isEqualTo(FlowState.ACTIVE | FlowState.SNAT | FlowState.SPAT | FlowState.MIRROR);
        assertThat(FlowState.flags1(state)).isEqualTo(FlowState.HBS_LEFT);
        assertThat(FlowVerdict.vrf(table.source(forward))).isEqualTo(3);
        assertThat(FlowVerdict.destinationVrf(table.path(forward))).isEqualTo(4);
        assertThat(FlowVerdict.sourceNexthop(table.source(forward))).isEqualTo(524_000);
        assertThat(FlowVerdict.mirror(table.extras(forward))).isEqualTo(250);
        assertThat(FlowVerdict.secondMirror(table.extras(forward))).isEqualTo(251);
        assertThat(FlowVerdict.qos(table.source(forward))).isEqualTo(17);
        assertThat(FlowVerdict.ttl(table.extras(forward))).isEqualTo(255);
        assertThat(FlowVerdict.ecmpMember(table.extras(forward))).isEqualTo(5);
        assertThat(FlowVerdict.underlayMember(table.extras(forward))).isEqualTo(2);
        assertThat(FlowDropReason.of(FlowVerdict.dropReason(table.extras(forward))))
                .isEqualTo(FlowDropReason.POLICY);
        assertThat(control.changedCount()).isEqualTo(1);
    }

    @Test
    void shouldSayOnceThatAFlowWaitedForItsVerdict() {
        assertThat(set(forward, 1, keys, -1).held()).isTrue();
        assertThat(set(forward, 1, keys, -1).held()).isFalse();
        assertThat(set(-1, 0, back, forward).held()).isFalse();
        final FlowKeys third = new FlowKeys(1);
        third.ipv4(0, 9, TCP, 1, 2, 3, 4);
        final int waiting = table.create(third, 0, 5);
        assertThat(control.set(TestFlows.delete(waiting, 1, third), 0).held()).isTrue();
    }

    @Test
    void shouldCountAFlowThatIsToldToGoOnWaitingUntilItIsJudged() {
        final FlowSetting hold = new FlowSetting(FlowState.HOLD, FlowState.ACTIVE, 0, 3, 3, 0, 0, 0, -1, 0, -1, -1, 0);
        assertThat(control.set(new FlowRequest(forward, 1, keys, -1, false, hold), 0)
                        .held())
                .isFalse();
        assertThat(table.shares().waiting(7)).isOne();
        assertThat(set(forward, 1, keys, -1).held()).isTrue();
        assertThat(table.shares().waiting(7)).isZero();
    }

    @Test
    void shouldKeepTheTcpStateThroughAVerdict() {
        table.slots().addTcp(forward, TcpFlowState.SYN | TcpFlowState.ESTABLISHED);
        set(forward, 1, keys, -1);
        assertThat(FlowState.tcp(table.state(forward))).isEqualTo(TcpFlowState.SYN | TcpFlowState.ESTABLISHED);
    }

    @Test
    void shouldMakeTheReverseFlowAndLinkBothWays() {
        set(forward, 1, keys, -1);
        final FlowReply reply = set(-1, 0, back, forward);

        assertThat(reply.error()).isZero();
        assertThat(reply.generation()).isEqualTo(1);
        assertThat(table.find(back, 0)).isEqualTo(reply.index());
        assertThat(reverse(forward)).isEqualTo(reply.index());
        assertThat(reverse(reply.index())).isEqualTo(forward);
        assertThat(FlowState.action(table.state(reply.index()))).isEqualTo(FlowState.FORWARD);
        assertThat(FlowVerdict.vrf(table.source(reply.index()))).isEqualTo(3);
        assertThat(control.addedCount()).isEqualTo(1);
    }

    @Test
    void shouldUnlinkTheReverseOfADeletedFlow() {
        final int reverse = set(-1, 0, back, forward).index();
        assertThat(control.set(TestFlows.delete(forward, 1, keys), 0).error()).isZero();

        assertThat(table.find(keys, 0)).isEqualTo(FlowTable.NONE);
        assertThat(table.live(forward)).isFalse();
        assertThat(reverse(reverse)).isEqualTo(FlowTable.NONE);
        assertThat(FlowVerdict.reverse(table.path(reverse))).isEqualTo(FlowTable.NONE);
        assertThat(control.removedCount()).isEqualTo(1);
        assertThat(control.usedCount()).isEqualTo(1);
    }

    @Test
    void shouldPartAFlowFromItsOldReverseWhenItGetsAnother() {
        final int reverse = set(-1, 0, back, forward).index();
        final FlowKeys third = new FlowKeys(1);
        third.ipv4(0, 9, TCP, 80, 1000, 2, 1);
        final int other = set(-1, 0, third, forward).index();

        assertThat(reverse(forward)).isEqualTo(other);
        assertThat(reverse(other)).isEqualTo(forward);
        assertThat(reverse(reverse)).isEqualTo(FlowTable.NONE);
    }

    @Test
    void shouldAnswerWhichFlowIsThereAlready() {
        final FlowReply reply = set(-1, 0, keys, -1);
        assertThat(reply.error()).isEqualTo(FlowControl.EEXIST);
        assertThat(reply.index()).isEqualTo(forward);
        assertThat(reply.generation()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWithTheErrorsOfTheProtocol() {
        assertThat(set(forward, 2, keys, -1).error()).isEqualTo(FlowControl.EBADF);
        assertThat(set(forward, 1, back, -1).error()).isEqualTo(FlowControl.EFAULT);
        assertThat(set(forward + 1 & 63, 1, keys, -1).error()).isEqualTo(FlowControl.ENOENT);
        assertThat(set(-2, 1, keys, -1).error()).isEqualTo(FlowControl.ENOENT);
        assertThat(set(64, 1, keys, -1).error()).isEqualTo(FlowControl.ENOENT);
        assertThat(set(Integer.MAX_VALUE, 1, keys, -1).error()).isEqualTo(FlowControl.ENOENT);
        assertThat(set(forward, 1, keys, forward).error()).isEqualTo(FlowControl.EINVAL);
        assertThat(set(forward, 1, keys, 99).error()).isEqualTo(FlowControl.EINVAL);
        assertThat(control.set(TestFlows.delete(-1, 0, back), 0).error()).isEqualTo(FlowControl.EINVAL);
        table.slots().changeFlags(forward, FlowState.EVICT_CANDIDATE, 0);
        assertThat(set(forward, 1, keys, -1).error()).isEqualTo(FlowControl.EBUSY);
        assertThat(FlowState.action(table.state(forward))).isEqualTo(FlowState.HOLD);
    }

    @Test
    void shouldSayThatThereIsNoRoom() {
        final FlowTable small = FlowTable.anonymous(new FlowLayout(16, 0, 1), Quiescence.NEVER);
        for (int i = 0; i < 16; i++) {
            TestFlows.key(keys, 0, i);
            small.create(keys, 0, 0);
        }
        TestFlows.key(keys, 0, 16);
        final FlowReply reply = new FlowControl(small).set(TestFlows.forward(-1, 0, keys, -1), 0);
        assertThat(reply.error()).isEqualTo(FlowControl.ENOSPC);
    }

    @Test
    void shouldEvictOnRequestOnlyAConnectionThatIsOver() {
        final FlowRequest evict = new FlowRequest(forward, 1, keys, -1, true, FlowSetting.forward(3, 9));
        assertThat(control.set(evict, 0).error()).isEqualTo(FlowControl.EINVAL);
        table.slots().addTcp(forward, TcpFlowState.DEAD);
        assertThat(control.set(evict, 0).error()).isZero();
        assertThat(table.find(keys, 0)).isEqualTo(FlowTable.NONE);
    }

    @Test
    void shouldNotLetARequestTouchWhatIsTheDataPlanesOwn() {
        final FlowSetting bold = new FlowSetting(
                FlowState.FORWARD, FlowState.ACTIVE | FlowState.OWN_FLAGS, 0, 0, 0, 0, 0, 0, -1, 0, -1, -1, 0);
        control.set(new FlowRequest(forward, 1, keys, -1, false, bold), 0);
        assertThat(FlowState.flags(table.state(forward))).isEqualTo(FlowState.ACTIVE);
    }

    private FlowReply set(final int index, final int generation, final FlowKeys key, final int reverse) {
        return control.set(TestFlows.forward(index, generation, key, reverse), 0);
    }

    private int reverse(final int index) {
        return table.reader().flow(index).reverse();
    }
}
