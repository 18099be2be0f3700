// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.vireo.cli.doctor.Sample;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.show.QueueView;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoRss;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.table.Vif;

/**
 * What a data plane said on its control socket at one moment. Its control thread answers; lcores notice nothing, but for the
 * ledger.
 *
 * @param sample as the doctor takes it
 * @param queues by interface
 * @param rss of the fabric; empty when it has none in software
 * @param address the node's end of tunnels, or empty
 * @param tunnelPeers the other ends of tunnels, by their kind
 */
record Control(
        Sample sample,
        Map<Integer, QueueView> queues,
        Optional<VireoRss> rss,
        Map<String, List<String>> tunnelPeers,
        String address,
        NodeNames names) {
    private static final int TYPE_TUNNEL = 3;
    private static final int FLAG_GRE = 0x8;
    private static final int FLAG_UDP = 0x10;
    private static final int FLAG_MPLS_UDP = 0x40;
    private static final int FLAG_VXLAN = 0x80;

    /** @param ledger as {@link Sample#take} wants it */
    static Control ask(
            final VrouterClient client,
            final CounterFile counters,
            final NodeNames names,
            final Supplier<Optional<Map<String, Long>>> ledger) {
        final Sample sample = Sample.take(client, counters, ledger);
        final Map<Integer, QueueView> queues = new LinkedHashMap<>();
        sample.queues().forEach((vif, object) -> queues.put(vif, new QueueView(object)));
        final List<VrNexthop> tunnels = client.dump(new VrNexthop()).all(VrNexthop.class).stream()
                .filter(nexthop -> nexthop.value(VrNexthop.TYPE) == TYPE_TUNNEL)
                .toList();
        final String address =
                tunnels.isEmpty() ? "" : address(tunnels.getFirst().value(VrNexthop.TUN_SIP));
        return new Control(sample, queues, rss(client), peers(tunnels), address, names);
    }

    private static Optional<VireoRss> rss(final VrouterClient client) {
        try {
            return Optional.of(client.request(new VireoRss().op(SandeshOp.GET).put(VireoRss.VIF, Vif.FABRIC_INDEX))
                    .first(VireoRss.class));
        } catch (final VrouterRefusal none) {
            return Optional.empty();
        }
    }

    private static Map<String, List<String>> peers(final List<VrNexthop> tunnels) {
        final Map<String, List<String>> peers = new LinkedHashMap<>();
        for (final VrNexthop nexthop : tunnels) {
            final List<String> known =
                    peers.computeIfAbsent(kind(nexthop.value(VrNexthop.FLAGS)), kind -> new ArrayList<>());
            final String peer = address(nexthop.value(VrNexthop.TUN_DIP));
            if (!known.contains(peer)) {
                known.add(peer);
            }
        }
        return peers;
    }

    private static String kind(final int flags) {
        if ((flags & FLAG_MPLS_UDP) != 0) {
            return Tunnels.MPLS_UDP;
        }
        if ((flags & FLAG_VXLAN) != 0) {
            return Tunnels.VXLAN;
        }
        if ((flags & FLAG_GRE) != 0) {
            return Tunnels.MPLS_GRE;
        }
        return (flags & FLAG_UDP) != 0 ? Tunnels.UDP : "other";
    }

    /** As the wire has it: the first byte lowest. Empty for none. */
    static String address(final int value) {
        return value == 0
                ? ""
                : (value & 0xff) + "." + (value >>> 8 & 0xff) + "." + (value >>> 16 & 0xff) + "." + (value >>> 24);
    }
}
