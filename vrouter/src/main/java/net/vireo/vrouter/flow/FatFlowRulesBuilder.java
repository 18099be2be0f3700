// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * Builds {@link FatFlowRules} from what the agent says of a vif. Control thread.
 *
 * <pre>
 *  rule:  31     28 27 26 25   24 23       16 15          0
 *        +---------+-----+-------+-----------+-------------+
 *        | prefix  |  -  | data  | protocol  |    port     |
 *        +---------+-----+-------+-----------+-------------+
 *  data: 1 leaves the source address out, 2 the destination's. Protocol 0: the port is a protocol's number.
 *  prefix: addresses are aggregated by prefixes that come beside the rules
 * </pre>
 */
public final class FatFlowRulesBuilder {
    private static final int PREFIX_SHIFT = 28;
    private static final int DATA_SHIFT = 24;
    private static final int PROTOCOL_SHIFT = 16;
    private static final int PORTS = 1 << 16;
    private static final int MAX_PROTOCOL = 255;

    private final long[][] groups = new long[FatFlowRules.GROUPS][];
    private final AddressPrefixes excluded = new AddressPrefixes();

    /** No rules yet. */
    public FatFlowRulesBuilder() {}

    /**
     * Adds a rule; one for the same protocol and port is replaced.
     *
     * @return false when this data plane does not know it: a prefix rule, or one for a protocol that has no ports under a
     *     protocol's number
     */
    public boolean add(final int rule) {
        final int port = rule & PORTS - 1;
        final int protocol = rule >>> PROTOCOL_SHIFT & MAX_PROTOCOL;
        final int data = rule >>> DATA_SHIFT & FatFlowRules.PORTS_ONLY;
        if (rule >>> PREFIX_SHIFT != 0) {
            return false;
        }
        if (protocol == 0 && port > MAX_PROTOCOL) {
            return false;
        }
        final int kind = data == FatFlowRules.NO_RULE ? FatFlowRules.PORTS_ONLY : data;
        if (protocol != 0) {
            return put(FatFlowRules.group(protocol), protocol, port, kind);
        }
        // A protocol that has ports: its rule for all of them.
        final int group = FatFlowRules.group(port);
        return put(group, port, group == FatFlowRules.GROUPS - 1 ? port : 0, kind);
    }

    private boolean put(final int group, final int protocol, final int port, final int kind) {
        final boolean hasPorts = group < FatFlowRules.GROUPS - 1;
        final int number = hasPorts ? port : protocol;
        if (groups[group] == null) {
            groups[group] = new long[(hasPorts ? PORTS : MAX_PROTOCOL + 1) / FatFlowRules.RULES_PER_LONG];
        }
        final int place = number % FatFlowRules.RULES_PER_LONG * 2;
        final long[] rules = groups[group];
        final int at = number / FatFlowRules.RULES_PER_LONG;
        rules[at] = rules[at] & ~((long) FatFlowRules.PORTS_ONLY << place) | (long) kind << place;
        return true;
    }

    /** Leaves an IPv4 prefix out; false when the length is none. */
    public boolean exclude(final int address, final int prefixLength) {
        return excluded.add(address, prefixLength);
    }

    /** Leaves an IPv6 prefix out; false when the length is none. */
    public boolean exclude(final long high, final long low, final int prefixLength) {
        return excluded.add(high, low, prefixLength);
    }

    /** The rules; the builder is done with. */
    public FatFlowRules build() {
        return new FatFlowRules(groups, excluded);
    }
}
