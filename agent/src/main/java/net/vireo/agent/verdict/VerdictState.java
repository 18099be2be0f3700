// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.verdict;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoVerdict;

/** The verdict objects that the data plane has, as far as is known: what was read, and what it accepted since. One thread. */
public final class VerdictState {
    final Map<Integer, RuleList> tables = new TreeMap<>();
    final Map<Integer, Side> sides = new TreeMap<>();
    final Map<VerdictPlan.Addresses, List<Integer>> addresses = new HashMap<>();
    private final Map<Integer, int[]> parts = new HashMap<>();

    record Side(List<Integer> groups, List<Integer> out, List<Integer> in) {}

    /** Of a data plane that has none. */
    public VerdictState() {}

    /** Of one that answered a dump with these. */
    public VerdictState(final List<VireoVerdict> dumped) {
        dumped.forEach(this::accepted);
    }

    /** The data plane has carried a request out. */
    public void accepted(final VireoVerdict request) {
        final boolean added = request.op() == SandeshOp.ADD;
        final int number = request.value(VireoVerdict.NUMBER);
        switch (request.value(VireoVerdict.KIND)) {
            case VireoVerdict.KIND_TABLE -> {
                if (added) {
                    part(number, request);
                } else {
                    tables.remove(number);
                }
            }
            case VireoVerdict.KIND_SIDE -> {
                if (added) {
                    sides.put(
                            number,
                            new Side(
                                    list(request.value(VireoVerdict.GROUPS)),
                                    list(request.value(VireoVerdict.OUT_TABLES)),
                                    list(request.value(VireoVerdict.IN_TABLES))));
                } else {
                    sides.remove(number);
                }
            }
            default -> {
                if (added) {
                    addresses.put(addresses(request), list(request.value(VireoVerdict.GROUPS)));
                } else {
                    addresses.remove(addresses(request));
                }
            }
        }
    }

    private void part(final int number, final VireoVerdict request) {
        final int[] rules = request.value(VireoVerdict.RULES);
        final int[] before =
                request.value(VireoVerdict.FIRST) == 0 ? new int[0] : parts.getOrDefault(number, new int[0]);
        if (before.length != request.value(VireoVerdict.FIRST) * VireoVerdict.RULE_INTS) {
            return; // a part before it was refused, and so was this
        }
        final int[] all = Arrays.copyOf(before, before.length + rules.length);
        System.arraycopy(rules, 0, all, before.length, rules.length);
        if (request.value(VireoVerdict.MORE) != 0) {
            parts.put(number, all);
        } else {
            parts.remove(number);
            tables.put(number, new RuleList(all));
        }
    }

    private static List<Integer> list(final int... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    private static VerdictPlan.Addresses addresses(final VireoVerdict request) {
        final byte[] octets = request.value(VireoVerdict.PREFIX);
        final ByteBuffer bytes = ByteBuffer.wrap(octets);
        final IpAddress address = octets.length == Integer.BYTES
                ? IpAddress.ipv4(bytes.getInt())
                : IpAddress.ipv6(bytes.getLong(), bytes.getLong());
        return new VerdictPlan.Addresses(
                request.value(VireoVerdict.VRF), new IpPrefix(address, request.value(VireoVerdict.PREFIX_LENGTH)));
    }
}
