// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.VerdictSide;
import net.vireo.vrouter.table.Verdicts;

/**
 * {@code vireo_verdict_req}: by what lcores decide on new flows. A table comes in as many parts as it takes and is compiled
 * when the last one is there: a tenth of a second for ten thousand rules, in which other requests wait.
 */
final class VerdictHandler implements ObjectHandler<VireoVerdict> {
    /** As many rules as fit a message beside the other fields. */
    private static final int RULES_PER_PART = 40;

    /** Each part is put behind a copy of those before it: far more rules would hold the control thread up. */
    private static final int MAX_RULES = 1 << 16;

    private static final int[] NOTHING = {};

    private final Tables tables;
    private final Verdicts verdicts;
    private final Paging paging;
    private final VerdictPrefixes prefixes;

    /** The rules of each table as they came, to make it again; and of a table whose last part has not come. */
    private final TreeMap<Integer, int[]> rules = new TreeMap<>();

    private final TreeMap<Integer, int[]> parts = new TreeMap<>();
    private final TreeMap<Integer, VerdictSide> sides = new TreeMap<>();

    VerdictHandler(final Tables tables, final Paging paging) {
        this.paging = paging;
        this.tables = tables;
        verdicts = tables.verdicts();
        prefixes = new VerdictPrefixes(tables);
    }

