// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.watch.Sampler;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VrVrfStats;

/** The counters of a VRF with their labels, line by line as {@code vrfstats} prints them. */
final class VrfStatsLines {
    private static final List<Map<String, Field.OfLong<VrVrfStats>>> LINES = List.of(
            line(
                    "Discards", VrVrfStats.DISCARDS,
                    "Resolves", VrVrfStats.RESOLVES,
                    "Receives", VrVrfStats.RECEIVES,
                    "L2 Receives", VrVrfStats.L2_RECEIVES,
                    "Vrf Translates", VrVrfStats.VRF_TRANSLATES,
                    "Unknown Unicast Floods", VrVrfStats.UUC_FLOODS),
            line(
                    "Ecmp Composites", VrVrfStats.ECMP_COMPOSITES,
                    "L2 Mcast Composites", VrVrfStats.L2_MCAST_COMPOSITES,
                    "Fabric Composites", VrVrfStats.FABRIC_COMPOSITES,
                    "Encap Composites", VrVrfStats.ENCAP_COMPOSITES,
                    "Evpn Composites", VrVrfStats.EVPN_COMPOSITES),
            line(
                    "Udp Tunnels", VrVrfStats.UDP_TUNNELS,
                    "Udp Mpls Tunnels", VrVrfStats.UDP_MPLS_TUNNELS,
                    "Gre Mpls Tunnels", VrVrfStats.GRE_MPLS_TUNNELS,
                    "Vxlan Tunnels", VrVrfStats.VXLAN_TUNNELS,
                    "Pbb Tunnels", VrVrfStats.PBB_TUNNELS,
                    "Mpls over Mpls Tunnels", VrVrfStats.UDP_MPLS_OVER_MPLS_TUNNELS),
            line("L2 Encaps", VrVrfStats.L2_ENCAPS, "Encaps", VrVrfStats.ENCAPS),
            line("GROs", VrVrfStats.GROS, "Diags", VrVrfStats.DIAGS),
            line(
                    "Arp Virtual Proxys", VrVrfStats.ARP_VIRTUAL_PROXY,
                    "Arp Virtual Stitchs", VrVrfStats.ARP_VIRTUAL_STITCH,
                    "Arp Virtual Floods", VrVrfStats.ARP_VIRTUAL_FLOOD,
                    "Arp Physical Stitchs", VrVrfStats.ARP_PHYSICAL_STITCH,
                    "Arp Tor Proxys", VrVrfStats.ARP_TOR_PROXY,
                    "Arp Physical Floods", VrVrfStats.ARP_PHYSICAL_FLOOD));

    private VrfStatsLines() {}

    @SuppressWarnings("unchecked") // the list above alternates labels and fields
    private static Map<String, Field.OfLong<VrVrfStats>> line(final Object... labelsAndFields) {
        final Map<String, Field.OfLong<VrVrfStats>> line = new LinkedHashMap<>();
        for (int i = 0; i < labelsAndFields.length; i += 2) {
            line.put((String) labelsAndFields[i], (Field.OfLong<VrVrfStats>) labelsAndFields[i + 1]);
        }
        return line;
    }

    /** One VRF and the empty line behind it. */
    static void append(final StringBuilder out, final VrVrfStats stats, final String network) {
        out.append("Vrf: ")
                .append(stats.value(VrVrfStats.VRF))
                .append(Brackets.of(network))
                .append('\n');
        for (final Map<String, Field.OfLong<VrVrfStats>> line : LINES) {
            final StringBuilder text = new StringBuilder();
            line.forEach((label, field) -> text.append(text.isEmpty() ? "" : ", ")
                    .append(label)
                    .append(' ')
                    .append(stats.value(field)));
            out.append(text).append('\n');
        }
        out.append('\n');
    }

    /** The same counters, each as what it grew by in a second. */
    static VrVrfStats perSecond(final VrVrfStats before, final VrVrfStats after, final double seconds) {
        final VrVrfStats rates = new VrVrfStats().put(VrVrfStats.VRF, after.value(VrVrfStats.VRF));
        for (final Map<String, Field.OfLong<VrVrfStats>> line : LINES) {
            line.values()
                    .forEach(field ->
                            rates.put(field, Sampler.perSecond(before.value(field), after.value(field), seconds)));
        }
        return rates;
    }

    static Map<String, Object> tree(final VrVrfStats stats, final String network) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("vrf", stats.value(VrVrfStats.VRF));
        tree.put("network", VifJson.emptyToNull(network));
        LINES.forEach(line -> line.forEach((label, field) -> tree.put(camel(label), stats.value(field))));
        return tree;
    }

    /** {@code "L2 Mcast Composites"} as {@code l2McastComposites}. */
    private static String camel(final String label) {
        final StringBuilder name = new StringBuilder();
        for (int i = 0; i < label.length(); i++) {
            final char c = label.charAt(i);
            final boolean startsWord = i > 0 && label.charAt(i - 1) == ' ';
            if (c != ' ') {
                name.append(startsWord ? Character.toUpperCase(c) : Character.toLowerCase(c));
            }
        }
        return name.toString();
    }
}
