// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.caption;

import java.util.List;
import java.util.Set;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.web.model.LcoreLoad;
import net.vireo.web.model.VifLoad;

/** Pages on the node as a whole: faults that come before everything else, who is not a guest, and what idle ones show. */
final class NodeRules {
    private static final Set<String> NO_BUFFERS = Set.of(
            DropReason.NO_MEMORY.label(), DropReason.HEAD_ALLOC_FAIL.label(), DropReason.MCAST_CLONE_FAIL.label());
    private static final double MOSTLY = 0.6;
    private static final double SPINNING_PERCENT = 70;

    /** An agent that decides on flows hears one packet of each: a tenth of the packets is many new flows. */
    private static final double NEW_FLOWS_SHARE = 0.1;

    private NodeRules() {}

    /** These are looked for first: they are faults. */
    static final List<Rule> FAULTS = List.of(
            Rule.when(
                            120,
                            "DPDK Faulty MultiQueue mapping",
                            p -> p.guests().stream()
                                    .anyMatch(guest -> !Picture.unserved(guest).isEmpty()))
                    .saying(NodeRules::unserved),
            Rule.when(145, "the size of the packet memory", p -> p.dropPps(NO_BUFFERS) > 0)
                    .also(86)
                    .saying(p -> p.dropPps(NO_BUFFERS) + " packets a second find no buffer"));

    /** Traffic that is not guests'. */
    static final List<Rule> OTHERS = List.of(
            Rule.when(
                            130,
                            "vRouter Agent New Flow Processing Path",
                            p -> p.ofAgent() > 0
                                    && p.ofAgent() >= NEW_FLOWS_SHARE * (p.toGuests() + p.fromGuests() + p.ofHost()))
                    .also(131)
                    .saying(p -> p.ofAgent() + " packets a second between data plane and agent"),
            Rule.when(2, "vRouter XMPP path", p -> p.ofHost() >= MOSTLY * (p.ofHost() + p.toGuests() + p.fromGuests()))
                    .also(122)
                    .saying(p -> "the host's packets go through the same lcores as guests' do"));

    /** What a node without traffic shows. */
    static final List<Rule> IDLE = List.of(
            Rule.when(
                            48,
                            "DPDK polling",
                            p -> !p.snapshot().lcores().isEmpty()
                                    && p.snapshot().lcores().stream()
                                            .mapToDouble(LcoreLoad::emptyPercent)
                                            .allMatch(percent -> percent >= SPINNING_PERCENT))
                    .also(104)
                    .saying(p -> "nothing comes, and the lcores look for it all the time"),
            Rule.when(21, "SingleQ versus MultiQ VNF", p -> OutwardRules.singleBesideMulti(p.guests())),
            Rule.when(
                    119,
                    "DPDK MultiQueue mapping",
                    p -> p.guests().stream()
                            .anyMatch(guest -> Picture.queues(guest) > 1 && Picture.queues(guest) <= p.lcores())),
            Rule.when(
                    118,
                    "DPDK Single Queue mapping",
                    p -> !p.guests().isEmpty() && p.guests().stream().allMatch(guest -> Picture.queues(guest) == 1)),
            Rule.when(
                            14,
                            "vRouter interfaces",
                            p -> p.guests().isEmpty() && !p.snapshot().vifs().isEmpty())
                    .also(15)
                    .saying(p -> "fabric, host and agent, and no guest yet"));

    private static String unserved(final Picture picture) {
        final VifLoad guest = picture.guests().stream()
                .filter(each -> !Picture.unserved(each).isEmpty())
                .findFirst()
                .orElseThrow();
        final List<String> queues =
                Picture.unserved(guest).stream().map(String::valueOf).toList();
        return (queues.size() == 1 ? "queue " : "queues ") + String.join(", ", queues) + " of " + guest.name()
                + (queues.size() == 1 ? " is" : " are") + " never polled";
    }
}