    @Override
    public void handle(final VireoVerdict request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                add(request);
                reply.ok();
            }
            case DEL -> {
                delete(request);
                reply.ok();
            }
            case DUMP -> reply.dump(page(request));
            case GET -> reply.objects(request.put(VireoVerdict.COUNTS, counts()));
            default -> throw Refusal.unsupported("no such operation on verdicts");
        }
    }

    private void add(final VireoVerdict request) {
        final int number = request.value(VireoVerdict.NUMBER);
        switch (request.value(VireoVerdict.KIND)) {
            case VireoVerdict.KIND_TABLE -> addPart(number, request);
            case VireoVerdict.KIND_SIDE -> {
                Refusal.unlessInRange("next hop", number, tables.limits().nexthops());
                final VerdictSide side = side(request);
                sides.put(number, side);
                verdicts.putSide(number, side);
            }
            case VireoVerdict.KIND_ADDRESSES -> prefixes.add(request);
            default -> throw unknownKind(request);
        }
    }

    private void addPart(final int number, final VireoVerdict request) {
        Refusal.unlessInRange("verdict table", number, Verdicts.MAX_TABLES);
        final int[] part = request.value(VireoVerdict.RULES);
        final int first = request.value(VireoVerdict.FIRST);
        if (part.length % VireoVerdict.RULE_INTS != 0) {
            throw Refusal.invalid("rules are " + VireoVerdict.RULE_INTS + " numbers each; " + part.length + " came");
        }
        final int[] before = first == 0 ? NOTHING : parts.getOrDefault(number, NOTHING);
        if (first != before.length / VireoVerdict.RULE_INTS) {
            throw Refusal.invalid("verdict table " + number + ": a part begins with rule " + first + ", and "
                    + before.length / VireoVerdict.RULE_INTS + " have come before it");
        }
        if (first + part.length / VireoVerdict.RULE_INTS > MAX_RULES) {
            throw Refusal.invalid("verdict table " + number + ": more than " + MAX_RULES + " rules");
        }
        final int[] all = Arrays.copyOf(before, before.length + part.length);
        System.arraycopy(part, 0, all, before.length, part.length);
        if (request.value(VireoVerdict.MORE) != 0) {
            parts.put(number, all);
            return;
        }
        parts.remove(number);
        try {
            verdicts.putTable(number, VerdictRules.compile(all));
        } catch (final IllegalArgumentException wrong) {
            throw Refusal.invalid("verdict table " + number + ", " + wrong.getMessage());
        }
        rules.put(number, all);
    }

    private static VerdictSide side(final VireoVerdict request) {
        final VerdictSide side = new VerdictSide(
                request.value(VireoVerdict.GROUPS),
                request.value(VireoVerdict.OUT_TABLES),
                request.value(VireoVerdict.IN_TABLES));
        for (final int group : side.groups()) {
            Refusal.unlessInRange("group", group, Integer.MAX_VALUE);
        }
        for (final int[] numbers : new int[][] {side.outTables(), side.inTables()}) {
            for (final int table : numbers) {
                Refusal.unlessInRange("verdict table", table, Verdicts.MAX_TABLES);
            }
        }
        return side;
    }

    private void delete(final VireoVerdict request) {
        final int number = request.value(VireoVerdict.NUMBER);
        switch (request.value(VireoVerdict.KIND)) {
            case VireoVerdict.KIND_TABLE -> {
                parts.remove(number);
                if (rules.remove(number) == null) {
                    throw Refusal.missing("verdict table " + number + " does not exist");
                }
                verdicts.putTable(number, null);
            }
            case VireoVerdict.KIND_SIDE -> {
                if (sides.remove(number) == null) {
                    throw Refusal.missing("no verdict table judges the interface of next hop " + number);
                }
                verdicts.putSide(number, null);
            }
            case VireoVerdict.KIND_ADDRESSES -> prefixes.remove(request);
            default -> throw unknownKind(request);
        }
    }

    private static Refusal unknownKind(final VireoVerdict request) {
        return Refusal.invalid("no such kind of verdict object: " + request.value(VireoVerdict.KIND));
    }

    private int[] counts() {
        final int ruleInts = rules.values().stream().mapToInt(all -> all.length).sum();
        return new int[] {rules.size(), ruleInts / VireoVerdict.RULE_INTS, sides.size(), prefixes.count()};
    }

    /** What makes all of it again. Tables first: an interface whose tables are not there asks the agent. */
    void requests(final RequestSink to) {
        rules.forEach((number, all) -> tableRequests(number, all, 0, part -> {
            to.add(part);
            return true;
        }));
        prefixes.requests(to);
        sides.forEach((number, side) -> to.add(request(number, side)));
    }

    /** What follows behind the object that the marker names. */
    private DumpPage page(final VireoVerdict marker) {
        final PageFill page = paging.begin();
        final int kind = marker.value(VireoVerdict.KIND);
        final int number = marker.value(VireoVerdict.NUMBER);
        if (kind <= VireoVerdict.KIND_TABLE && !tables(kind == 0 ? -1 : number, marker, page)
                || kind <= VireoVerdict.KIND_SIDE && !sides(kind == VireoVerdict.KIND_SIDE ? number : -1, page)) {
            return page.page();
        }
        prefixes.dump(kind == VireoVerdict.KIND_ADDRESSES ? marker : null, page);
        return page.page();
    }

    private boolean tables(final int from, final VireoVerdict marker, final PageFill page) {
        for (final Map.Entry<Integer, int[]> table : rules.tailMap(from).entrySet()) {
            final int last = Math.clamp(marker.value(VireoVerdict.FIRST), 0, MAX_RULES);
            final int first = table.getKey() == from ? last + RULES_PER_PART : 0;
            if (!tableRequests(table.getKey(), table.getValue(), first, page::offer)) {
                return false;
            }
        }
        return true;
    }

    private boolean sides(final int after, final PageFill page) {
        for (final Map.Entry<Integer, VerdictSide> side :
                sides.tailMap(after, false).entrySet()) {
            if (!page.offer(request(side.getKey(), side.getValue()))) {
                return false;
            }
        }
        return true;
    }

    private static VireoVerdict request(final int nexthop, final VerdictSide side) {
        return new VireoVerdict()
                .op(SandeshOp.ADD)
                .put(VireoVerdict.KIND, VireoVerdict.KIND_SIDE)
                .put(VireoVerdict.NUMBER, nexthop)
                .put(VireoVerdict.GROUPS, side.groups())
                .put(VireoVerdict.OUT_TABLES, side.outTables())
                .put(VireoVerdict.IN_TABLES, side.inTables());
    }

    /** @param first rule to begin with; where there are none behind it, an empty table has a part all the same */
    private static boolean tableRequests(
            final int number, final int[] all, final int first, final Predicate<VireoVerdict> to) {
        final int step = RULES_PER_PART * VireoVerdict.RULE_INTS;
        for (int at = first * VireoVerdict.RULE_INTS; at == 0 || at < all.length; at += step) {
            final int end = Math.min(at + step, all.length);
            final boolean taken = to.test(new VireoVerdict()
                    .op(SandeshOp.ADD)
                    .put(VireoVerdict.KIND, VireoVerdict.KIND_TABLE)
                    .put(VireoVerdict.NUMBER, number)
                    .put(VireoVerdict.FIRST, at / VireoVerdict.RULE_INTS)
                    .put(VireoVerdict.MORE, end < all.length ? 1 : 0)
                    .put(VireoVerdict.RULES, Arrays.copyOfRange(all, at, end)));
            if (!taken) {
                return false;
            }
        }
        return true;
    }

    /** Forgets what clients made. Called after the tables were cleared. */
    void clear() {
        rules.clear();
        parts.clear();
        sides.clear();
        prefixes.clear();
    }
}
