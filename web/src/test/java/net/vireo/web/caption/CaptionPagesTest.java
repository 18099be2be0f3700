// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.port.balance.LoadBalance;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.lcore.QueuePolicy;
import org.junit.jupiter.api.Test;

/**
 * A test for each page of the deck that a caption names: the state is made by the deck's rules, the caption must be the page.
 * Guests: 3 has one queue, 4 has four, 5 has what the page needs.
 */
class CaptionPagesTest {
    private static final int LCORES = 4;
    private static final int FLOWS = 64;
    private static final int SINGLE = 3;
    private static final int MULTI = 4;
    private static final int OTHER = 5;

    private static RuleRig rig(final LoadBalance mode) {
        return new RuleRig(LCORES, mode, QueuePolicy.ALL).plug(SINGLE, 1).plug(MULTI, LCORES);
    }

    private static void shows(final RuleRig rig, final int page, final Integer... also) {
        final Caption caption = rig.caption();
        assertThat(caption.page()).as(caption.text()).isEqualTo(page);
        assertThat(caption.text()).contains("deck p" + page);
        assertThat(caption.alsoPages()).containsAll(List.of(also));
    }

    @Test
    void p2_hostTraffic() {
        shows(rig(LoadBalance.CONTRAIL).host(8), 2, 122);
    }

    @Test
    void p3_guestsOfOneNode() {
        shows(rig(LoadBalance.CONTRAIL).local(SINGLE, MULTI, FLOWS), 3);
    }

    @Test
    void p14_interfacesWithoutGuests() {
        shows(new RuleRig(LCORES, LoadBalance.AUTO, QueuePolicy.ALL), 14, 15);
    }

    @Test
    void p20_endToEnd() {
        shows(rig(LoadBalance.NONE).udpTo(MULTI, FLOWS).from(MULTI, FLOWS), 20, 78, 79);
    }

    @Test
    void p21_singleBesideMulti() {
        shows(
                rig(LoadBalance.NONE)
                        .udpTo(MULTI, FLOWS)
                        .from(MULTI, FLOWS)
                        .udpTo(SINGLE, FLOWS)
                        .from(SINGLE, FLOWS),
                21);
    }

    @Test
    void p21_theSameIdle() {
        shows(rig(LoadBalance.AUTO), 21);
    }

    @Test
    void p48_polling() {
        shows(rig(LoadBalance.AUTO).spinning(), 48, 104);
    }

    @Test
    void p67_udpToSingleQueue() {
        shows(rig(LoadBalance.CONTRAIL).udpTo(SINGLE, FLOWS), 67, 78);
    }

    @Test
    void p68_udpToSingleQueueBeyondItsRing() {
        final RuleRig rig = rig(LoadBalance.CONTRAIL).udpTo(SINGLE, FLOWS).refused(SINGLE, 700);
        shows(rig, 68, 67, 78);
        assertThat(rig.caption().text()).contains("700 packets a second find its one ring full");
    }

    @Test
    void p69_greToSingleQueue() {
        final RuleRig rig = rig(LoadBalance.CONTRAIL).greTo(SINGLE, FLOWS);
        shows(rig, 69, 78);
        assertThat(rig.caption().text()).contains("lcore 11 polls, lcores 10, 12, 13 process");
    }

    @Test
    void p70_greToSingleQueueSingleFlow() {
        shows(rig(LoadBalance.CONTRAIL).greTo(SINGLE, 1), 70, 78);
    }

    @Test
    void p71_singleQueueToUnderlay() {
        final RuleRig rig = rig(LoadBalance.CONTRAIL).from(SINGLE, FLOWS);
        shows(rig, 71, 79);
        assertThat(rig.caption().text()).contains("one lcore polls, 3 process");
    }

    @Test
    void p71_theTwoCoreAnomaly() {
        final RuleRig rig = new RuleRig(2, LoadBalance.CONTRAIL, QueuePolicy.ALL)
                .plug(SINGLE, 1)
                .from(SINGLE, FLOWS);
        shows(rig, 71);
        assertThat(rig.caption().text()).contains("two-core anomaly, lcore 11 does all the work");
    }

    /** One flow of a guest with two queues: one of them is bright, and the picture is the same. */
    @Test
    void p71_theTwoCoreAnomalyWithOneOfTwoQueues() {
        final RuleRig rig = new RuleRig(2, LoadBalance.CONTRAIL, QueuePolicy.ALL)
                .plug(OTHER, 2)
                .from(OTHER, 1);
        shows(rig, 71);
        assertThat(rig.caption().text()).contains("two-core anomaly, lcore 11 does all the work");
    }

    @Test
    void p72_udpToMultiQueue() {
        shows(rig(LoadBalance.CONTRAIL).udpTo(MULTI, FLOWS), 72, 78);
    }

    @Test
    void p73_isP72AtOnceAndP19ByQueues() {
        final RuleRig rig = rig(LoadBalance.CONTRAIL).udpTo(MULTI, FLOWS);
        assertThat(rig.caption().alsoPages()).contains(73, 19);
        assertThat(rig.snapshot().handovers()).as("no ring between lcores").isEmpty();
    }

