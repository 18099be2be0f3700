// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.PortRange;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.RuleRef;
import net.vireo.agent.policy.SecurityGroup;
import net.vireo.agent.policy.SecurityGroupRule;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.verdict.VerdictMatch;
import org.junit.jupiter.api.Test;

class FlowBookTest {
    private static final int A = 3;
    private static final int B = 4;
    private static final int VRF = 2;
    private static final int GROUP = 1;

    private final TestNode node = new TestNode();

    FlowBookTest() {
        node.guest(A, VRF, "front", "10.1.0.3");
        node.guest(B, VRF, "front", "10.1.0.4");
        node.services.put(
                IpAddress.of("169.254.169.254"), new LinkLocalService("metadata", IpAddress.of("192.0.2.10"), 8097));
    }

    private FlowSetup setup(final PolicySet policies) {
        return new FlowSetup(node, policies, node);
    }

    private FlowMiss miss(final int port) {
        return node.from(A, "10.1.0.3", "10.1.0.4", port, 80);
    }

    private FlowMiss metadata(final int vif, final int port) {
        return node.from(vif, vif == A ? "10.1.0.3" : "10.1.0.4", "169.254.169.254", port, 80);
    }

    /** Lets in what goes to one port. */
    private static PolicySet only(final int port) {
        return new PolicySet(
                Map.of(),
                Map.of(
                        GROUP,
                        new SecurityGroup(
                                GROUP,
                                "web",
                                List.of(new SecurityGroupRule(
                                        "in",
                                        true,
                                        VerdictMatch.IPV4,
                                        Protocols.TCP,
                                        Endpoint.ANY,
                                        PortRange.of(port))))));
    }

    @Test
    void shouldRefuseMoreFlowsThanAnInterfaceMayHaveUntilATenthIsFree() {
        node.maxFlows(A, 20);
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final FlowSetup setup = setup(PolicySet.none());
        final List<KnownFlow> flows = new ArrayList<>();
        for (int port = 1; port <= 20; port++) {
            flows.add(book.decide(miss(port), setup));
            assertThat(flows.getLast().decision().passes()).isTrue();
        }

        final FlowDecision refused = book.decide(miss(21), setup).decision();
        assertThat(refused.reason()).isEqualTo(FlowDropReason.FLOW_LIMIT);
        assertThat(refused.refusal()).isEqualTo(FlowRefusal.INTERFACE_FLOWS);
        assertThat(refused.isShort()).isTrue();
        assertThat(book.refused()).containsEntry(FlowRefusal.INTERFACE_FLOWS, 1L);

        book.remove(book.find(refused.miss().key()));
        book.remove(flows.get(0));
        book.remove(flows.get(1));
        assertThat(book.refuses(node.vif(A))).isTrue();
        book.remove(flows.get(2));
        assertThat(book.refuses(node.vif(A))).isFalse();
        assertThat(book.decide(miss(22), setup).decision().passes()).isTrue();
    }

    @Test
    void shouldRefuseMoreFlowsThanAVirtualMachineMayHave() {
        final FlowBook book = new FlowBook(new FlowLimits(2, 0, 0, 0), node);
        final FlowSetup setup = setup(PolicySet.none());

        book.decide(miss(1), setup);
        book.decide(miss(2), setup);

        assertThat(book.decide(miss(3), setup).decision().refusal()).isEqualTo(FlowRefusal.VM_FLOWS);
    }

    @Test
    void shouldTakeLimitsThatChangeAndKeepWhatIsThere() {
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final FlowSetup setup = setup(PolicySet.none());
        IntStream.range(0, 5).forEach(i -> book.decide(miss(i), setup));

        book.limits(FlowLimits.of(3, 0, 0));
        assertThat(book.decide(miss(6), setup).decision().refusal()).isEqualTo(FlowRefusal.VM_FLOWS);
        assertThat(book.flows().stream().filter(flow -> flow.decision().passes()))
                .hasSize(5);

        book.limits(FlowLimits.of(0, 0, 0));
        assertThat(book.decide(miss(7), setup).decision().passes()).isTrue();
    }

    @Test
    void shouldLimitLinkLocalFlowsAndGiveTheirPortsBack() {
        final FlowBook book = new FlowBook(new FlowLimits(0, 3, 2, 0), node);
        final FlowSetup setup = setup(PolicySet.none());
        final KnownFlow first = book.decide(metadata(A, 1), setup);
        book.decide(metadata(A, 2), setup);

        assertThat(book.decide(metadata(A, 3), setup).decision().refusal())
                .isEqualTo(FlowRefusal.LINK_LOCAL_FLOWS_OF_VM);
        assertThat(book.decide(metadata(B, 4), setup).decision().passes()).isTrue();
        assertThat(book.decide(metadata(B, 5), setup).decision().refusal()).isEqualTo(FlowRefusal.LINK_LOCAL_FLOWS);
        assertThat(node.reserved.cardinality()).isEqualTo(3);
        book.remove(first);
        assertThat(node.reserved.cardinality()).isEqualTo(2);
        assertThat(book.linkLocalFlows()).isEqualTo(2);
    }

