// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.GuestDrops;
import net.vireo.lab.traffic.IperfPair;
import net.vireo.lab.traffic.IperfResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The deck's test lab (p132): {@code iperf -u -P 2} between two guests of one node, a client with one queue and a server
 * with two, and where each of their packets was polled, processed and sent, by core, as {@code vif --get --core} shows it.
 *
 * @param client the guest that sends
 * @param server the guest that receives
 */
public record TestLabCheck(Guest client, Guest server) implements Check {
    private static final int STREAMS = 2;
    private static final int MEGABITS_EACH = 10;
    private static final double LOSS_LIMIT_PERCENT = 1;
    private static final long TOOL_LIMIT_MS = 15_000;
    private static final JsonMapper JSON = new JsonMapper();

    /** One core's counters of one interface. */
    private record Core(int number, long polled, long processed, long sent) {
        static Core of(final int number, final JsonNode vif) {
            return new Core(
                    number,
                    vif.path("rxPort").path("packets").asLong(0),
                    vif.path("rx").path("packets").asLong(0),
                    vif.path("txPort").path("packets").asLong(0));
        }
    }

    @Override
    public String title() {
        return client.network() + " UDP IPv4 " + PingCheck.path(client, server) + ", " + STREAMS + " streams, by core";
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final GuestDrops sentBefore = GuestDrops.of(lab.place(client));
        final GuestDrops receivedBefore = GuestDrops.of(lab.place(server));
        final IperfResult result = new IperfPair(lab.place(client), lab.place(server), server.address(Family.IPV4))
                .udp(lab.seconds(), MEGABITS_EACH, STREAMS, lab.trafficLog());
        final long byGuests = GuestDrops.of(lab.place(client)).since(sentBefore)
                + GuestDrops.of(lab.place(server)).since(receivedBefore);
        final TunnelProof proof = TunnelProof.of(
                lab.topology(),
                client,
                server,
                Family.IPV4,
                1,
                lab.fabric().tally().since(before));
        final List<Core> from = cores(lab, client);
        final List<Core> to = cores(lab, server);
        final long unexplained = result.lostPackets() - byGuests;
        return new Outcome(
                result.delivered()
                        && unexplained <= result.packets() * LOSS_LIMIT_PERCENT / 100
                        && proof.holds()
                        && holds(from, queues(lab, client), to, result.packets() - result.lostPackets()),
                result.summary() + (result.lostPackets() > 0 ? ", " + byGuests + " by the guests themselves" : ""),
                client.name() + text(from) + "; " + server.name() + text(to) + "; " + proof.text(),
                figures(result, byGuests, from, to));
    }

    /** Whoever has one queue is polled by one core; what arrived was processed. Sent may be less: merged. */
    private static boolean holds(final List<Core> from, final long queues, final List<Core> to, final long arrived) {
        final long pollers = from.stream().filter(core -> core.polled() > 0).count();
        return pollers >= 1
                && pollers <= queues
                && from.stream().mapToLong(Core::processed).sum() >= arrived
                && to.stream().mapToLong(Core::sent).sum() > 0;
    }

    private static String text(final List<Core> cores) {
        final StringBuilder text = new StringBuilder();
        for (final Core core : cores) {
            text.append(text.isEmpty() ? " core " : ", core ")
                    .append(core.number())
                    .append(" polled ")
                    .append(core.polled())
                    .append(" processed ")
                    .append(core.processed())
                    .append(" sent ")
                    .append(core.sent());
        }
        return text.toString();
    }

    private static Map<String, Object> figures(
            final IperfResult result, final long byGuests, final List<Core> from, final List<Core> to) {
        final Map<String, Object> figures = new HashMap<>(IperfCheck.figures(result));
        figures.put("droppedByGuests", byGuests);
        from.forEach(core -> figures.put("clientPolledByCore" + core.number(), core.polled()));
        to.forEach(core -> figures.put("serverSentByCore" + core.number(), core.sent()));
        return figures;
    }

    /** How many the guest uses: in a namespace not what its card has, but what its device here has. */
    private static long queues(final RunningLab lab, final Guest guest) throws InterruptedException {
        return vif(lab, guest, List.of())
                .path("queues")
                .path("rx")
                .valueStream()
                .filter(queue -> queue.path("enabled").asBoolean(false))
                .count();
    }

    private static List<Core> cores(final RunningLab lab, final Guest guest) throws InterruptedException {
        final JsonNode whole = vif(lab, guest, List.of());
        final List<Core> cores = new ArrayList<>();
        for (final JsonNode lcore : whole.path("queues").path("tx")) {
            final int number = lcore.path("lcore").asInt(0);
            cores.add(Core.of(number, vif(lab, guest, List.of("--core", String.valueOf(number)))));
        }
        return cores;
    }

    private static JsonNode vif(final RunningLab lab, final Guest guest, final List<String> options)
            throws InterruptedException {
        final List<String> words =
                new ArrayList<>(List.of("vif", "--get", guest.name(), "--node", guest.node(), "-o", "json"));
        words.addAll(options);
        final Done done = Commands.run(lab.launcher().with(words), TOOL_LIMIT_MS);
        try {
            return JSON.readTree(done.output()).path("vifs").path(0);
        } catch (final JacksonException e) {
            throw new IllegalStateException(
                    "vireo " + String.join(" ", words) + ": " + done.output().strip(), e);
        }
    }
}
