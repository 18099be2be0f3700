// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.IperfPair;
import net.vireo.lab.traffic.IperfResult;
import net.vireo.lab.traffic.NameServer;

/**
 * Two tenants use the same pair of addresses at the same time: each asks for the name behind the address and gets its
 * own guest's, and iperf3 runs between both pairs at once.
 *
 * @param first client and server of one tenant
 * @param second client and server of the other, with the same addresses
 */
public record TwinsCheck(Pair first, Pair second) implements Check {
    private static final long LEAST_PACKETS = 10;

    /** A client and a server of one tenant. */
    public record Pair(Guest from, Guest to) {}

    @Override
    public String title() {
        return first.from().network() + " and " + second.from().network() + " TCP at the same time, both to "
                + first.to().address(Family.IPV4);
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final String firstName = askName(lab, first);
        final String secondName = askName(lab, second);
        final FutureTask<IperfResult> other = new FutureTask<>(() -> tcp(lab, second));
        final Thread thread = Thread.ofPlatform().daemon().name("iperf-twin").start(other);
        final IperfResult firstResult;
        final IperfResult secondResult;
        try {
            firstResult = tcp(lab, first);
            secondResult = other.get();
        } catch (final ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            thread.interrupt();
        }
        final Tally seen = lab.fabric().tally().since(before);
        final Tenant one = new Tenant(first, firstName, firstResult, proof(lab, first, seen));
        final Tenant two = new Tenant(second, secondName, secondResult, proof(lab, second, seen));
        return new Outcome(
                one.well() && two.well(),
                one.measured() + "; " + two.measured(),
                one.proof().text() + "; " + two.proof().text(),
                Map.of(first.from().network(), one.figures(), second.from().network(), two.figures()));
    }

    private static TunnelProof proof(final RunningLab lab, final Pair pair, final Tally seen) {
        return TunnelProof.of(lab.topology(), pair.from(), pair.to(), Family.IPV4, LEAST_PACKETS, seen);
    }

    /** What one tenant saw: the name of whom it reached, what iperf3 measured, what was on the fabric. */
    private record Tenant(Pair pair, String reached, IperfResult result, TunnelProof proof) {
        boolean well() {
            return reached.equals(pair.to().name()) && result.delivered() && proof.holds();
        }

        String measured() {
            return pair.from().network() + " reached " + (reached.isEmpty() ? "NOBODY" : reached) + ", "
                    + result.summary();
        }

        Map<String, Object> figures() {
            final Map<String, Object> figures = new HashMap<>(IperfCheck.figures(result));
            figures.putAll(proof.figures());
            figures.put("reached", reached);
            return figures;
        }
    }

    private static String askName(final RunningLab lab, final Pair pair) {
        final NameServer server =
                NameServer.start(lab.space(pair.to()), pair.to().name());
        try {
            return NameServer.whoIs(lab.space(pair.from()), pair.to().address());
        } finally {
            server.close();
        }
    }

    private static IperfResult tcp(final RunningLab lab, final Pair pair) throws InterruptedException {
        return new IperfPair(
                        lab.place(pair.from()), lab.place(pair.to()), pair.to().address(Family.IPV4))
                .tcp(lab.seconds(), lab.trafficLog());
    }
}
