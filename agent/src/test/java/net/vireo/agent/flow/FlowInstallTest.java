// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.agent.policy.PolicySet;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowResponse;
import net.vireo.vrouter.control.FlowOutcome;
import net.vireo.vrouter.control.FlowResult;
import net.vireo.vrouter.control.FlowTableRequests;
import net.vireo.vrouter.flow.FlowDropReason;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.table.Quiescence;
import net.vireo.vrouter.table.Tables;
import org.junit.jupiter.api.Test;

/** Against the data plane's own flow table, through the checks that requests pass there. */
class FlowInstallTest {
    private static final int A = 3;
    private static final int B = 4;
    private static final int VRF = 2;

    private final FlowTable table = FlowTable.anonymous(new FlowLayout(64, 16, 1), Quiescence.NEVER);
    private final FlowTableRequests dataPlane =
            new FlowTableRequests(table, new Tables(Tables.Limits.DEFAULT), new HoldLimit(1), (index, gen) -> {});
    private final TestNode node = new TestNode();
    private final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
    private final FlowSetup setup = new FlowSetup(node, PolicySet.none(), node);

    FlowInstallTest() {
        node.guest(A, VRF, "front", "10.1.0.3");
        node.guest(B, VRF, "front", "10.1.0.4");
    }

    /** A flow that waits, as an lcore makes it when a packet has none. */
    private FlowMiss missed(final FlowMiss miss) {
        final FlowOutcome made = dataPlane.set(FlowEntry.drop(miss, FlowDropReason.UNKNOWN)
                .at(FlowEntry.NONE, 0, FlowEntry.NONE)
                .request()
                .put(VrFlow.ACTION, FlowState.HOLD));
        assertThat(made.result()).isEqualTo(FlowResult.DONE);
        return FlowMiss.of(made.index(), made.generation(), miss.vif(), miss.vrf(), miss.key());
    }

    private FlowInstall.Outcome install(final KnownFlow flow) {
        final FlowInstall install = new FlowInstall(book, flow);
        List<VrFlow> next = install.requests();
        while (!next.isEmpty()) {
            next = install.answered(answers(next));
        }
        return install.outcome();
    }

    private List<Reply> answers(final List<VrFlow> requests) {
        final List<Reply> replies = new ArrayList<>();
        for (final VrFlow request : requests) {
            final FlowOutcome outcome = dataPlane.set(request);
            replies.add(new Reply(
                    outcome.result().error().map(error -> error.code()).orElse(1),
                    List.of(new VrFlowResponse()
                            .put(VrFlowResponse.INDEX, outcome.index())
                            .put(VrFlowResponse.GEN_ID, outcome.generation()))));
        }
        return replies;
    }

    private void assertLinked(final KnownFlow flow) {
        final int forward = flow.forward().index();
        final int reverse = flow.reverse().index();
        assertThat(FlowVerdict.reverse(table.path(forward))).isEqualTo(reverse);
        assertThat(FlowVerdict.reverse(table.path(reverse))).isEqualTo(forward);
        for (final int index : new int[] {forward, reverse}) {
            assertThat(FlowState.flags(table.state(index)) & FlowState.RFLOW_VALID)
                    .isNotZero();
        }
    }

    private FlowMiss miss(final int port) {
        return node.from(A, "10.1.0.3", "10.1.0.4", port, 80);
    }

    @Test
    void shouldLinkTheTwoEntriesOfAFlow() {
        final KnownFlow flow = book.decide(missed(miss(1)), setup);

        assertThat(install(flow)).isEqualTo(FlowInstall.Outcome.DONE);
        assertLinked(flow);
        assertThat(FlowState.action(table.state(flow.forward().index()))).isEqualTo(FlowState.FORWARD);
        assertThat(FlowVerdict.sourceNexthop(table.source(flow.reverse().index())))
                .isEqualTo(1_000 + B);
    }