    @Test
    void p74_udpToMultiQueueSingleFlow() {
        shows(rig(LoadBalance.CONTRAIL).udpTo(MULTI, 1), 74, 78);
    }

    @Test
    void p75_lcoresShareQueues() {
        final RuleRig rig = rig(LoadBalance.CONTRAIL).plug(OTHER, 2).udpTo(OTHER, FLOWS);
        shows(rig, 75, 78);
        assertThat(rig.caption().text()).contains("4 lcores write 2 queues");
    }

    @Test
    void p76_greToMultiQueue() {
        final RuleRig rig = rig(LoadBalance.CONTRAIL).greTo(MULTI, FLOWS);
        shows(rig, 76, 78);
        assertThat(rig.caption().text()).contains("queue of lcore 11, which polls, stays idle");
    }

    @Test
    void p76_byOurRuleTheLcoreThatPollsKeepsItsShare() {
        final RuleRig rig = rig(LoadBalance.ALL).greTo(MULTI, FLOWS);
        shows(rig, 76);
        assertThat(rig.caption().text()).contains("lcore 11 polls and keeps its share");
    }

    @Test
    void p77_multiQueueToUnderlay() {
        shows(rig(LoadBalance.CONTRAIL).from(MULTI, FLOWS), 77, 79);
    }

    @Test
    void p78_countersInward() {
        assertThat(rig(LoadBalance.CONTRAIL).udpTo(MULTI, FLOWS).caption().alsoPages())
                .contains(78)
                .doesNotContain(79);
    }

    @Test
    void p79_countersOutward() {
        assertThat(rig(LoadBalance.CONTRAIL).from(MULTI, FLOWS).caption().alsoPages())
                .contains(79)
                .doesNotContain(78);
    }

    @Test
    void p96_overlaysOnOneUnderlay() {
        final RuleRig rig = new RuleRig(LCORES, LoadBalance.CONTRAIL, QueuePolicy.ALL)
                .plug(SINGLE, 1, "red")
                .plug(OTHER, 1, "blue");
        shows(rig.from(SINGLE, FLOWS).from(OTHER, FLOWS).udpTo(SINGLE, FLOWS).udpTo(OTHER, FLOWS), 96, 97);
        assertThat(rig.caption().text()).contains("blue and red share the underlay");
    }

    @Test
    void p118_singleQueueMapping() {
        shows(
                new RuleRig(LCORES, LoadBalance.AUTO, QueuePolicy.ALL)
                        .plug(SINGLE, 1)
                        .plug(OTHER, 1),
                118);
        shows(rig(LoadBalance.NONE).from(SINGLE, FLOWS), 118, 79);
    }

    @Test
    void p119_multiQueueMapping() {
        shows(new RuleRig(LCORES, LoadBalance.AUTO, QueuePolicy.ALL).plug(MULTI, LCORES), 119);
        shows(rig(LoadBalance.NONE).from(MULTI, FLOWS), 119, 79);
        final RuleRig fiveOnFour = new RuleRig(LCORES, LoadBalance.NONE, QueuePolicy.ALL)
                .plug(OTHER, 5)
                .from(OTHER, FLOWS);
        assertThat(fiveOnFour.caption().text()).as("an lcore with two queues").doesNotContain("p119");
    }

    @Test
    void p120_faultyMultiQueueMapping() {
        final RuleRig rig = new RuleRig(LCORES, LoadBalance.CONTRAIL, QueuePolicy.CONTRAIL).plug(OTHER, 5);
        shows(rig, 120);
        assertThat(rig.caption().text()).contains("queue 4 of vm5 is never polled");
        shows(rig.from(OTHER, FLOWS), 120);
    }

    @Test
    void p121_internalLoadBalancing() {
        shows(rig(LoadBalance.CONTRAIL).udpTo(MULTI, FLOWS).from(MULTI, FLOWS), 121, 66, 78, 79);
    }

    @Test
    void p130_newFlows() {
        shows(rig(LoadBalance.CONTRAIL).from(MULTI, FLOWS).toAgent(1000), 130, 131);
    }

    @Test
    void p145_packetMemoryUsedUp() {
        shows(rig(LoadBalance.CONTRAIL).from(MULTI, FLOWS).dropping(DropReason.NO_MEMORY.label(), 100), 145, 86);
    }

    @Test
    void greFunnelIsNotInTheDeck() {
        final Caption caption = rig(LoadBalance.NONE).greTo(MULTI, FLOWS).caption();
        assertThat(caption.page()).isZero();
        assertThat(caption.text())
                .startsWith("not in the deck: MPLSoGRE to a guest with 4 queues")
                .contains("polled by 1 lcore and processed by 1 lcore");
    }

    @Test
    void oneFlowToSingleQueueIsNotInTheDeck() {
        assertThat(rig(LoadBalance.CONTRAIL).udpTo(SINGLE, 1).caption().page()).isZero();
    }

    @Test
    void atLeastTwentyPages() {
        assertThat(Captions.pages())
                .isSorted()
                .hasSizeGreaterThanOrEqualTo(20)
                .containsAll(
                        List.of(2, 3, 20, 21, 48, 67, 68, 69, 70, 71, 72, 74, 75, 76, 77, 118, 119, 120, 121, 130));
    }
}
