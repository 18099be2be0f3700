// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.agent.policy.PolicySet;
import net.vireo.agent.policy.PortRange;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.Rule;
import net.vireo.agent.policy.SecurityGroup;
import net.vireo.agent.policy.SecurityGroupRule;

/**
 * Prints what deciding about a new flow costs with 1, 100 and 10,000 rules in its security group, compiled and read rule by
 * rule, everything but the data plane's part. A program, no test.
 */
final class FlowSetupCost {
    private static final int GROUP = 1;
    private static final int FLOWS = 20_000;
    private static final int ROUNDS = 5;

    private FlowSetupCost() {}

    public static void main(final String[] arguments) {
        System.out.println("rules    compiled us/flow    rule by rule us/flow");
        for (final int rules : new int[] {1, 100, 10_000}) {
            final PolicySet policies = policies(rules);
            System.out.printf("%5d    %16.2f    %20.2f%n", rules, cost(policies), cost(policies.linear()));
        }
    }

    private static double cost(final PolicySet policies) {
        final TestNode node = new TestNode();
        node.guest(3, 2, "front", "10.1.0.3");
        node.guest(4, 2, "front", "10.1.0.4");
        node.groups(4, GROUP);
        final FlowSetup setup = new FlowSetup(node, policies, node);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            final FlowBook book = new FlowBook(FlowLimits.STANDARD, node);
            final long startNs = System.nanoTime();
            for (int port = 0; port < FLOWS; port++) {
                final KnownFlow flow = book.decide(node.from(3, "10.1.0.3", "10.1.0.4", port, 9_999), setup);
                new FlowInstall(book, flow).requests();
                book.installed(flow);
            }
            best = Math.min(best, (System.nanoTime() - startNs) / 1_000.0 / FLOWS);
        }
        return best;
    }

    private static PolicySet policies(final int count) {
        final List<SecurityGroupRule> rules = new ArrayList<>();
        for (int i = 0; i < count - 1; i++) {
            rules.add(new SecurityGroupRule(
                    null,
                    true,
                    Rule.ANY_FAMILY,
                    Protocols.TCP,
                    new Endpoint.Subnet(new IpPrefix(IpAddress.ipv4(0x0b00_0000 | i << 8), 24)),
                    PortRange.of(1 + i % 1_000)));
        }
        rules.add(
                new SecurityGroupRule("last", true, Rule.ANY_FAMILY, Protocols.TCP, Endpoint.ANY, PortRange.of(9_999)));
        return new PolicySet(Map.of(), Map.of(GROUP, new SecurityGroup(GROUP, "web", rules)));
    }
}