    /** They need no port of the host's, but are as many. */
    @Test
    void shouldLimitLinkLocalFlowsOfGuestsThatTheHostKnows() {
        node.known.put(A, IpAddress.of("169.254.0.3"));
        node.services.put(
                IpAddress.of("169.254.169.254"), new LinkLocalService("metadata", IpAddress.of("192.0.2.10"), 8097));
        final FlowBook book = new FlowBook(new FlowLimits(0, 3, 2, 0), node);
        final FlowSetup setup = setup(PolicySet.none());
        final KnownFlow first = book.decide(metadata(A, 1), setup);
        book.decide(metadata(A, 2), setup);
        assertThat(first.decision().path().hostPort()).isEqualTo(HostPorts.NONE);
        assertThat(book.linkLocalFlows()).isEqualTo(2);

        final KnownFlow refused = book.decide(metadata(A, 3), setup);
        assertThat(refused.decision().refusal()).isEqualTo(FlowRefusal.LINK_LOCAL_FLOWS_OF_VM);
        assertThat(book.linkLocalFlows()).as("what is refused is none").isEqualTo(2);
        book.remove(first);
        book.remove(refused);
        assertThat(book.linkLocalFlows()).isOne();
    }

    @Test
    void shouldRefuseWhileTooManyWaitForTheDataPlane() {
        final FlowBook book = new FlowBook(new FlowLimits(0, 0, 0, 1), node);
        final FlowSetup setup = setup(PolicySet.none());
        final KnownFlow first = book.decide(miss(1), setup);

        assertThat(book.decide(miss(2), setup).decision().refusal()).isEqualTo(FlowRefusal.WAITING);
        book.installed(book.find(miss(2).key()));
        book.installed(first);
        assertThat(book.decide(miss(3), setup).decision().passes()).isTrue();
    }

    @Test
    void shouldForgetEverythingOfFlowsThatAreGone() {
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final FlowSetup setup = setup(PolicySet.none());
        for (int port = 1; port < 50; port++) {
            book.decide(miss(port), setup);
            book.decide(metadata(B, port), setup);
        }

        List.copyOf(book.flows()).forEach(book::remove);

        assertThat(book.flows()).isEmpty();
        assertThat(book.indexSize()).isZero();
        assertThat(book.flowsOf(A)).isZero();
        assertThat(node.reserved.isEmpty()).isTrue();
    }

    @Test
    void shouldKnowNoMoreFlowsThanThereAreSlots() {
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final FlowSetup setup = setup(PolicySet.none());
        final FlowMiss gone = miss(1);
        final KnownFlow old = book.decide(gone, setup);
        final FlowMiss next = miss(2);

        final KnownFlow now = book.decide(
                FlowMiss.of(gone.index(), gone.generation() + 1, next.vif(), next.vrf(), next.key()), setup);

        assertThat(book.flows()).containsExactly(now);
        assertThat(book.at(gone.index())).isSameAs(now);
        assertThat(book.flowsOf(A)).isOne();
        assertThat(old.isKnown()).isFalse();
    }

    @Test
    void shouldJudgeWhatAnEarlierChangeDidNotComeToByTheLaterPolicies() {
        node.groups(B, GROUP);
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        for (int port = 1; port <= 10; port++) {
            book.decide(miss(port), setup(only(80)));
        }
        final Reevaluation first = book.reevaluate(FlowChangeNotice.of(new FlowObject.Group(GROUP)), setup(only(443)));
        first.next(4);

        final Reevaluation second =
                book.reevaluate(FlowChangeNotice.of(new FlowObject.Network("none")), setup(only(80)), first);

        assertThat(second.next(100)).isEmpty();
        assertThat(second.keptCount()).isEqualTo(6);
    }

    /** The data plane's counters begin at nothing in another slot. */
    @Test
    void shouldCountOnlyWhatCameWhenAFlowEndedAndBeganAgainUnseen() {
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final FlowSetup setup = setup(PolicySet.none());
        final KnownFlow flow = book.decide(miss(1), setup);
        flow.reverseAt(11, 1);
        book.installed(flow);
        flow.traffic().forward(1_000, 100_000);
        flow.traffic().answers(500, 50_000);

        final FlowMiss again = FlowMiss.of(98, 4, A, VRF, flow.key());
        assertThat(book.decide(again, setup)).isSameAs(flow);
        flow.reverseAt(12, 7);

        assertThat(flow.traffic().forward(3, 300)).isEqualTo(new FlowTraffic.Grown(3, 300));
        assertThat(flow.traffic().answers(2, 200)).isEqualTo(new FlowTraffic.Grown(2, 200));
        assertThat(flow.traffic().forward(5, 400)).isEqualTo(new FlowTraffic.Grown(2, 100));
        flow.reverseAt(12, 7);
        assertThat(flow.traffic().answers(2, 200)).isEqualTo(new FlowTraffic.Grown(0, 0));
    }

