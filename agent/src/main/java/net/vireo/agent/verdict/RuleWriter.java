// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import net.vireo.agent.policy.Endpoint;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.agent.policy.PortRange;
import net.vireo.agent.policy.Protocols;
import net.vireo.agent.policy.Rule;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.vrouter.table.Verdicts;
import net.vireo.vrouter.verdict.VerdictMatch;

/**
 * Writes rules as the data plane reads them. A flow's key has the type of the answer where ICMP has an echo, and its
 * identifier as the source port; rules ask about the request, and about no source port. So a rule about echo requests is
 * written for replies too, and one about replies for none; a rule for all protocols that asks for ports means one thing for
 * ICMP and another for the rest: there the agent is asked about ICMP.
 */
final class RuleWriter {
    private static final int[] ASKED_PROTOCOLS = {Protocols.ICMP, Protocols.ICMPV6};
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REQUEST_6 = 128;
    private static final int ECHO_REPLY_6 = 129;
    private static final int ANY = -1;
    private static final int FIRST_ROOM = 16 * VireoVerdict.RULE_INTS;

    private final ToIntFunction<Endpoint> groups;
    private int[] written = new int[FIRST_ROOM];
    private int length;

    /** @param groups numbers of networks and security groups */
    RuleWriter(final ToIntFunction<Endpoint> groups) {
        this.groups = groups;
    }

    RuleList list() {
        return new RuleList(Arrays.copyOf(written, length));
    }

    /** What is sent to a prefix is the agent's to judge. */
    void ask(final IpPrefix destination) {
        put(
                families(destination),
                ANY,
                PortRange.ANY,
                PortRange.ANY,
                Endpoint.ANY,
                new Endpoint.Subnet(destination),
                Verdicts.ASK);
    }

    /** Everything else gets this verdict. */
    void rest(final int verdict) {
        put(Rule.ANY_FAMILY, ANY, PortRange.ANY, PortRange.ANY, Endpoint.ANY, Endpoint.ANY, verdict);
    }

    void rule(final Rule rule, final int verdict) {
        final int families = rule.families() & families(rule.source()) & families(rule.destination());
        if (families == 0) {
            return;
        }
        final boolean anyPorts = rule.sourcePorts().equals(PortRange.ANY)
                && rule.destinationPorts().equals(PortRange.ANY);
        if (rule.protocol() == Protocols.ANY) {
            for (final int protocol : anyPorts ? new int[0] : ASKED_PROTOCOLS) {
                put(families, protocol, PortRange.ANY, PortRange.ANY, rule.source(), rule.destination(), Verdicts.ASK);
            }
            put(families, ANY, rule.sourcePorts(), rule.destinationPorts(), rule.source(), rule.destination(), verdict);
        } else if (rule.protocol() == Protocols.ICMP) {
            icmp(rule, families, ECHO_REQUEST, ECHO_REPLY, verdict);
        } else if (rule.protocol() == Protocols.ICMPV6) {
            icmp(rule, families, ECHO_REQUEST_6, ECHO_REPLY_6, verdict);
        } else {
            put(
                    families,
                    rule.protocol(),
                    rule.sourcePorts(),
                    rule.destinationPorts(),
                    rule.source(),
                    rule.destination(),
                    verdict);
        }
    }

    private void icmp(final Rule rule, final int families, final int request, final int reply, final int verdict) {
        if (rule.sourcePorts().low() > 0) {
            return;
        }
        final PortRange types = rule.destinationPorts();
        final boolean both = types.low() <= request && request <= types.high();
        final boolean holdsReply = types.low() <= reply && reply <= types.high();
        if (both == holdsReply) {
            type(rule, families, types.low(), types.high(), verdict);
        } else if (both) {
            type(rule, families, types.low(), types.high(), verdict);
            type(rule, families, reply, reply, verdict);
        } else {
            type(rule, families, types.low(), reply - 1, verdict);
            type(rule, families, reply + 1, types.high(), verdict);
        }
    }

    private void type(final Rule rule, final int families, final int low, final int high, final int verdict) {
        if (low <= high) {
            put(
                    families,
                    rule.protocol(),
                    PortRange.ANY,
                    new PortRange(low, high),
                    rule.source(),
                    rule.destination(),
                    verdict);
        }
    }

    private static int families(final Endpoint end) {
        return end instanceof Endpoint.Subnet(final IpPrefix prefix) ? families(prefix) : Rule.ANY_FAMILY;
    }

    private static int families(final IpPrefix prefix) {
        return prefix.address().ipv6() ? VerdictMatch.IPV6 : VerdictMatch.IPV4;
    }

    private void put(
            final int families,
            final int protocol,
            final PortRange sourcePorts,
            final PortRange destinationPorts,
            final Endpoint source,
            final Endpoint destination,
            final int verdict) {
        if (length == written.length) {
            written = Arrays.copyOf(written, 2 * length);
        }
        add(families, protocol, sourcePorts.low(), sourcePorts.high(), destinationPorts.low(), destinationPorts.high());
        end(source);
        end(destination);
        add(verdict);
    }

    private void end(final Endpoint end) {
        switch (end) {
            case Endpoint.Any any -> add(ANY, ANY, 0, 0, 0, 0);
            case Endpoint.Subnet(final IpPrefix prefix) -> {
                final IpAddress address = prefix.address();
                add(ANY, prefix.length());
                add((int) (address.high() >>> Integer.SIZE), (int) address.high());
                add((int) (address.low() >>> Integer.SIZE), (int) address.low());
            }
            default -> add(groups.applyAsInt(end), ANY, 0, 0, 0, 0);
        }
    }

    private void add(final int... numbers) {
        System.arraycopy(numbers, 0, written, length, numbers.length);
        length += numbers.length;
    }
}
