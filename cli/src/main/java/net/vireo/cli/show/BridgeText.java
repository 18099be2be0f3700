// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Mac;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.VrRoute;

/** Bridge entries as {@code rt --family bridge} prints them, and as data. */
final class BridgeText {
    private static final int INDEX_WIDTH = 12;
    private static final int MAC_WIDTH = 25;
    private static final int FLAGS_WIDTH = 16;
    private static final int LABEL_WIDTH = 16;
    private static final int NEXTHOP_WIDTH = 18;
    private static final int LABEL_VALID = 0x2;

    private BridgeText() {}

    /** What stands above the entries of a VRF. */
    static void header(final StringBuilder out, final int vrf, final NodeNames names) {
        out.append("Flags: L=Label Valid, Df=DHCP flood, Mm=Mac Moved, L2c=L2 Evpn Control Word, N=New Entry,"
                        + " Ec=EvpnControlProcessing\nvRouter bridge table 0/")
                .append(vrf)
                .append(Brackets.of(names.vrf(vrf)))
                .append(
                        "\nIndex       DestMac                  Flags           Label/VNID      Nexthop           Stats\n");
    }

    /** One entry, one line. Packets are counted in the bridge table itself, which this tool does not map. */
    static void entry(final StringBuilder out, final VrRoute entry, final NodeNames names) {
        final int flags = entry.value(VrRoute.LABEL_FLAGS);
        final String letters = String.join("", flags(flags));
        out.append(Pad.right(entry.value(VrRoute.INDEX), INDEX_WIDTH))
                .append(Pad.right(Mac.text(Mac.of(entry.value(VrRoute.MAC))), MAC_WIDTH))
                .append(Pad.right(letters.isEmpty() ? "-" : letters, FLAGS_WIDTH))
                .append(Pad.right(isLabelled(flags) ? entry.value(VrRoute.LABEL) : "-", LABEL_WIDTH))
                .append(Pad.right(entry.value(VrRoute.NH_ID), NEXTHOP_WIDTH))
                .append('-')
                .append(Brackets.of(names.nexthop(entry.value(VrRoute.NH_ID))))
                .append('\n');
    }

    static Map<String, Object> tree(final VrRoute entry, final NodeNames names) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        final int flags = entry.value(VrRoute.LABEL_FLAGS);
        tree.put("mac", Mac.text(Mac.of(entry.value(VrRoute.MAC))));
        tree.put("index", entry.value(VrRoute.INDEX));
        tree.put("flags", flags(flags));
        tree.put("label", isLabelled(flags) ? (Integer) entry.value(VrRoute.LABEL) : null);
        tree.put("nexthop", entry.value(VrRoute.NH_ID));
        tree.put("nexthopMeaning", VifJson.emptyToNull(names.nexthop(entry.value(VrRoute.NH_ID))));
        return tree;
    }

    private static boolean isLabelled(final int flags) {
        return (flags & LABEL_VALID) != 0;
    }

    private static List<String> flags(final int flags) {
        final List<String> letters = new ArrayList<>();
        add(letters, flags, LABEL_VALID, "L");
        add(letters, flags, 0x4, "Df");
        add(letters, flags, 0x8, "Mm");
        add(letters, flags, 0x10, "L2c");
        add(letters, flags, 0x20, "N");
        add(letters, flags, 0x40, "Ec");
        return letters;
    }

    private static void add(final List<String> letters, final int flags, final int bit, final String letter) {
        if ((flags & bit) != 0) {
            letters.add(letter);
        }
    }
}
