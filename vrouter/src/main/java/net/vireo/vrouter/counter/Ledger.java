// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The conservation of packets: for each lcore, at the end of a cycle,
 *
 * <pre>  in + births = out + held + consumptions + drops</pre>
 *
 * exactly. Beside it the same packets counted by vif must agree, and the packet pool must add up:
 * {@code free + cached + out = size}. A packet that vanishes without a name breaks the first identity, one that is
 * attributed to the wrong vif the second, a lost buffer the third. And every buffer that is out must be in a port or held
 * by an lcore. Behind ports that hand over between lcores, {@code polled = delivered + ring full + waiting}: what is lost
 * there is lost before it is received. What an lcore hands to another to be sent is out for the one and in for the other:
 * {@code handed over = taken over + in rings}.
 *
 * @param checks every identity that was looked at
 */
public record Ledger(List<Check> checks) {
    /** The name of the check of what passes between lcores. */
    public static final String HANDOVERS = "handed over between lcores";

    /** The name of the check of what passes to lcores that send. */
    public static final String TO_BE_SENT = "handed over to be sent";

    /** Where the ledger takes its numbers from: numbers of one lcore must be of one moment. */
    public interface Counts {
        int lcoreCount();

        long lcore(int lcore, LcoreCounter counter);

        long drop(int lcore, DropReason reason);

        /** Sum over all vifs. */
        long vifs(int lcore, VifCounter counter);

        long pool(PoolCounter counter);

        /** What passed between lcores; nothing where nothing is handed over. */
        default long handover(final HandoverCounter counter) {
            return 0;
        }
    }

    /** Where a counter stands in the ledger's identity: in + births = out + held + consumptions + drops. */
    public enum Side {
        IN,
        BIRTH,
        OUT,
        HELD,
        CONSUMPTION,
        /** Not a term of the ledger. */
        NONE
    }

    /** One counter's part in an identity. */
    public record Term(String name, long value) {}

    /**
     * One identity.
     *
     * @param name what must hold, for example {@code lcore 0 packets}
     * @param left terms whose sum must equal that of {@code right}
     */
    public record Check(String name, List<Term> left, List<Term> right) {
        /** How much more the left side has; 0 when the identity holds. */
        public long difference() {
            return sum(left) - sum(right);
        }

        public boolean holds() {
            return difference() == 0;
        }

        private static long sum(final List<Term> terms) {
            return terms.stream().mapToLong(Term::value).sum();
        }
    }

    public Ledger {
        checks = List.copyOf(checks);
    }

    /** Reads every term and forms every identity. */
    public static Ledger of(final Counts counts) {
        final List<Check> checks = new ArrayList<>();
        for (int lcore = 0; lcore < counts.lcoreCount(); lcore++) {
            checks.add(packets(counts, lcore));
            checks.add(receivedByVif(counts, lcore));
            checks.add(transmittedByVif(counts, lcore));
            checks.add(droppedByVif(counts, lcore));
        }
        checks.add(handovers(counts));
        checks.add(toBeSent(counts));
        checks.addAll(pool(counts));
        return new Ledger(checks);
    }

    public boolean balances() {
        return checks.stream().allMatch(Check::holds);
    }

    /** The identities that do not hold. */
    public List<Check> broken() {
        return checks.stream().filter(check -> !check.holds()).toList();
    }

    private static Check packets(final Counts counts, final int lcore) {
        final List<Term> left = new ArrayList<>();
        final List<Term> right = new ArrayList<>();
        for (final LcoreCounter counter : LcoreCounter.values()) {
            final Term term = term(counts, lcore, counter);
            if (counter.side() == Side.IN || counter.side() == Side.BIRTH) {
                left.add(term);
            } else if (counter.side() != Side.NONE) {
                right.add(term);
            }
        }
        right.addAll(drops(counts, lcore));
        return new Check("lcore " + lcore + " packets", left, right);
    }

    private static List<Term> drops(final Counts counts, final int lcore) {
        final List<Term> terms = new ArrayList<>();
        for (final DropReason reason : DropReason.values()) {
            terms.add(new Term(reason.label(), counts.drop(lcore, reason)));
        }
        return terms;
    }

