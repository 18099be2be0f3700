// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.PortRange;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.SecurityGroup;
import net.vireo.agent.policy.SecurityGroupRule;
import net.vireo.sandesh.VrFlow;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.verdict.VerdictMatch;
import org.junit.jupiter.api.Test;

class FlowAuditTest {
    private static final int A = 3;
    private static final int B = 4;
    private static final int VRF = 2;
    private static final int GROUP = 1;

    private final TestNode node = new TestNode();
    private final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
    private FlowAudit audit;

    FlowAuditTest() {
        node.guest(A, VRF, "front", "10.1.0.3");
        node.guest(B, VRF, "front", "10.1.0.4");
        node.remote(VRF, "10.1.0.9", 77, "front");
    }

    private static PolicySet webOnly() {
        return only(80);
    }

    private static PolicySet only(final int port) {
        return new PolicySet(
                Map.of(),
                Map.of(
                        GROUP,
                        new SecurityGroup(
                                GROUP,
                                "web",
                                List.of(new SecurityGroupRule(
                                        null,
                                        true,
                                        VerdictMatch.IPV4,
                                        Protocols.TCP,
                                        Endpoint.ANY,
                                        PortRange.of(port))))));
    }

    private List<VrFlow> audit(final PolicySet policies, final FlowAudit.Found... entries) {
        audit = new FlowAudit(book, new FlowSetup(node, policies, node), node, TestNode.FABRIC);
        return audit.audit(List.of(entries));
    }

    private static FlowKey key(
            final int nexthop, final String source, final int port, final String to, final int toPort) {
        return new FlowKey(nexthop, IpAddress.of(source), IpAddress.of(to), Protocols.TCP, port, toPort);
    }

    private static FlowAudit.Found entry(final int index, final FlowKey key, final int reverse) {
        return new FlowAudit.Found(index, 1, VRF, key, reverse, false, false, false, 0);
    }

    @Test
    void shouldKeepAPairThatEitherEndMayHaveBegun() {
        node.groups(B, GROUP);
        final FlowAudit.Found there = entry(10, key(100 + A, "10.1.0.3", 5_000, "10.1.0.4", 80), 11);
        final FlowAudit.Found back = entry(11, key(100 + B, "10.1.0.4", 80, "10.1.0.3", 5_000), 10);

        final List<VrFlow> requests = audit(webOnly(), back, there);

        assertThat(audit.keptCount()).isOne();
        assertThat(requests).allMatch(request -> request.value(VrFlow.ACTION) == FlowState.FORWARD);
        final KnownFlow flow = book.find(there.key());
        assertThat(flow).isSameAs(book.find(back.key()));
        assertThat(flow.forward().index()).isIn(10, 11);
        assertThat(flow.reverse().index() + flow.forward().index()).isEqualTo(21);
    }

    /** B may send anywhere, and nobody may reach it but on port 80: what B has begun itself stays. */
    @Test
    void shouldDropAPairThatNeitherEndMayBegin() {
        node.groups(A, GROUP);
        node.groups(B, GROUP);
        final List<VrFlow> requests = audit(
                webOnly(),
                entry(10, key(100 + A, "10.1.0.3", 5_000, "10.1.0.4", 22), 11),
                entry(11, key(100 + B, "10.1.0.4", 22, "10.1.0.3", 5_000), 10));

        assertThat(audit.keptCount()).isZero();
        assertThat(audit.droppedCount()).isEqualTo(2);
        assertThat(requests)
                .hasSize(2)
                .allMatch(request -> request.value(VrFlow.ACTION) == FlowState.DROP)
                .allMatch(request -> request.value(VrFlow.DROP_REASON) == FlowDropReason.AUDIT_ENTRY.number());
    }

    @Test
    void shouldDropWhatIsLinkedToNothing() {
        audit(PolicySet.none(), entry(10, key(100 + A, "10.1.0.3", 1, "10.1.0.4", 2), FlowEntry.NONE));

        assertThat(audit.droppedCount()).isOne();
        assertThat(book.flows()).isEmpty();
    }

