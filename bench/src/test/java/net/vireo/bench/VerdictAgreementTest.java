// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.vireo.agent.bind.FastPath;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.ConfigObject;
import net.vireo.agent.config.NetworkPolicy;
import net.vireo.agent.config.SecurityGroup;
import net.vireo.agent.config.TrafficMatch;
import net.vireo.agent.flow.FlowDecision;
import net.vireo.agent.flow.FlowKey;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.flow.FlowSetup;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.RuleRef;
import net.vireo.agent.verdict.VerdictPlan;
import net.vireo.cli.text.IpPrefix;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an lcore decides by the tables that the agent made of its policies is what the agent would have decided itself, entry by
 * entry. The tables go through the real socket, a difference at a time; the packets through the real graph. An lcore may leave a
 * flow to the agent for the reasons that are listed here, and for no other.
 */
class VerdictAgreementTest {
    private static final int CONFIGS = 250;
    private static final int PACKETS = 500;
    private static final int WANTED_CASES = 100_000;
    private static final int ENTRIES = 4096;

    private static final int[] TYPES = {8, 13, 15};
    private static final int[] TYPES_6 = {129, 130, 140};

    @TempDir
    private Path directory;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private Random random;
    private PolicyNode node;
    private OperState state;
    private FlowSetup trapPath;
    private VerdictPlan plan;
    private FastPath fast;
    private boolean portsOfAnyProtocol;

    @Test
    void shouldDecideAsTheAgentDoes() throws IOException {
        final long seed = Long.getLong("vireo.seed", System.nanoTime());
        System.out.println("VerdictAgreementTest seed " + seed);
        random = new Random(seed);
        final RandomPolicies policies = new RandomPolicies(random);
        fast = new FastPath();
        final List<String> wrong = new ArrayList<>();
        try (PolicyNode made = new PolicyNode(directory, ENTRIES)) {
            node = made;
            for (int i = 0; i < CONFIGS && wrong.size() < 5; i++) {
                configure(policies.config());
                for (int packet = 0; packet < PACKETS && wrong.size() < 5; packet++) {
                    check(packet, wrong);
                }
                node.forget();
            }
        }
        System.out.println("VerdictAgreementTest " + outcomes);
        assertThat(wrong).as("seed %d", seed).isEmpty();
        final int cases =
                outcomes.values().stream().mapToInt(count -> count).sum() - outcomes.getOrDefault("no flow", 0);
        assertThat(cases).as("seed %d: %s", seed, outcomes).isGreaterThanOrEqualTo(WANTED_CASES);
        assertThat(outcomes.getOrDefault("pass", 0) + outcomes.getOrDefault("drop", 0))
                .as("decided by the lcore, seed %d: %s", seed, outcomes)
                .isGreaterThan(cases / 2);
    }

    /** What the test is worth: one rule that lets pass what it should deny is found, whichever it is. */
    @Test
    void shouldFindARuleThatWasWrittenWrongly() throws IOException {
        final long seed = Long.getLong("vireo.seed", System.nanoTime());
        System.out.println("VerdictAgreementTest seed " + seed);
        random = new Random(seed);
        final RandomPolicies policies = new RandomPolicies(random);
        fast = new FastPath();
        int planted = 0;
        final List<String> wrong = new ArrayList<>();
        try (PolicyNode made = new PolicyNode(directory, ENTRIES)) {
            node = made;
            while (planted < 20) {
                final Config right = policies.config();
                final Config turned = turned(right);
                if (!turned.equals(right)) {
                    planted++;
                    configure(right);
                    node.program(new FastPath().apply(node.configure(turned, fast)));
                    for (int packet = 0; packet < PACKETS; packet++) {
                        check(packet, wrong);
                    }
                    node.forget();
                }
            }
        }
        assertThat(wrong).as("seed %d", seed).isNotEmpty();
    }

    /** The same, but the first rule of each policy does the opposite. */
    private static Config turned(final Config right) {
        final List<ConfigObject> all = new ArrayList<>();
        right.all(ConfigObject.class)
                .forEach(object -> all.add(object instanceof final NetworkPolicy policy ? turned(policy) : object));
        return new Config(all);
    }