    private static Check receivedByVif(final Counts counts, final int lcore) {
        return new Check(
                "lcore " + lcore + " received by vif",
                List.of(
                        term(counts, lcore, LcoreCounter.RECEIVED),
                        term(counts, lcore, LcoreCounter.SUB_INTERFACE_RECEIVED)),
                byVif(counts, lcore, VifCounter.RX_PACKETS, LcoreCounter.CLEARED_VIF_RECEIVED));
    }

    private static Check transmittedByVif(final Counts counts, final int lcore) {
        return new Check(
                "lcore " + lcore + " transmitted by vif",
                List.of(
                        term(counts, lcore, LcoreCounter.TRANSMITTED),
                        term(counts, lcore, LcoreCounter.HANDED_OVER),
                        term(counts, lcore, LcoreCounter.SUB_INTERFACE_TRANSMITTED)),
                Stream.concat(
                                byVif(counts, lcore, VifCounter.TX_PACKETS, LcoreCounter.CLEARED_VIF_TRANSMITTED)
                                        .stream(),
                                Stream.of(term(counts, lcore, LcoreCounter.TRANSMITTED_FOR_OTHERS)))
                        .toList());
    }

    private static Check droppedByVif(final Counts counts, final int lcore) {
        return new Check(
                "lcore " + lcore + " dropped by vif",
                drops(counts, lcore),
                byVif(counts, lcore, VifCounter.DROPS, LcoreCounter.CLEARED_VIF_DROPS));
    }

    private static List<Term> byVif(
            final Counts counts, final int lcore, final VifCounter parts, final LcoreCounter cleared) {
        return List.of(new Term("sum over vifs", counts.vifs(lcore, parts)), term(counts, lcore, cleared));
    }

    private static Term term(final Counts counts, final int lcore, final LcoreCounter counter) {
        return new Term(counter.label(), counts.lcore(lcore, counter));
    }

    private static Check handovers(final Counts counts) {
        return new Check(
                HANDOVERS,
                List.of(handover(counts, HandoverCounter.POLLED)),
                List.of(
                        handover(counts, HandoverCounter.DELIVERED),
                        handover(counts, HandoverCounter.RING_FULL),
                        handover(counts, HandoverCounter.WAITING)));
    }

    private static Check toBeSent(final Counts counts) {
        long handedOver = 0;
        long takenOver = 0;
        for (int lcore = 0; lcore < counts.lcoreCount(); lcore++) {
            handedOver += counts.lcore(lcore, LcoreCounter.HANDED_OVER);
            takenOver += counts.lcore(lcore, LcoreCounter.TAKEN_OVER);
        }
        return new Check(
                TO_BE_SENT,
                List.of(new Term(LcoreCounter.HANDED_OVER.label(), handedOver)),
                List.of(
                        new Term(LcoreCounter.TAKEN_OVER.label(), takenOver),
                        handover(counts, HandoverCounter.TO_BE_SENT)));
    }

    private static Term handover(final Counts counts, final HandoverCounter counter) {
        return new Term(counter.label(), counts.handover(counter));
    }

    private static List<Check> pool(final Counts counts) {
        return List.of(buffers(counts), buffersOut(counts));
    }

    private static Check buffersOut(final Counts counts) {
        final List<Term> right = new ArrayList<>();
        right.add(pool(counts, PoolCounter.IN_PORTS));
        for (int lcore = 0; lcore < counts.lcoreCount(); lcore++) {
            right.add(term(counts, lcore, LcoreCounter.HELD));
        }
        return new Check("packet pool, buffers out", List.of(pool(counts, PoolCounter.OUT)), right);
    }

    private static Term pool(final Counts counts, final PoolCounter counter) {
        return new Term(counter.label(), counts.pool(counter));
    }

    private static Check buffers(final Counts counts) {
        return new Check(
                "packet pool",
                List.of(pool(counts, PoolCounter.SIZE)),
                List.of(
                        pool(counts, PoolCounter.FREE),
                        pool(counts, PoolCounter.CACHED),
                        pool(counts, PoolCounter.OUT)));
    }
}
