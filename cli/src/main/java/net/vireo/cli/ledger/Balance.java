// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.HandoverCounter;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.Ledger.Side;
import net.vireo.vrouter.counter.PoolCounter;

/**
 * The two sides of the ledger as people read them: one row per lcore and their sum, and the named counters behind it.
 *
 * @param rows one per lcore
 * @param sum of the rows
 * @param named every counter that is a term of the ledger and not zero, all lcores together
 * @param pool the packet pool's counters
 * @param handovers what passed between lcores
 * @param broken identities that do not hold
 */
public record Balance(
        List<Row> rows,
        Row sum,
        Map<String, Long> named,
        Map<PoolCounter, Long> pool,
        Map<HandoverCounter, Long> handovers,
        List<Ledger.Check> broken) {

    /** Packets of one lcore. */
    public record Row(String name, long in, long births, long out, long held, long consumed, long drops) {
        /** What came in or was made and is not accounted for; negative when more is accounted for than was there. */
        public long unaccounted() {
            return in + births - out - held - consumed - drops;
        }

        private Row plus(final Row other) {
            return new Row(
                    name,
                    in + other.in,
                    births + other.births,
                    out + other.out,
                    held + other.held,
                    consumed + other.consumed,
                    drops + other.drops);
        }
    }

    /**
     * Both sides of these counters.
     *
     * @param lcoreNumbers the number that tools show for each lcore
     */
    public static Balance of(final Ledger.Counts counts, final List<Integer> lcoreNumbers) {
        final List<Row> rows = new ArrayList<>();
        final Map<String, Long> named = new LinkedHashMap<>();
        Row sum = new Row("sum", 0, 0, 0, 0, 0, 0);
        for (int lcore = 0; lcore < counts.lcoreCount(); lcore++) {
            final Row row = row(counts, lcore, "lcore " + lcoreNumbers.get(lcore), named);
            rows.add(row);
            sum = sum.plus(row);
        }
        final Map<PoolCounter, Long> pool = new LinkedHashMap<>();
        for (final PoolCounter counter : PoolCounter.values()) {
            pool.put(counter, counts.pool(counter));
        }
        final Map<HandoverCounter, Long> handovers = new LinkedHashMap<>();
        for (final HandoverCounter counter : HandoverCounter.values()) {
            handovers.put(counter, counts.handover(counter));
        }
        final List<Ledger.Check> broken = Ledger.of(counts).broken().stream()
                .map(check -> renumbered(check, lcoreNumbers))
                .toList();
        return new Balance(rows, sum, named, pool, handovers, broken);
    }

    /**
     * The identities of the ledger that do not hold, with the lcores' numbers as every tool shows them.
     *
     * @param lcoreNumbers the number that tools show for each lcore
     */
    public static List<Ledger.Check> broken(final Ledger.Counts counts, final List<Integer> lcoreNumbers) {
        return of(counts, lcoreNumbers).broken;
    }

    /** The ledger counts lcores from 0; every tool shows their numbers. */
    private static Ledger.Check renumbered(final Ledger.Check check, final List<Integer> lcoreNumbers) {
        for (int lcore = 0; lcore < lcoreNumbers.size(); lcore++) {
            final String prefix = "lcore " + lcore + " ";
            if (check.name().startsWith(prefix)) {
                final String name =
                        "lcore " + lcoreNumbers.get(lcore) + " " + check.name().substring(prefix.length());
                return new Ledger.Check(name, check.left(), check.right());
            }
        }
        return check;
    }

    private static Row row(
            final Ledger.Counts counts, final int lcore, final String name, final Map<String, Long> named) {
        final Map<Side, Long> sides = new LinkedHashMap<>();
        for (final LcoreCounter counter : LcoreCounter.values()) {
            final long value = counts.lcore(lcore, counter);
            sides.merge(counter.side(), value, Long::sum);
            if (counter.side() != Side.NONE && value != 0) {
                named.merge(counter.label(), value, Long::sum);
            }
        }
        long drops = 0;
        for (final DropReason reason : DropReason.values()) {
            final long value = counts.drop(lcore, reason);
            drops += value;
            if (value != 0) {
                named.merge("dropped: " + reason.label(), value, Long::sum);
            }
        }
        return new Row(
                name,
                sides.getOrDefault(Side.IN, 0L),
                sides.getOrDefault(Side.BIRTH, 0L),
                sides.getOrDefault(Side.OUT, 0L),
                sides.getOrDefault(Side.HELD, 0L),
                sides.getOrDefault(Side.CONSUMPTION, 0L),
                drops);
    }

    /** The sum as seen from outside: what one lcore hands to another to be sent comes in and goes out once. */
    public Row sumOfNode() {
        final long handedOver = named.getOrDefault(LcoreCounter.HANDED_OVER.label(), 0L);
        final long takenOver = named.getOrDefault(LcoreCounter.TAKEN_OVER.label(), 0L);
        return new Row(
                sum.name,
                sum.in - takenOver,
                sum.births,
                sum.out - handedOver,
                sum.held + handedOver - takenOver,
                sum.consumed,
                sum.drops);
    }

    /** Whether every identity holds. */
    public boolean balanced() {
        return broken.isEmpty();
    }

    /** Packets that are missing or too many, over all lcores and between them. */
    public long unaccounted() {
        return rows.stream().mapToLong(row -> Math.abs(row.unaccounted())).sum() + unaccountedBetweenLcores();
    }

    private long unaccountedBetweenLcores() {
        return broken.stream()
                .filter(check ->
                        check.name().equals(Ledger.HANDOVERS) || check.name().equals(Ledger.TO_BE_SENT))
                .mapToLong(check -> Math.abs(check.difference()))
                .sum();
    }
}