    private static NetworkPolicy turned(final NetworkPolicy policy) {
        final List<NetworkPolicy.Rule> rules = new ArrayList<>(policy.rules());
        final NetworkPolicy.Rule first = rules.getFirst();
        rules.set(
                0,
                new NetworkPolicy.Rule(
                        first.bothWays(),
                        first.protocol(),
                        first.from(),
                        first.fromPorts(),
                        first.to(),
                        first.toPorts(),
                        !first.pass()));
        return new NetworkPolicy(policy.name(), rules);
    }

    private void configure(final Config config) {
        state = node.configure(config, fast);
        plan = fast.last();
        trapPath = FastPath.trapPath(state);
        portsOfAnyProtocol = config.all(SecurityGroup.class).stream()
                        .flatMap(group -> group.rules().stream())
                        .anyMatch(rule -> rule.protocol() == TrafficMatch.ANY_PROTOCOL
                                && !rule.ports().equals(TrafficMatch.Ports.ANY))
                || config.all(NetworkPolicy.class).stream()
                        .flatMap(policy -> policy.rules().stream())
                        .anyMatch(rule -> rule.protocol() == TrafficMatch.ANY_PROTOCOL
                                && !(rule.toPorts().equals(TrafficMatch.Ports.ANY)
                                        && rule.fromPorts().equals(TrafficMatch.Ports.ANY)));
        final long sent = node.sentCount();
        node.program(plan);
        assertThat(node.sentCount()).as("the same plan again is no request").isEqualTo(sent);
    }

    private void check(final int number, final List<String> wrong) {
        final int net = random.nextInt(3);
        final OperPort port =
                state.port(RandomPolicies.guest(net, random.nextInt(2))).orElseThrow();
        final boolean toGuest = random.nextInt(100) < 30;
        final boolean ipv6 = random.nextInt(100) < 30;
        final IpAddress own = address(port.config().address(ipv6).orElseThrow());
        final IpAddress first = far(net, ipv6, toGuest);
        final IpAddress far = first.equals(own) && random.nextInt(5) > 0 ? far(net, ipv6, toGuest) : first;
        final FlowKey key = key(port.nexthop(), toGuest ? far : own, toGuest ? own : far, number);
        final int before = find(key);
        if (before != FlowTable.NONE) {
            return;
        }
        if (toGuest) {
            node.receive(
                    Vif.FABRIC_INDEX,
                    PolicyFrames.fromFabric(RandomPolicies.PEER, RandomPolicies.NODE, port.label(), key));
        } else {
            node.receive(port.vif(), PolicyFrames.fromGuest(port.config().mac(), key));
        }
        final FlowDecision decision =
                trapPath.decide(FlowMiss.of(-1, 0, toGuest ? Vif.FABRIC_INDEX : port.vif(), port.vrf(), key));
        final String outcome = outcome(key, port, toGuest, decision);
        outcomes.merge(outcome, 1, Integer::sum);
        if (outcome.startsWith("WRONG")) {
            wrong.add(outcome + ": " + key + " from " + (toGuest ? "fabric to " : "")
                    + port.config().name() + ", agent: " + decision.forward() + ", " + decision.reverse() + ", by "
                    + decision.policy());
        }
    }

    private FlowKey key(final int nexthop, final IpAddress source, final IpAddress destination, final int number) {
        final int sourcePort = 1 + number + (random.nextInt(100) < 50 ? 0 : 40_000);
        return switch (random.nextInt(5)) {
            case 0 ->
                source.ipv6()
                        ? icmp(nexthop, source, destination, Protocols.ICMPV6, TYPES_6, sourcePort)
                        : icmp(nexthop, source, destination, Protocols.ICMP, TYPES, sourcePort);
            case 1, 2 -> new FlowKey(nexthop, source, destination, Protocols.UDP, sourcePort, port());
            default -> new FlowKey(nexthop, source, destination, Protocols.TCP, sourcePort, port());
        };
    }