    @Test
    void shouldAnswerBothEndsThatSpokeAtOnceWithOneFlow() {
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final FlowSetup setup = setup(PolicySet.none());
        final KnownFlow flow = book.decide(miss(1), setup);
        final FlowMiss other = node.from(B, "10.1.0.4", "10.1.0.3", 80, 1);

        final KnownFlow same = book.decide(FlowMiss.of(99, 5, other.vif(), other.vrf(), other.key()), setup);

        assertThat(same).isSameAs(flow);
        assertThat(same.reverse().index()).isEqualTo(99);
        assertThat(same.reverse().generation()).isEqualTo(5);
        assertThat(same.forward().reverse()).isEqualTo(99);
    }

    /** A is not let in by B, but B may call A: by the same ports the other way round. */
    @Test
    void shouldLetTheOtherEndBeginWhatThisOneMayNot() {
        node.groups(B, GROUP);
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final PolicySet policies = new PolicySet(
                Map.of(),
                Map.of(
                        GROUP,
                        new SecurityGroup(
                                GROUP,
                                "caller",
                                List.of(new SecurityGroupRule(
                                        null, false, VerdictMatch.IPV4, Protocols.ANY, Endpoint.ANY, PortRange.ANY)))));
        final KnownFlow denied = book.decide(node.from(A, "10.1.0.3", "10.1.0.4", 5060, 5060), setup(policies));
        final KnownFlow allowed = book.decide(node.from(B, "10.1.0.4", "10.1.0.3", 5060, 5060), setup(policies));

        assertThat(denied.decision().passes()).isFalse();
        assertThat(allowed.decision().passes()).isTrue();
        assertThat(allowed.reverse().index()).isEqualTo(denied.forward().index());
        assertThat(book.flows()).containsExactly(allowed);
    }

    @Test
    void shouldRevokeBothDirectionsInBatches() {
        node.groups(B, GROUP);
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        for (int port = 1; port <= 10; port++) {
            book.decide(miss(port), setup(only(80))).reverseAt(1_000 + port, port);
        }

        final Reevaluation again = book.reevaluate(FlowChangeNotice.of(new FlowObject.Group(GROUP)), setup(only(443)));
        final List<FlowChange> first = again.next(4);

        assertThat(first).hasSize(4);
        assertThat(again.isDone()).isFalse();
        final FlowChange change = first.getFirst();
        assertThat(change.kind()).isEqualTo(FlowChange.Kind.REVOKE);
        assertThat(change.reason()).isEqualTo(FlowDropReason.OUT_SECURITY_GROUP);
        assertThat(change.forward().drops()).isTrue();
        assertThat(change.reverse().drops()).isTrue();
        assertThat(change.reverse().index()).isEqualTo(1_001);
        assertThat(change.requests()).hasSize(2);
        assertThat(again.next(100)).hasSize(6);
        assertThat(again.isDone()).isTrue();

        assertThat(book.stats().counts().get(new RuleRef("web", "in"))).isEqualTo(new RuleStats.Count(10, 0, 0));
        assertThat(book.stats().counts().get(RuleRef.DENY)).isEqualTo(new RuleStats.Count(0, 0, 10));
    }

    @Test
    void shouldPermitWhatMayBeNow() {
        node.groups(B, GROUP);
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final KnownFlow flow = book.decide(miss(1), setup(only(443)));
        assertThat(flow.decision().passes()).isFalse();

        final List<FlowChange> changes = book.reevaluate(
                        FlowChangeNotice.of(new FlowObject.Group(GROUP)), setup(only(80)))
                .next(10);

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(FlowChange.Kind.PERMIT);
            assertThat(change.forward().drops()).isFalse();
            assertThat(change.reverse().index()).isEqualTo(FlowEntry.NONE);
        });
    }

    @Test
    void shouldReplaceAFlowWhoseTranslationChanged() {
        node.with(A, List.of(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public")));
        node.remote(9, "0.0.0.0/0", 88, "public");
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
        final FlowSetup setup = setup(PolicySet.none());
        book.decide(node.from(A, "10.1.0.3", "198.51.100.1", 1, 2), setup);
        node.with(A, List.of(FloatingIp.of(IpAddress.of("203.0.113.99"), IpAddress.of("10.1.0.3"), 9, "public")));

        final List<FlowChange> changes = book.reevaluate(FlowChangeNotice.of(new FlowObject.Vif(A)), setup)
                .next(10);

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(FlowChange.Kind.REPLACE);
            assertThat(change.reason()).isEqualTo(FlowDropReason.NAT_CHANGE);
        });
        assertThat(book.flows()).isEmpty();
    }
}
