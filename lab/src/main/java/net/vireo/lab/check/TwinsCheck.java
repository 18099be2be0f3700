// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import static net.vireo.lab.topology.Addresses.ipv4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import net.vireo.lab.capture.Tally;
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
                + ipv4(first.to().address());
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
        final TunnelProof firstProof =
                TunnelProof.of(lab.topology(), first.from(), first.to(), LEAST_PACKETS, seen);
        final TunnelProof secondProof =
                TunnelProof.of(lab.topology(), second.from(), second.to(), LEAST_PACKETS, seen);
        final boolean named =
                firstName.equals(first.to().name()) && secondName.equals(second.to().name());
        final Map<String, Object> figures = new HashMap<>();
        for (final Pair pair : List.of(first, second)) {
            final IperfResult result = pair == first ? firstResult : secondResult;
            final TunnelProof proof = pair == first ? firstProof : secondProof;
            final Map<String, Object> tenant = new HashMap<>(IperfCheck.figures(result));
            tenant.putAll(proof.figures());
            tenant.put("reached", pair == first ? firstName : secondName);
            figures.put(pair.from().network(), tenant);
        }
        return new Outcome(
                named
                        && firstResult.delivered()
                        && secondResult.delivered()
                        && firstProof.holds()
                        && secondProof.holds(),
                measured(first, firstName, firstResult) + "; " + measured(second, secondName, secondResult),
                firstProof.text() + "; " + secondProof.text(),
                figures);
    }

    private static String measured(final Pair pair, final String name, final IperfResult result) {
        return pair.from().network() + " reached " + (name.isEmpty() ? "NOBODY" : name) + ", " + result.summary();
    }

    private static String askName(final RunningLab lab, final Pair pair) {
        try (NameServer server =
                NameServer.start(lab.space(pair.to()), pair.to().name())) {
            return NameServer.whoIs(lab.space(pair.from()), pair.to().address());
        }
    }

    private static IperfResult tcp(final RunningLab lab, final Pair pair) throws InterruptedException {
        return new IperfPair(lab.space(pair.from()), lab.space(pair.to()), pair.to().address())
                .tcp(lab.seconds(), lab.trafficLog());
    }
}