    private int port() {
        return random.nextInt(100) < 60
                ? RandomPolicies.PORTS[random.nextInt(RandomPolicies.PORTS.length)]
                : random.nextInt(600);
    }

    private FlowKey icmp(
            final int nexthop,
            final IpAddress source,
            final IpAddress destination,
            final int protocol,
            final int[] types,
            final int identifier) {
        final int type = types[random.nextInt(types.length)];
        final FlowKey echo = new FlowKey(
                nexthop,
                source,
                destination,
                protocol,
                identifier,
                protocol == Protocols.ICMP ? PolicyFrames.ICMP_ECHO_REPLY : PolicyFrames.ICMP6_ECHO_REPLY);
        return type == types[0] ? echo : new FlowKey(nexthop, source, destination, protocol, 0, type);
    }

    private IpAddress far(final int net, final boolean ipv6, final boolean toGuest) {
        final int kind = random.nextInt(100);
        final int host;
        if (kind < 40 && !toGuest) {
            host = 10 + random.nextInt(2);
        } else if (kind < 75) {
            host = 100;
        } else {
            host = switch (random.nextInt(8)) {
                case 0 -> 110;
                case 1 -> 1;
                case 2 -> 2;
                case 3 -> 0x4010 + random.nextInt(16);
                case 4 -> 50 + 10 * random.nextInt(3) + random.nextInt(2);
                case 5 -> 77;
                default -> 0x4000 + 100 + random.nextInt(100);
            };
        }
        final int of = kind > 95 ? (net + 1) % 3 : net;
        if (ipv6) {
            return address(RandomPolicies.host6(of, host));
        }
        return random.nextInt(100) < 2 ? IpAddress.ipv4(0xa9fe_0101) : IpAddress.ipv4(RandomPolicies.address(of, host));
    }

    private static IpAddress address(final IpPrefix host) {
        return host.ipv6() ? IpAddress.ipv6(host.high(), host.low()) : IpAddress.ipv4(host.address4());
    }

    private int find(final FlowKey key) {
        return AgreedEntries.find(node.flows(), key);
    }

    private String outcome(final FlowKey key, final OperPort port, final boolean toGuest, final FlowDecision decision) {
        final FlowTable flows = node.flows();
        final int index = find(key);
        if (index == FlowTable.NONE) {
            return "no flow";
        }
        if (FlowState.action(flows.state(index)) == FlowState.HOLD) {
            final String why = whyTrapped(key, port, toGuest, decision);
            return why == null ? "WRONG: trapped for no reason" : "trapped: " + why;
        }
        if (flows.verdict(index) == 0) {
            return "WRONG: nobody decided";
        }
        final String entries = AgreedEntries.difference(flows, index, decision);
        if (entries != null) {
            return "WRONG: " + entries;
        }
        final String rule =
                fast.names().ruleOf(flows.verdict(index)).map(Object::toString).orElse("unknown");
        if (!decision.policy().rule().toString().equals(rule)
                && !decision.policy().rule().equals(RuleRef.NOT_EVALUATED)) {
            return "WRONG: named " + rule;
        }
        return decision.passes() ? "pass" : "drop";
    }

    private String whyTrapped(
            final FlowKey key, final OperPort port, final boolean toGuest, final FlowDecision decision) {
        if (plan.trapped().containsKey(port.nexthop())) {
            return "guest";
        }
        if (key.source().equals(key.destination())) {
            return "to itself";
        }
        if (key.destination().isLinkLocal()) {
            return "link-local";
        }
        return AgreedEntries.whyNoWay(decision, toGuest, plan)
                .or(() -> AgreedEntries.whyService(key, decision))
                .orElse(
                        portsOfAnyProtocol && (key.protocol() == Protocols.ICMP || key.protocol() == Protocols.ICMPV6)
                                ? "ports of any protocol"
                                : decision.reverse() != null
                                                && find(decision.reverse().key()) != FlowTable.NONE
                                        ? "answers denied before"
                                        : null);
    }
}
