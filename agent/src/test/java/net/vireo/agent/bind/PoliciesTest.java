// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.vireo.agent.Samples;
import net.vireo.agent.policy.Decision;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Membership;
import net.vireo.agent.policy.PolicyPacket;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.RuleRef;
import net.vireo.agent.policy.Session;
import net.vireo.agent.policy.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoliciesTest {
    @TempDir
    private Path files;

    private Database database;

    @BeforeEach
    void write() throws IOException {
        database = new Database(files);
    }

    private Policies policies() {
        return new Policies(database.state().config());
    }

    private static Session.End end(final String network, final Set<Integer> groups) {
        return new Session.End(true, network, groups, Set.of());
    }

    private static Decision decide(
            final Policies policies,
            final Session.End from,
            final String source,
            final Session.End to,
            final String destination,
            final int protocol,
            final int port) {
        final PolicyPacket packet = new PolicyPacket(
                IpAddress.of(source),
                IpAddress.of(destination),
                protocol,
                40_000,
                port,
                new Membership(Set.of(from.network()), from.groups(), Set.of()),
                new Membership(Set.of(to.network()), to.groups(), Set.of()));
        return policies.set().decide(Session.plain(packet, from, to));
    }

    private static Decision toWeb(final Policies policies, final Set<Integer> client, final int port) {
        return decide(
                policies,
                end("red", client),
                "10.1.0.9",
                end("red", policies.groups(List.of("web"))),
                "10.1.0.4",
                Protocols.TCP,
                port);
    }

    @Test
    void shouldLetPassWhatAGroupsRuleNames() {
        final Policies policies = policies();

        assertThat(toWeb(policies, Set.of(), 80).pass()).isTrue();
        assertThat(toWeb(policies, Set.of(), 80).rule().list()).isEqualTo("web");
        assertThat(toWeb(policies, Set.of(), 90).pass()).isTrue();
        final Decision denied = toWeb(policies, Set.of(), 91);
        assertThat(denied.pass()).isFalse();
        assertThat(denied.stage()).isEqualTo(Stage.OUT_SECURITY_GROUP);
        assertThat(denied.rule()).isEqualTo(RuleRef.DENY);
    }

    @Test
    void shouldKnowTheMembersOfAGroupThatARuleNames() {
        final Policies policies = policies();
        final Set<Integer> web = policies.groups(List.of("web"));
        final Session.End member = end("red", web);

        assertThat(decide(policies, member, "10.1.0.4", end("red", web), "10.1.0.5", Protocols.TCP, 80)
                        .pass())
                .isTrue();
        assertThat(decide(policies, member, "10.1.0.4", end("red", Set.of()), "10.1.0.5", Protocols.TCP, 80)
                        .pass())
                .as("it may send to members only")
                .isFalse();
    }

    @Test
    void shouldNumberGroupsThatHaveNoNumber() throws IOException {
        database.with("""
            {kind: SecurityGroup, apiVersion: vireo.net/v1, name: a}
            ---
            {kind: SecurityGroup, apiVersion: vireo.net/v1, name: b, id: 8000001}
            """);
        final Policies policies = policies();

        assertThat(policies.groups(List.of("b"))).containsExactly(8_000_001);
        assertThat(policies.groups(List.of("web", "a", "b"))).hasSize(3);
    }

    /** Whoever is in the one is not in the other. */
    @Test
    void shouldNotGiveAGroupTheNumberThatSomebodyChoseForAnother() throws IOException {
        final StringBuilder many = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            many.append("{kind: SecurityGroup, apiVersion: vireo.net/v1, name: made" + i + "}\n---\n");
        }
        for (int i = 0; i < 4; i++) {
            many.append("{kind: SecurityGroup, apiVersion: vireo.net/v1, name: chosen" + i + ", id: " + ((1 << 24) + i)
                    + "}\n---\n");
        }
        database.with(many + "{kind: SecurityGroup, apiVersion: vireo.net/v1, name: last}\n");
        final Policies policies = policies();

        assertThat(policies.groups(List.of(
                        "web", "made0", "made1", "made2", "made3", "chosen0", "chosen1", "chosen2", "chosen3", "last")))
                .hasSize(10);
        assertThat(policies.groups()).hasSize(10);
    }

    @Test
    void shouldNotGiveMembersOfOneGroupTheRulesOfAnotherWithTheSameNumber() throws IOException {
        database.with("""
            {kind: SecurityGroup, apiVersion: vireo.net/v1, name: closed, id: 7}
            ---
            kind: SecurityGroup
            apiVersion: vireo.net/v1
            name: open
            id: 7
            rules:
              - {direction: ingress, remote: {prefix: 0.0.0.0/0}}
            """);
        final Policies policies = policies();
        final Session.End closed = end("red", policies.groups(List.of("closed")));

        assertThat(policies.groups(List.of("closed"))).containsExactly(7);
        assertThat(decide(policies, end("red", Set.of()), "10.1.0.9", closed, "10.1.0.4", Protocols.UDP, 9)
                        .pass())
                .isFalse();
    }

    @Test
    void shouldAllowNothingToTheMemberOfAGroupThatNobodyConfigured() {
        final Policies policies = policies();
        final Set<Integer> unknown = policies.groups(List.of("nobody-configured-this"));

        assertThat(unknown).isNotEmpty();
        assertThat(decide(
                                policies,
                                end("red", Set.of()),
                                "10.1.0.9",
                                end("red", unknown),
                                "10.1.0.4",
                                Protocols.TCP,
                                80)
                        .pass())
                .isFalse();
        assertThat(toWeb(policies, unknown, 80).pass()).isFalse();
    }

    @Test
    void shouldMatchNobodyByARuleForAGroupThatNobodyConfigured() throws IOException {
        database.with("""
            kind: SecurityGroup
            apiVersion: vireo.net/v1
            name: guarded
            rules:
              - {direction: ingress, remote: {group: ghosts}}
            """);
        final Policies policies = policies();
        final Session.End guarded = end("red", policies.groups(List.of("guarded")));

        assertThat(decide(policies, end("red", Set.of()), "10.1.0.9", guarded, "10.1.0.4", Protocols.UDP, 9)
                        .pass())
                .isFalse();
    }

    @Test
    void shouldNotTakeTwoUnknownGroupsForOne() throws IOException {
        database.with("""
            kind: SecurityGroup
            apiVersion: vireo.net/v1
            name: guarded
            rules:
              - {direction: ingress, remote: {group: ghosts}}
            ---
            kind: SecurityGroup
            apiVersion: vireo.net/v1
            name: open
            rules:
              - {direction: egress, remote: {prefix: 0.0.0.0/0}}
            """);
        final Policies policies = policies();
        final Session.End guarded = end("red", policies.groups(List.of("guarded")));
        final Session.End other = end("red", policies.groups(List.of("misspelt", "open")));

        assertThat(decide(policies, other, "10.1.0.9", guarded, "10.1.0.4", Protocols.UDP, 9)
                        .pass())
                .as("a member of no group is no member of 'ghosts'")
                .isFalse();
    }

    @Test
    void shouldHoldNetworkPoliciesOnlyWhereANetworkNamesThem() throws IOException {
        final Session.End red = end("red", Set.of());
        final Session.End outside = end("public", Set.of());

        assertThat(decide(policies(), red, "10.1.0.4", outside, "203.0.113.9", Protocols.ICMP, 8)
                        .pass())
                .as("nobody names the policy")
                .isTrue();

        database.replacing(
                "20-networks.yaml",
                Samples.NETWORKS.replace("name: red\n", "name: red\npolicies: [red-to-public, nobody-wrote-this]\n"));
        final Policies policies = policies();
        final Decision denied = decide(policies, red, "10.1.0.4", outside, "203.0.113.9", Protocols.ICMP, 8);
        assertThat(denied.pass()).isFalse();
        assertThat(denied.stage()).isEqualTo(Stage.NETWORK_POLICY);
        assertThat(denied.rule().list()).isEqualTo("red-to-public");
        assertThat(decide(policies, red, "10.1.0.4", red, "10.1.0.5", Protocols.UDP, 9)
                        .pass())
                .as("within the network")
                .isTrue();
    }

    @Test
    void shouldTellTheFamiliesOfAGroupsRulesApart() throws IOException {
        database.with("""
            kind: SecurityGroup
            apiVersion: vireo.net/v1
            name: old
            rules:
              - {direction: ingress, remote: {prefix: 0.0.0.0/0}}
            """);
        final Policies policies = policies();
        final Session.End old = end("red", policies.groups(List.of("old")));

        assertThat(decide(policies, end("red", Set.of()), "10.1.0.9", old, "10.1.0.4", Protocols.UDP, 9)
                        .pass())
                .isTrue();
        assertThat(decide(policies, end("red", Set.of()), "fd00:1::9", old, "fd00:1::4", Protocols.UDP, 9)
                        .pass())
                .isFalse();
    }
}
