// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.agent.policy.IpAddress;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoVerdict;

/** Requests that make and take away verdict objects. */
final class VerdictRequests {
    /** As many as fit a message beside the other fields. */
    private static final int RULES_PER_PART = 40;

    private VerdictRequests() {}

    /** A table, in as many parts as it takes. */
    static List<VireoVerdict> table(final int number, final RuleList list) {
        final int[] rules = list.rules();
        final int step = RULES_PER_PART * VireoVerdict.RULE_INTS;
        final List<VireoVerdict> parts = new ArrayList<>();
        for (int at = 0; at == 0 || at < rules.length; at += step) {
            final int end = Math.min(at + step, rules.length);
            parts.add(of(SandeshOp.ADD, VireoVerdict.KIND_TABLE, number)
                    .put(VireoVerdict.FIRST, at / VireoVerdict.RULE_INTS)
                    .put(VireoVerdict.MORE, end < rules.length ? 1 : 0)
                    .put(VireoVerdict.RULES, Arrays.copyOfRange(rules, at, end)));
        }
        return parts;
    }

    static VireoVerdict noTable(final int number) {
        return of(SandeshOp.DEL, VireoVerdict.KIND_TABLE, number);
    }

    static VireoVerdict side(final int nexthop, final VerdictState.Side side) {
        return of(SandeshOp.ADD, VireoVerdict.KIND_SIDE, nexthop)
                .put(VireoVerdict.GROUPS, ints(side.groups()))
                .put(VireoVerdict.OUT_TABLES, ints(side.out()))
                .put(VireoVerdict.IN_TABLES, ints(side.in()));
    }

    static VireoVerdict noSide(final int nexthop) {
        return of(SandeshOp.DEL, VireoVerdict.KIND_SIDE, nexthop);
    }

    static VireoVerdict addresses(final VerdictPlan.Addresses addresses, final List<Integer> groups) {
        return prefix(SandeshOp.ADD, addresses).put(VireoVerdict.GROUPS, ints(groups));
    }

    static VireoVerdict noAddresses(final VerdictPlan.Addresses addresses) {
        return prefix(SandeshOp.DEL, addresses);
    }

    private static VireoVerdict prefix(final SandeshOp op, final VerdictPlan.Addresses addresses) {
        final IpAddress address = addresses.prefix().address();
        final byte[] octets = address.ipv6()
                ? ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array()
                : ByteBuffer.allocate(Integer.BYTES).putInt(address.asInt()).array();
        return of(op, VireoVerdict.KIND_ADDRESSES, 0)
                .put(VireoVerdict.VRF, addresses.vrf())
                .put(VireoVerdict.PREFIX, octets)
                .put(VireoVerdict.PREFIX_LENGTH, addresses.prefix().length());
    }

    private static VireoVerdict of(final SandeshOp op, final int kind, final int number) {
        return new VireoVerdict().op(op).put(VireoVerdict.KIND, kind).put(VireoVerdict.NUMBER, number);
    }

    private static int[] ints(final List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
