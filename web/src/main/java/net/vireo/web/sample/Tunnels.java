// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.web.model.Counter;
import net.vireo.web.model.TunnelLoad;

/** What goes through tunnels: sent by network, received by the node. */
final class Tunnels {
    static final String MPLS_UDP = "MPLSoUDP";
    static final String MPLS_GRE = "MPLSoGRE";
    static final String VXLAN = "VXLAN";
    static final String UDP = "UDP";

    private static final Map<VrfCounter, String> SENT = new LinkedHashMap<>();
    private static final Map<String, String> OPENED_BY = new LinkedHashMap<>();

    static {
        SENT.put(VrfCounter.TUNNEL_MPLS_UDP, MPLS_UDP);
        SENT.put(VrfCounter.TUNNEL_MPLS_GRE, MPLS_GRE);
        SENT.put(VrfCounter.TUNNEL_VXLAN, VXLAN);
        SENT.put(VrfCounter.TUNNEL_UDP, UDP);
        OPENED_BY.put(MPLS_UDP, "mpls-input");
        OPENED_BY.put(MPLS_GRE, "gre-input");
        OPENED_BY.put(VXLAN, "vxlan-input");
    }

    private Tunnels() {}

    static List<TunnelLoad> between(final Counts before, final Counts after, final Control control) {
        final Rate rate = Rate.between(before.timeNs(), after.timeNs());
        final List<TunnelLoad> tunnels = new ArrayList<>();
        OPENED_BY.forEach((kind, step) -> {
            final Counter received = rate.counter(before.step(step), after.step(step));
            final List<String> peers = control.tunnelPeers().getOrDefault(kind, List.of());
            if (received.packets() > 0 || !peers.isEmpty()) {
                tunnels.add(new TunnelLoad(kind, "", peers, Counter.NONE, received));
            }
        });
        after.tunnels()
                .forEach((vrf, counts) -> counts.forEach((counter, count) -> {
                    if (count > 0) {
                        final String kind = SENT.get(counter);
                        tunnels.add(new TunnelLoad(
                                kind,
                                network(control, vrf),
                                control.tunnelPeers().getOrDefault(kind, List.of()),
                                rate.counter(
                                        before.tunnels()
                                                .getOrDefault(vrf, Map.of())
                                                .getOrDefault(counter, 0L),
                                        count),
                                Counter.NONE));
                    }
                }));
        return tunnels;
    }

    private static String network(final Control control, final int vrf) {
        final String name = control.names().vrf(vrf);
        return name.isEmpty() ? "vrf " + vrf : name;
    }
}