    @Test
    void shouldTellWhatCameFromTheFabricAndWhatFromAGuest() {
        audit(
                PolicySet.none(),
                entry(10, key(100 + A, "10.1.0.9", 5_000, "10.1.0.3", 22), 11),
                entry(11, key(100 + A, "10.1.0.3", 22, "10.1.0.9", 5_000), 10));

        assertThat(book.flows()).singleElement().satisfies(flow -> {
            final FlowMiss miss = flow.decision().miss();
            assertThat(miss.vif())
                    .isEqualTo(miss.key().source().equals(IpAddress.of("10.1.0.3")) ? A : TestNode.FABRIC);
        });
    }

    @Test
    void shouldTouchNothingThatIsKnown() {
        final FlowSetup setup = new FlowSetup(node, PolicySet.none(), node);
        final KnownFlow known = book.decide(node.from(A, "10.1.0.3", "10.1.0.4", 1, 2), setup);
        known.reverseAt(11, 1);
        final List<FlowAudit.Found> found = new ArrayList<>();
        final int slot = known.slot();
        found.add(new FlowAudit.Found(slot, known.generation(), VRF, known.key(), 11, false, false, false, 0));
        found.add(entry(11, known.reverse().key(), slot));

        assertThat(audit(PolicySet.none(), found.toArray(FlowAudit.Found[]::new)))
                .isEmpty();
    }

