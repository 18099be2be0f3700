// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Numbers;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;

/**
 * Reads {@code kind: SecurityGroup} and {@code kind: NetworkPolicy}:
 *
 * <pre>{@code
 * kind: SecurityGroup
 * name: web
 * rules:
 *   - {direction: ingress, protocol: tcp, ports: 80-90, remote: {prefix: 0.0.0.0/0}}
 *   - {direction: egress, remote: {group: web}}
 *
 * kind: NetworkPolicy
 * name: red-to-blue
 * rules:
 *   - {direction: '<>', protocol: icmp, from: {network: red}, to: {network: blue}, action: pass}
 * }</pre>
 */
final class PolicyReader {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PROTOCOL = 255;
    /** Numbers of the protocols that have names here. */
    static final Map<String, Integer> PROTOCOLS =
            Map.of("any", TrafficMatch.ANY_PROTOCOL, "icmp", 1, "tcp", 6, "udp", 17, "icmp6", 58, "sctp", 132);

    private final Problems problems;

    PolicyReader(final Problems problems) {
        this.problems = problems;
    }

    SecurityGroup group(final Fields fields) {
        return new SecurityGroup(
                fields.name("name"),
                fields.number("id", 1, Integer.MAX_VALUE, 0),
                fields.list("rules", "rule").stream().map(this::groupRule).toList());
    }

    private SecurityGroup.Rule groupRule(final Fields fields) {
        final SecurityGroup.Rule rule = new SecurityGroup.Rule(
                fields.oneOf("direction", List.of("ingress", "egress"), "ingress")
                        .equals("ingress"),
                fields.oneOf("ethertype", List.of("IPv4", "IPv6"), "IPv4").equals("IPv6"),
                protocol(fields),
                ports(fields, "ports"),
                side(fields, "remote"),
                AnalyzerReader.mirrorTo(fields));
        fields.finish();
        return rule;
    }

    NetworkPolicy policy(final Fields fields) {
        return new NetworkPolicy(
                fields.name("name"),
                fields.list("rules", "rule").stream().map(this::policyRule).toList());
    }

    private NetworkPolicy.Rule policyRule(final Fields fields) {
        final NetworkPolicy.Rule rule = new NetworkPolicy.Rule(
                fields.oneOf("direction", List.of(">", "<>"), "<>").equals("<>"),
                protocol(fields),
                side(fields, "from"),
                ports(fields, "from-ports"),
                side(fields, "to"),
                ports(fields, "to-ports"),
                fields.oneOf("action", List.of("pass", "deny"), "pass").equals("pass"),
                AnalyzerReader.mirrorTo(fields));
        fields.finish();
        return rule;
    }

    private int protocol(final Fields fields) {
        final String expected = "any, tcp, udp, icmp, icmp6, sctp or a number up to " + MAX_PROTOCOL;
        final String text = fields.optionalText("protocol", expected).orElse("any");
        final int number = PROTOCOLS.getOrDefault(text, Numbers.decimal(text, MAX_PROTOCOL));
        if (number < 0 && !text.equals("any")) {
            problems.add(fields.place("protocol"), "protocol is '" + text + "', expected " + expected);
        }
        return number;
    }

    private TrafficMatch.Ports ports(final Fields fields, final String key) {
        final String expected = "a port like 80 or a range like 80-90";
        final Optional<String> text = fields.optionalText(key, expected);
        if (text.isEmpty()) {
            return TrafficMatch.Ports.ANY;
        }
        final int dash = text.get().indexOf('-');
        final int first = Numbers.decimal(dash < 0 ? text.get() : text.get().substring(0, dash), MAX_PORT);
        final int last = dash < 0 ? first : Numbers.decimal(text.get().substring(dash + 1), MAX_PORT);
        if (first < 0 || last < first) {
            problems.add(fields.place(key), key + " is '" + text.get() + "', expected " + expected);
            return TrafficMatch.Ports.ANY;
        }
        return new TrafficMatch.Ports(first, last);
    }

    private TrafficMatch.Side side(final Fields fields, final String key) {
        if (!fields.has(key)) {
            return TrafficMatch.Side.ANY;
        }
        final Fields side = fields.mapping(key, "{prefix: ..}, {network: ..} or {group: ..}");
        final Optional<IpPrefix> prefix = side.has("prefix") ? Optional.of(side.prefix("prefix")) : Optional.empty();
        final TrafficMatch.Side read = new TrafficMatch.Side(
                prefix,
                side.optionalText("network", "the name of a network"),
                side.optionalText("group", "the name of a security group"));
        final List<String> named =
                List.of("prefix", "network", "group").stream().filter(side::has).toList();
        if (named.size() > 1) {
            problems.add(
                    side.place(named.get(1)),
                    named.get(1) + " is there beside " + named.getFirst() + ", expected one of them");
        }
        side.finish();
        return read;
    }
}
