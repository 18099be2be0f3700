// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Verdicts;

/** The groups of addresses elsewhere, by prefix. Few different sets of groups belong to many prefixes: each is kept once. */
final class VerdictPrefixes {
    private record Key(int vrf, boolean ipv4, RoutePrefix prefix) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.<Key>comparingInt(key -> key.vrf)
                .thenComparing(key -> key.ipv4)
                .thenComparing((a, b) -> Long.compareUnsigned(a.prefix.high(), b.prefix.high()))
                .thenComparing((a, b) -> Long.compareUnsigned(a.prefix.low(), b.prefix.low()))
                .thenComparingInt(key -> key.prefix.length());

        @Override
        public int compareTo(final Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final Tables tables;
    private final Verdicts verdicts;
    private final NavigableMap<Key, int[]> groupsOf = new TreeMap<>();
    private final GroupSets sets;

    VerdictPrefixes(final Tables tables) {
        this.tables = tables;
        verdicts = tables.verdicts();
        sets = new GroupSets(verdicts);
    }

    int count() {
        return groupsOf.size();
    }

    void add(final VireoVerdict request) {
        final Key key = key(request);
        final int[] groups = request.value(VireoVerdict.GROUPS);
        for (final int group : groups) {
            Refusal.unlessInRange("group", group, Integer.MAX_VALUE);
        }
        final int set = sets.take(groups);
        if (key.ipv4) {
            verdicts.putGroups(key.vrf, (int) (key.prefix.high() >>> Integer.SIZE), key.prefix.length(), set);
        } else {
            verdicts.putGroups6(key.vrf, key.prefix.high(), key.prefix.low(), key.prefix.length(), set);
        }
        final int[] before = groupsOf.put(key, groups);
        if (before != null) {
            sets.give(before);
        }
    }

    void remove(final VireoVerdict request) {
        final Key key = key(request);
        final int[] groups = groupsOf.remove(key);
        if (groups == null) {
            throw Refusal.missing("no groups are known for this prefix in VRF " + key.vrf);
        }
        if (key.ipv4) {
            verdicts.removeGroups(key.vrf, (int) (key.prefix.high() >>> Integer.SIZE), key.prefix.length());
        } else {
            verdicts.removeGroups6(key.vrf, key.prefix.high(), key.prefix.low(), key.prefix.length());
        }
        sets.give(groups);
    }

    /** Bits behind the prefix are ignored. */
    private Key key(final VireoVerdict request) {
        final int vrf = request.value(VireoVerdict.VRF);
        Refusal.unlessInRange("VRF", vrf, tables.limits().vrfs());
        final byte[] octets = request.value(VireoVerdict.PREFIX);
        final boolean ipv4 = octets.length == Integer.BYTES;
        if (!ipv4 && octets.length != 2 * Long.BYTES) {
            throw Refusal.invalid("a prefix has 4 or 16 octets, not " + octets.length);
        }
        final int length = request.value(VireoVerdict.PREFIX_LENGTH);
        Refusal.unlessInRange("prefix length", length, octets.length * Byte.SIZE + 1);
        final ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(octets, 2 * Long.BYTES));
        return new Key(
                vrf,
                ipv4,
                new RoutePrefix(
                        bytes.getLong() & Route.maskHigh(length), bytes.getLong() & Route.maskLow(length), length));
    }

    void requests(final RequestSink to) {
        groupsOf.forEach((key, groups) -> to.add(request(key, groups)));
    }

    /** @param marker what was dumped last, or null */
    void dump(final VireoVerdict marker, final PageFill page) {
        final Map<Key, int[]> left = marker == null ? groupsOf : groupsOf.tailMap(key(marker), false);
        for (final Map.Entry<Key, int[]> each : left.entrySet()) {
            if (!page.offer(request(each.getKey(), each.getValue()))) {
                return;
            }
        }
    }

    private static VireoVerdict request(final Key key, final int... groups) {
        final ByteBuffer octets =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(key.prefix.high()).putLong(key.prefix.low());
        return new VireoVerdict()
                .op(SandeshOp.ADD)
                .put(VireoVerdict.KIND, VireoVerdict.KIND_ADDRESSES)
                .put(VireoVerdict.VRF, key.vrf)
                .put(VireoVerdict.PREFIX, Arrays.copyOf(octets.array(), key.ipv4 ? Integer.BYTES : 2 * Long.BYTES))
                .put(VireoVerdict.PREFIX_LENGTH, key.prefix.length())
                .put(VireoVerdict.GROUPS, groups);
    }

    void clear() {
        groupsOf.clear();
        sets.clear();
    }
}
