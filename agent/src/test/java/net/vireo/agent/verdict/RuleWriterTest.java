// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.agent.policy.PortRange;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.Rule;
import net.vireo.agent.policy.RuleAction;
import net.vireo.agent.policy.RuleRef;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.vrouter.table.Verdicts;
import org.junit.jupiter.api.Test;

class RuleWriterTest {
    private static final int PASS = Verdicts.verdict(Verdicts.PASS, 7);
    private final RuleWriter writer = new RuleWriter(Object::hashCode);

    private static Rule rule(final int protocol, final PortRange ports, final Endpoint from, final Endpoint to) {
        return new Rule(
                new RuleRef("list", "#1"),
                Rule.ANY_FAMILY,
                protocol,
                from,
                PortRange.ANY,
                to,
                ports,
                Set.of(),
                RuleAction.PASS);
    }

    /** Protocol, lowest and highest destination port, verdict. */
    private List<List<Integer>> written() {
        final int[] all = writer.list().rules();
        final List<List<Integer>> rows = new ArrayList<>();
        for (int at = 0; at < all.length; at += VireoVerdict.RULE_INTS) {
            rows.add(List.of(all[at + 1], all[at + 4], all[at + 5], all[at + VireoVerdict.RULE_INTS - 1]));
        }
        return rows;
    }

    private void icmp(final int protocol, final int low, final int high) {
        writer.rule(rule(protocol, new PortRange(low, high), Endpoint.ANY, Endpoint.ANY), PASS);
    }

    @Test
    void shouldWriteARuleAboutEchoRequestsForTheKeyOfTheirAnswers() {
        icmp(Protocols.ICMP, 8, 8);
        assertThat(written()).containsExactly(List.of(1, 8, 8, PASS), List.of(1, 0, 0, PASS));
    }

    @Test
    void shouldWriteARuleAboutEchoRepliesForNoKey() {
        icmp(Protocols.ICMP, 0, 3);
        icmp(Protocols.ICMP, 0, 0);
        assertThat(written()).containsExactly(List.of(1, 1, 3, PASS));
    }

    @Test
    void shouldWriteTypesThatHoldBothOrNeitherAsTheyAre() {
        icmp(Protocols.ICMP, 0, 8);
        icmp(Protocols.ICMP, 3, 5);
        icmp(Protocols.ICMPV6, 128, 129);
        assertThat(written())
                .containsExactly(List.of(1, 0, 8, PASS), List.of(1, 3, 5, PASS), List.of(58, 128, 129, PASS));
    }

    @Test
    void shouldCutTheReplyOutOfALongerRange() {
        icmp(Protocols.ICMPV6, 129, 140);
        icmp(Protocols.ICMPV6, 120, 128);
        assertThat(written())
                .containsExactly(List.of(58, 130, 140, PASS), List.of(58, 120, 128, PASS), List.of(58, 129, 129, PASS));
    }

    @Test
    void shouldAskAboutIcmpWherePortsOfAnyProtocolAreNamed() {
        icmp(Protocols.ANY, 80, 80);
        assertThat(written())
                .containsExactly(
                        List.of(1, 0, 65_535, Verdicts.ASK),
                        List.of(58, 0, 65_535, Verdicts.ASK),
                        List.of(-1, 80, 80, PASS));
    }

    @Test
    void shouldLeaveOutWhatCannotBe() {
        writer.rule(
                rule(Protocols.TCP, PortRange.ANY, Endpoint.subnet("10.0.0.0/8"), Endpoint.subnet("fd00::/8")), PASS);
        assertThat(written()).isEmpty();
    }

    @Test
    void shouldWriteAPrefixForItsFamilyAndNamesAsGroups() {
        writer.rule(rule(Protocols.TCP, PortRange.ANY, Endpoint.subnet("fd00:1::/32"), new Endpoint.Group(5)), PASS);
        writer.ask(IpPrefix.of("169.254.0.0/16"));
        final int[] all = writer.list().rules();
        assertThat(all)
                .startsWith(2, 6, 0, 65_535, 0, 65_535, -1, 32, 0xfd00_0001, 0, 0, 0)
                .contains(new Endpoint.Group(5).hashCode(), 0xa9fe_0000);
        assertThat(all[VireoVerdict.RULE_INTS]).isEqualTo(1);
    }
}
