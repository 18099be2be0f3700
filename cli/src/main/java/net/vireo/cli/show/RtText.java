// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv6;
import net.vireo.cli.text.Mac;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Route;

/** Routes as {@code rt} prints them, and as data. */
final class RtText {
    private static final int DESTINATION_WIDTH = 20;
    private static final int PARENT_WIDTH = 5;
    private static final int FLAGS_WIDTH = 13;
    private static final int LABEL_WIDTH = 11;
    private static final int NEXTHOP_WIDTH = 15;
    private static final int MAC_LEARNT = 0x10;

    private RtText() {}

    /** What stands above the routes of a VRF. */
    static void header(final StringBuilder out, final int vrf, final int family, final NodeNames names) {
        if (family == Family.BRIDGE) {
            BridgeText.header(out, vrf, names);
            return;
        }
        out.append("Flags: L=Label Valid, P=Proxy ARP, T=Trap ARP, F=Flood ARP, Ml=MAC-IP learnt route\n")
                .append("vRouter ")
                .append(family(family))
                .append(" routing table 0/")
                .append(vrf)
                .append("/unicast")
                .append(Brackets.of(names.vrf(vrf)))
                .append(
                        "\nDestination           PPL        Flags        Label         Nexthop    Stitched MAC(Index)\n");
    }

    /** One route, one line. */
    static void route(final StringBuilder out, final VrRoute route, final NodeNames names) {
        if (route.value(VrRoute.FAMILY) == Family.BRIDGE) {
            BridgeText.entry(out, route, names);
            return;
        }
        final int flags = route.value(VrRoute.LABEL_FLAGS);
        out.append(Pad.right(destination(route), DESTINATION_WIDTH))
                .append(Pad.left(route.value(VrRoute.REPLACE_PLEN), PARENT_WIDTH))
                .append(Pad.left(String.join("", flags(flags)), FLAGS_WIDTH))
                .append(Pad.left(label(route), LABEL_WIDTH))
                .append(Pad.left(route.value(VrRoute.NH_ID), NEXTHOP_WIDTH))
                .append("        ")
                .append(stitched(route))
                .append(Brackets.of(names.nexthop(route.value(VrRoute.NH_ID))))
                .append('\n');
    }

    /** {@code inet4}, {@code inet6} or {@code bridge}, as the tools say. */
    static String family(final int family) {
        return switch (family) {
            case Family.INET6 -> "inet6";
            case Family.BRIDGE -> "bridge";
            default -> "inet4";
        };
    }

    /** The same as {@code --family} takes it. */
    static String option(final int family) {
        return family == Family.INET ? "inet" : family(family);
    }

    /** One route as data. */
    static Map<String, Object> tree(final VrRoute route, final NodeNames names) {
        if (route.value(VrRoute.FAMILY) == Family.BRIDGE) {
            return BridgeText.tree(route, names);
        }
        final Map<String, Object> tree = new LinkedHashMap<>();
        final boolean labelled = (route.value(VrRoute.LABEL_FLAGS) & Route.FLAG_LABEL_VALID) != 0;
        tree.put("destination", destination(route));
        tree.put("parentPrefixLength", route.value(VrRoute.REPLACE_PLEN));
        tree.put("flags", flags(route.value(VrRoute.LABEL_FLAGS)));
        tree.put("label", labelled ? route.value(VrRoute.LABEL) : null);
        tree.put("nexthop", route.value(VrRoute.NH_ID));
        tree.put("nexthopMeaning", VifJson.emptyToNull(names.nexthop(route.value(VrRoute.NH_ID))));
        final byte[] mac = route.value(VrRoute.MAC);
        tree.put("stitchedMac", hasMac(mac) ? Mac.text(Mac.of(mac)) : null);
        return tree;
    }

    private static String destination(final VrRoute route) {
        final byte[] prefix = route.value(VrRoute.PREFIX);
        final String address =
                switch (prefix.length) {
                    case 4 -> Ipv4.text(WireIpv4.fromBytes(prefix));
                    case 16 -> Ipv6.text(prefix);
                    default -> "?";
                };
        return address + "/" + route.value(VrRoute.PREFIX_LEN);
    }

    private static List<String> flags(final int flags) {
        final List<String> letters = new ArrayList<>();
        flag(letters, flags, Route.FLAG_LABEL_VALID, "L");
        flag(letters, flags, Route.FLAG_ARP_PROXY, "P");
        flag(letters, flags, Route.FLAG_ARP_TRAP, "T");
        flag(letters, flags, Route.FLAG_ARP_FLOOD, "F");
        flag(letters, flags, MAC_LEARNT, "Ml");
        return letters;
    }

    private static void flag(final List<String> letters, final int flags, final int bit, final String letter) {
        if ((flags & bit) != 0) {
            letters.add(letter);
        }
    }

    private static String label(final VrRoute route) {
        final boolean valid = (route.value(VrRoute.LABEL_FLAGS) & Route.FLAG_LABEL_VALID) != 0;
        return valid ? Integer.toString(route.value(VrRoute.LABEL)) : "-";
    }

    private static boolean hasMac(final byte[] mac) {
        return mac.length == 6 && Mac.of(mac) != 0;
    }

    /** The MAC that ARP is answered with, its octets without leading zeros as the original prints them. */
    private static String stitched(final VrRoute route) {
        final byte[] mac = route.value(VrRoute.MAC);
        if (!hasMac(mac)) {
            return "-";
        }
        final StringBuilder text = new StringBuilder();
        for (final byte octet : mac) {
            text.append(text.isEmpty() ? "" : ":").append(Integer.toHexString(octet & 0xff));
        }
        return text.append('(').append(route.value(VrRoute.INDEX)).append(')').toString();
    }
}