    @Test
    void shouldSetTranslationAsTheDataPlaneReadsIt() {
        node.with(A, List.of(FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.3"), 9, "public")));
        node.remote(9, "0.0.0.0/0", 88, "public");
        final KnownFlow flow = book.decide(missed(node.from(A, "10.1.0.3", "198.51.100.1", 1, 443)), setup);

        assertThat(install(flow)).isEqualTo(FlowInstall.Outcome.DONE);
        assertLinked(flow);
        final int forward = flow.forward().index();
        assertThat(FlowState.action(table.state(forward))).isEqualTo(FlowState.NAT);
        assertThat(FlowState.flags(table.state(forward)) & FlowState.SNAT).isNotZero();
        assertThat(FlowVerdict.destinationVrf(table.path(forward))).isEqualTo(9);
        // What the data plane rewrites the source to is where the answers go to.
        final FlowKeys answers = new FlowKeys(1);
        table.key(flow.reverse().index(), answers);
        assertThat((int) answers.ipv4Addresses(0)).isEqualTo(0xcb00_7107);
    }

    @Test
    void shouldTakeOverTheEntryThatAnAnswerHasMade() {
        final FlowMiss first = missed(miss(1));
        final FlowMiss answer = missed(node.from(B, "10.1.0.4", "10.1.0.3", 80, 1));
        final KnownFlow flow = book.decide(first, setup);

        assertThat(install(flow)).isEqualTo(FlowInstall.Outcome.DONE);
        assertThat(flow.reverse().index()).isEqualTo(answer.index());
        assertLinked(flow);
        assertThat(FlowState.action(table.state(answer.index()))).isEqualTo(FlowState.FORWARD);
    }

    @Test
    void shouldDropAFlowForWhoseAnswersThereIsNoRoom() {
        final FlowMiss first = missed(miss(1));
        final FlowKey answers = miss(1).key().reversed(100 + B);
        for (int port = 1_000; fill(port); port++) {
            assertThat(port).isLessThan(2_000);
        }
        final KnownFlow flow = book.decide(first, setup);

        assertThat(install(flow)).isEqualTo(FlowInstall.Outcome.NO_ROOM);
        assertThat(book.find(answers)).isNull();
        assertThat(FlowState.action(table.state(first.index()))).isEqualTo(FlowState.DROP);
        assertThat(flow.decision().isShort()).isTrue();
    }

    /** @return whether there was room: in the end in no bucket */
    private boolean fill(final int port) {
        boolean room = false;
        for (int i = 0; i < 50; i++) {
            final FlowMiss other = node.from(A, "10.1.0.3", "10.1.0.4", port, 1_000 + i);
            room |= dataPlane
                            .set(FlowEntry.drop(other, FlowDropReason.UNKNOWN)
                                    .at(FlowEntry.NONE, 0, FlowEntry.NONE)
                                    .request())
                            .result()
                    == FlowResult.DONE;
        }
        return room;
    }

    @Test
    void shouldForgetAFlowThatIsGone() {
        final FlowMiss miss = missed(miss(1));
        final FlowMiss stale =
                FlowMiss.of(miss.index(), miss.generation() + 1 & 0xff, miss.vif(), miss.vrf(), miss.key());
        final KnownFlow flow = book.decide(stale, setup);

        assertThat(install(flow)).isEqualTo(FlowInstall.Outcome.GONE);
        assertThat(book.flows()).isEmpty();
        assertThat(table.live(flow.reverse().index())).isFalse();
    }

    @Test
    void shouldAskForTheKeyWhenTheSlotHoldsAnother() {
        final FlowMiss miss = missed(miss(1));
        final KnownFlow flow =
                book.decide(FlowMiss.of(miss.index(), miss.generation(), miss.vif(), miss.vrf(), miss(2).key()), setup);

        assertThat(install(flow)).isEqualTo(FlowInstall.Outcome.OTHER_KEY);
        assertThat(book.flows()).isEmpty();
    }

    @Test
    void shouldDropBothEntriesOfARevokedFlow() {
        final KnownFlow flow = book.decide(missed(miss(1)), setup);
        install(flow);
        node.routes.get(VRF).remove(IpPrefix.of("10.1.0.4"));

        final List<FlowChange> changes = book.reevaluate(FlowChangeNotice.route(VRF, IpPrefix.of("10.1.0.4")), setup)
                .next(10);

        assertThat(changes).hasSize(1);
        assertThat(install(changes.getFirst().flow())).isEqualTo(FlowInstall.Outcome.DONE);
        assertThat(FlowState.action(table.state(flow.forward().index()))).isEqualTo(FlowState.DROP);
        assertThat(FlowState.action(table.state(flow.reverse().index()))).isEqualTo(FlowState.DROP);
        assertThat(FlowVerdict.dropReason(table.extras(flow.forward().index())))
                .isEqualTo(FlowDropReason.NO_DESTINATION_ROUTE.number());
    }

    @Test
    void shouldFindFlowsThatTheDataPlaneHasAged() {
        final KnownFlow gone = book.decide(missed(miss(1)), setup);
        final KnownFlow stays = book.decide(missed(miss(2)), setup);
        final KnownFlow waits = book.decide(missed(miss(3)), setup);
        install(gone);
        install(stays);
        answers(List.of(gone.forward().deletion(), waits.forward().deletion()));
        final FlowSweep sweep = new FlowSweep(book);
        final FlowSweep.Slots slots = flows -> flows.stream()
                .map(flow -> table.live(flow.slot()) && table.generation(flow.slot()) == flow.generation())
                .toList();

        int found = 0;
        for (int i = 0; i < 3; i++) {
            found += sweep.next(1, slots);
        }

        assertThat(found).isOne();
        assertThat(book.flows()).containsExactlyInAnyOrder(stays, waits);
    }

    /** The flow's entry has aged, that of its answers too, and it is the other end that speaks first now. */
    @Test
    void shouldMakeAFlowAnewForAnswersThatWait() {
        final KnownFlow flow = book.decide(missed(miss(1)), setup);
        install(flow);
        answers(List.of(flow.forward().deletion(), flow.reverse().deletion()));
        final FlowMiss answer = missed(node.from(B, "10.1.0.4", "10.1.0.3", 80, 1));

        final KnownFlow same = book.decide(answer, setup);

        assertThat(same).isSameAs(flow);
        assertThat(install(same)).isEqualTo(FlowInstall.Outcome.DONE);
        assertThat(same.reverse().index()).isEqualTo(answer.index());
        assertLinked(same);
        assertThat(FlowState.action(table.state(answer.index()))).isEqualTo(FlowState.FORWARD);
        assertThat(FlowState.action(table.state(same.forward().index()))).isEqualTo(FlowState.FORWARD);
    }

    @Test
    void shouldMakeTheAnswersEntryAnewWhenItsSlotIsAnothers() {
        final KnownFlow flow = book.decide(missed(miss(1)), setup);
        flow.reverseAt(3, 77);

        assertThat(install(flow)).isEqualTo(FlowInstall.Outcome.DONE);
        assertLinked(flow);
    }
}
