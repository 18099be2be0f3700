// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.policy;

/**
 * The name of a rule: what a verdict says it was decided by.
 *
 * @param list the policy, security group or, for rules that nobody wrote, {@link #IMPLICIT}
 * @param rule the rule's UUID, or its place in the list as {@code #3}
 */
public record RuleRef(String list, String rule) {
    /** The list of the rules that always hold (sheet control-plane 4.5). */
    public static final String IMPLICIT = "implicit";

    public static final RuleRef NOT_EVALUATED = placeholder(0);
    public static final RuleRef ALLOW = placeholder(1);
    public static final RuleRef DENY = placeholder(2);
    /** ICMP, DNS and BFD to the default gateway. */
    public static final RuleRef GATEWAY_SERVICE = placeholder(3);

    public static final RuleRef LINK_LOCAL = placeholder(4);
    public static final RuleRef MULTICAST = placeholder(5);
    public static final RuleRef NOT_IP = placeholder(6);
    public static final RuleRef BGP_SERVICE = placeholder(7);
    /** Within a network that has policies, ahead of the denial of the rest (sheet 5.7). */
    public static final RuleRef SAME_NETWORK = new RuleRef(IMPLICIT, "00000000-0000-0000-0000-100000000001");

    private static RuleRef placeholder(final int number) {
        return new RuleRef(IMPLICIT, "00000000-0000-0000-0000-00000000000" + number);
    }

    /** Whether nobody wrote it. */
    public boolean isImplicit() {
        return list.equals(IMPLICIT);
    }

    /** For people: what the placeholders stand for in words. */
    public String text() {
        if (!isImplicit()) {
            return list + " " + rule;
        }
        if (equals(SAME_NETWORK)) {
            return "implicit: within a network";
        }
        return "implicit: "
                + switch (rule.charAt(rule.length() - 1)) {
                    case '0' -> "not evaluated";
                    case '1' -> "allowed, there are no rules";
                    case '2' -> "denied, no rule allows it";
                    case '3' -> "ICMP, DNS or BFD to the gateway";
                    case '4' -> "link-local";
                    case '5' -> "multicast";
                    case '6' -> "not IP";
                    default -> "BGP service";
                };
    }
}
