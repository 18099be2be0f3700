// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.HexFormat;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv6;
import net.vireo.cli.text.Mac;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WirePort;
import net.vireo.vrouter.table.Nexthop;

/** One next hop as {@code nh} prints it. */
final class NhText {
    private static final int ID_WIDTH = 9;
    private static final int TYPE_WIDTH = 13;
    private static final int FAMILY_WIDTH = 8;
    private static final int REFERENCES_WIDTH = 9;
    private static final String INDENT = " ".repeat(14);
    private static final int NO_OIF = -1;
    private static final int NO_LABEL = -1;
    private static final HexFormat HEX = HexFormat.of().withSuffix(" ");

    private final StringBuilder out;
    private final NodeNames names;

    NhText(final StringBuilder out, final NodeNames names) {
        this.out = out;
        this.names = names;
    }

    /** One next hop and the empty line behind it. */
    NhText nexthop(final VrNexthop nexthop) {
        final int id = nexthop.value(VrNexthop.ID);
        out.append("Id:")
                .append(Pad.right(id, ID_WIDTH))
                .append("  Type:")
                .append(Pad.right(NhWords.type(nexthop.value(VrNexthop.TYPE)), TYPE_WIDTH))
                .append("  Fmly:")
                .append(Pad.left(NhWords.family(nexthop.value(VrNexthop.FAMILY)), FAMILY_WIDTH))
                .append("  Rid:")
                .append(nexthop.value(VrNexthop.RID))
                .append("  Ref_cnt:")
                .append(Pad.right(nexthop.value(VrNexthop.REF_CNT), REFERENCES_WIDTH))
                .append("  Vrf:")
                .append(nexthop.value(VrNexthop.VRF))
                .append(Brackets.of(names.nexthop(id), names.vrf(vrf(nexthop))))
                .append('\n');
        final StringBuilder flags = new StringBuilder("Flags:");
        NhWords.flags(nexthop.value(VrNexthop.FLAGS))
                .forEach(flag -> flags.append(flag).append(", "));
        line(flags);
        switch (nexthop.value(VrNexthop.TYPE)) {
            case Nexthop.TYPE_RECEIVE -> line("Oif:" + oif(nexthop) + vif(nexthop));
            case Nexthop.TYPE_ENCAP -> encap(nexthop);
            case Nexthop.TYPE_TUNNEL -> tunnel(nexthop);
            case Nexthop.TYPE_COMPOSITE -> {
                hashKey(nexthop);
                members(nexthop, "Sub NH(label):");
            }
            case Nexthop.TYPE_VRF_TRANSLATE -> line("Vrf:" + nexthop.value(VrNexthop.VRF));
            default -> {
                // The other types have no more to tell.
            }
        }
        if (NhWords.isIndirect(nexthop.value(VrNexthop.FLAGS))) {
            members(nexthop, "Direct NH(label):");
        }
        out.append('\n');
        return this;
    }

    /** The VRF whose name belongs to it; that of the underlay says nothing. */
    private static int vrf(final VrNexthop nexthop) {
        final int vrf = nexthop.value(VrNexthop.VRF);
        return vrf == 0 ? -1 : vrf;
    }

    private void encap(final VrNexthop nexthop) {
        final byte[] header = nexthop.value(VrNexthop.ENCAP);
        line("EncapFmly:" + HexFormat.of().toHexDigits((short) nexthop.value(VrNexthop.ENCAP_FAMILY)) + " Oif:"
                + oif(nexthop) + " Len:" + header.length + vif(nexthop));
        line("Encap Data: " + HEX.formatHex(header));
    }

    private void tunnel(final VrNexthop nexthop) {
        final byte[] header = nexthop.value(VrNexthop.ENCAP);
        line("Oif:" + oif(nexthop) + " Len:" + header.length + " Data:" + HEX.formatHex(header));
        final StringBuilder ends = new StringBuilder();
        if (nexthop.value(VrNexthop.TUN_SIP6).length == 16 && nexthop.value(VrNexthop.TUN_DIP6).length == 16) {
            ends.append("Sip:").append(Ipv6.text(nexthop.value(VrNexthop.TUN_SIP6)));
            ends.append(" Dip:").append(Ipv6.text(nexthop.value(VrNexthop.TUN_DIP6)));
        } else if (nexthop.value(VrNexthop.FAMILY) == Family.INET) {
            ends.append("Sip:").append(Ipv4.text(WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_SIP))));
            ends.append(" Dip:").append(Ipv4.text(WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_DIP))));
        }
        if (nexthop.value(VrNexthop.TUN_SPORT) != 0 || nexthop.value(VrNexthop.TUN_DPORT) != 0) {
            ends.append(" Sport:").append(WirePort.fromWire(nexthop.value(VrNexthop.TUN_SPORT)));
            ends.append(" Dport:").append(WirePort.fromWire(nexthop.value(VrNexthop.TUN_DPORT)));
        }
        if (!ends.isEmpty()) {
            line(ends);
        }
        final byte[] rewrite = nexthop.value(VrNexthop.RW_DST_MAC);
        if (Mac.of(rewrite) != 0) {
            line("L3 rewrite mac:" + Mac.text(Mac.of(rewrite)));
        }
    }

    /** Which fields choose a member; not told by a router for which it is always all of them. */
    private void hashKey(final VrNexthop nexthop) {
        final int fields = nexthop.value(VrNexthop.ECMP_CONFIG_HASH);
        if (fields != 0) {
            line("Valid Hash Key Parameters: " + String.join(",", NhWords.hashKey(fields)));
        }
    }

    private void members(final VrNexthop nexthop, final String title) {
        final int[] ids = nexthop.value(VrNexthop.NH_LIST);
        final int[] labels = nexthop.value(VrNexthop.LABEL_LIST);
        final StringBuilder text = new StringBuilder(title);
        for (int i = 0; i < ids.length; i++) {
            text.append(' ').append(ids[i]);
            if (i < labels.length && labels[i] != NO_LABEL) {
                text.append('(').append(labels[i]).append(')');
            }
        }
        line(text);
    }

    private static int oif(final VrNexthop nexthop) {
        final int[] interfaces = nexthop.value(VrNexthop.ENCAP_OIF_ID);
        return interfaces.length == 0 ? NO_OIF : interfaces[0];
    }

    private String vif(final VrNexthop nexthop) {
        return Brackets.of(names.vif(oif(nexthop)));
    }

    private void line(final CharSequence text) {
        out.append(INDENT).append(text).append('\n');
    }
}
