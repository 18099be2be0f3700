// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import net.vireo.sandesh.VrNexthop;
import net.vireo.vrouter.table.Nexthop;
import picocli.CommandLine.Option;

/** What a composite next hop is made of, with the option names of Contrail's {@code nh}. */
final class NhMembers {
    private static final int NO_LABEL = -1;
    private static final int[] NONE = {};

    @Option(
            names = "--cni",
            paramLabel = "ID",
            description = "composite: a member; once for each, -1 keeps a place free")
    private int[] members = NONE;

    @Option(names = "--lbl", paramLabel = "LABEL", description = "composite: label or VNI of each member; -1 for none")
    private int[] labels = NONE;

    @Option(names = "--ecmp", description = "composite: one member by flow")
    private boolean ecmp;

    @Option(
            names = {"--mc", "--cmc"},
            description = "composite: a copy to each member")
    private boolean multicast;

    @Option(names = "--cfa", description = "composite: the tree to other nodes")
    private boolean fabric;

    @Option(names = "--cen", description = "composite: guests of this node")
    private boolean encap;

    @Option(names = "--cevpn", description = "composite: other nodes one by one")
    private boolean evpn;

    @Option(names = "--tor", description = "composite: top-of-rack switches")
    private boolean tor;

    /** Made by picocli. */
    NhMembers() {}

    boolean given() {
        return members.length + labels.length > 0 || ecmp || multicast || fabric || encap || evpn || tor;
    }

    /** What contradicts itself, empty when nothing does. */
    String mistake() {
        if (!given()) {
            return "";
        }
        return members.length == 0 || labels.length > 0 && labels.length != members.length
                ? "a composite needs --cni ID for each member and as many --lbl, or none"
                : "";
    }

    VrNexthop fill(final VrNexthop nexthop) {
        final int[] all = new int[members.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < labels.length ? labels[i] : NO_LABEL;
        }
        return nexthop.put(VrNexthop.FLAGS, nexthop.value(VrNexthop.FLAGS) | flags())
                .put(VrNexthop.NH_LIST, members)
                .put(VrNexthop.LABEL_LIST, all);
    }

    private int flags() {
        return (ecmp ? Nexthop.FLAG_COMPOSITE_ECMP : 0)
                | (multicast ? Nexthop.FLAG_MULTICAST : 0)
                | (fabric ? Nexthop.FLAG_COMPOSITE_FABRIC : 0)
                | (encap ? Nexthop.FLAG_COMPOSITE_ENCAP : 0)
                | (evpn ? Nexthop.FLAG_COMPOSITE_EVPN : 0)
                | (tor ? Nexthop.FLAG_COMPOSITE_TOR : 0);
    }
}