    @Test
    void shouldKnowWhatDropsSoThatItMayPassOneDay() {
        node.groups(B, GROUP);
        final FlowKey there = key(100 + A, "10.1.0.3", 5_000, "10.1.0.4", 22);
        final FlowKey back = key(100 + B, "10.1.0.4", 22, "10.1.0.3", 5_000);

        final List<VrFlow> requests = audit(
                webOnly(),
                new FlowAudit.Found(10, 1, VRF, there, 11, true, false, false, 0),
                new FlowAudit.Found(11, 1, VRF, back, 10, true, false, false, 0));

        assertThat(requests).isEmpty();
        assertThat(book.find(there).decision().passes()).isFalse();
        assertThat(book.reevaluate(
                                FlowChangeNotice.of(new FlowObject.Group(GROUP)), new FlowSetup(node, only(22), node))
                        .next(10))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.kind()).isEqualTo(FlowChange.Kind.PERMIT);
                    assertThat(change.reverse().index()).isEqualTo(11);
                });
    }

    /** A may not call B any more; B may call A, but it was not B that called. */
    @Test
    void shouldJudgeAPairByTheEndThatBeganIt() {
        node.groups(B, GROUP);
        final PolicySet mayCall = new PolicySet(
                Map.of(),
                Map.of(
                        GROUP,
                        new SecurityGroup(
                                GROUP,
                                "caller",
                                List.of(new SecurityGroupRule(
                                        null, false, VerdictMatch.IPV4, Protocols.ANY, Endpoint.ANY, PortRange.ANY)))));
        final FlowKey there = key(100 + A, "10.1.0.3", 5_000, "10.1.0.4", 22);
        final FlowKey back = key(100 + B, "10.1.0.4", 22, "10.1.0.3", 5_000);

        final List<VrFlow> requests = audit(
                mayCall,
                new FlowAudit.Found(11, 1, VRF, back, 10, false, false, false, 0),
                new FlowAudit.Found(10, 1, VRF, there, 11, false, true, false, 0));

        assertThat(requests).hasSize(2).allMatch(request -> request.value(VrFlow.ACTION) == FlowState.DROP);
        assertThat(book.at(10).key()).isEqualTo(there);
        assertThat(book.at(10).decision().passes()).isFalse();
    }

    @Test
    void shouldDeleteWhatDropsAndMayPassByNow() {
        final List<VrFlow> requests = audit(
                PolicySet.none(),
                new FlowAudit.Found(
                        12, 1, VRF, key(100 + A, "10.1.0.3", 9, "10.1.0.4", 9), FlowEntry.NONE, true, false, false, 0));

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.value(VrFlow.INDEX)).isEqualTo(12);
            assertThat(request.value(VrFlow.FLAGS)).isZero();
        });
        assertThat(book.flows()).isEmpty();
    }

    @Test
    void shouldLeaveWhatAnLcoreDecidedAsItIs() {
        final FlowKey there = key(100 + A, "10.1.0.3", 5_000, "10.1.0.4", 80);
        final FlowKey back = key(100 + B, "10.1.0.4", 80, "10.1.0.3", 5_000);

        assertThat(audit(
                        PolicySet.none(),
                        new FlowAudit.Found(10, 1, VRF, there, 11, false, false, true, 1_000 + A),
                        new FlowAudit.Found(11, 1, VRF, back, 10, false, false, true, 1_000 + B)))
                .isEmpty();
        assertThat(book.find(there)).isSameAs(book.at(10));
    }

    /** A guest elsewhere moved while nobody had seen the flow: its answers would be refused, and keep the flow alive. */
    @Test
    void shouldSetAnewWhatAnLcoreDecidedByARouteThatIsAnotherByNow() {
        final FlowKey there = key(100 + A, "10.1.0.3", 5_000, "10.1.0.9", 80);
        final FlowKey back = key(100 + A, "10.1.0.9", 80, "10.1.0.3", 5_000);
        final int movedFrom = 76;

        final List<VrFlow> requests = audit(
                PolicySet.none(),
                new FlowAudit.Found(10, 1, VRF, there, 11, false, true, true, 1_000 + A),
                new FlowAudit.Found(11, 1, VRF, back, 10, false, false, true, movedFrom));

        assertThat(requests).anySatisfy(request -> {
            assertThat(request.value(VrFlow.INDEX)).isEqualTo(11);
            assertThat(request.value(VrFlow.SRC_NH_INDEX)).isEqualTo(77);
        });
    }

    /** What was known of it would be asked about in a slot that is empty, and the flow itself never be judged again. */
    @Test
    void shouldKnowAFlowWhereItIsWhenItEndedAndBeganAgainUnseen() {
        final FlowSetup setup = new FlowSetup(node, PolicySet.none(), node);
        final KnownFlow ended = book.decide(node.from(A, "10.1.0.3", "10.1.0.4", 1, 2), setup);
        ended.reverseAt(5, 1);
        book.installed(ended);

        audit(
                PolicySet.none(),
                entry(20, ended.key(), 21),
                entry(21, ended.decision().reverse().key(), 20));

        assertThat(ended.isKnown()).isFalse();
        assertThat(book.at(ended.slot())).isNull();
        assertThat(book.find(ended.key()).slot()).isEqualTo(20);
        assertThat(book.find(ended.key()).reverseSlot()).isEqualTo(21);
        assertThat(book.flows()).hasSize(1);
    }

    /** What the other end was denied may have ended unseen: the answers of what this one began are not there. */
    @Test
    void shouldKnowAnswersWhereTheyAreThoughTheyWereDeniedElsewhereBefore() {
        node.groups(B, GROUP);
        final PolicySet onlyOut = new PolicySet(
                Map.of(),
                Map.of(
                        GROUP,
                        new SecurityGroup(
                                GROUP,
                                "out",
                                List.of(new SecurityGroupRule(
                                        null, false, VerdictMatch.IPV4, Protocols.ANY, Endpoint.ANY, PortRange.ANY)))));
        final FlowSetup setup = new FlowSetup(node, onlyOut, node);
        final KnownFlow denied = book.decide(node.from(A, "10.1.0.3", "10.1.0.4", 5_000, 22), setup);
        book.installed(denied);
        assertThat(denied.decision().passes()).isFalse();
        final FlowKey there = key(100 + B, "10.1.0.4", 22, "10.1.0.3", 5_000);

        audit(onlyOut, new FlowAudit.Found(20, 1, VRF, there, 21, false, true, false, 0), entry(21, denied.key(), 20));

        assertThat(denied.isKnown()).isFalse();
        assertThat(book.find(there).slot()).isEqualTo(20);
        assertThat(book.find(there).isAnsweredAt(21, 1)).isTrue();
    }
}
