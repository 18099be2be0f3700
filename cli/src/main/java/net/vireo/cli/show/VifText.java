// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv6;
import net.vireo.cli.text.Mac;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrVrfAssign;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireIpv6;

/** One vif as {@code vif} prints it: lines of counters are left out while all their numbers are zero. */
final class VifText {
    private static final int LABEL_WIDTH = 12;
    private static final String INDENT = " ".repeat(LABEL_WIDTH);
    private static final int NO_MIRROR = -1;
    private static final int NO_PARENT = -1;

    private final StringBuilder out;
    private static final int MAC_BYTES = 6;

    private final NodeNames names;

    /** In front of each line of counters: empty, or {@code Core n }. */
    private final String core;

    /** @param core the core the counters are of, or null for all */
    VifText(final StringBuilder out, final NodeNames names, final Integer core) {
        this.out = out;
        this.names = names;
        this.core = core == null ? "" : "Core " + core + " ";
    }

    /** What stands above the first vif. */
    VifText header() {
        out.append("Vrouter Interface Table\n\n").append(VifFlags.legend()).append('\n');
        return this;
    }

    /** One vif and the empty line behind it. */
    VifText vif(final VrInterface vif) {
        return vif(vif, List.of());
    }

    /** The same with lines about its queues at the end. */
    VifText vif(final VrInterface vif, final List<String> queues) {
        name(vif);
        identity(vif);
        receive(vif);
        fabric(vif);
        counters("RX ", vif, VrInterface.IPACKETS, VrInterface.IBYTES, VrInterface.IERRORS);
        counters("TX ", vif, VrInterface.OPACKETS, VrInterface.OBYTES, VrInterface.OERRORS);
        if (vif.value(VrInterface.ISID) != 0) {
            line("ISID: " + vif.value(VrInterface.ISID) + " Bmac: " + mac(vif.value(VrInterface.PBB_MAC)));
        }
        line(core + "Drops:" + vif.value(VrInterface.DPACKETS));
        metadata("Ingress", vif.value(VrInterface.IN_MIRROR_MD));
        metadata("Egress", vif.value(VrInterface.OUT_MIRROR_MD));
        transmit(vif);
        queues.forEach(this::line);
        out.append('\n');
        return this;
    }

    /** The VLANs of a service vif and the VRFs they lead to. */
    VifText vlans(final List<VrVrfAssign> assignments) {
        out.append("VRF table(vlan:vrf):\n");
        for (final VrVrfAssign assignment : assignments) {
            out.append(assignment.value(VrVrfAssign.VLAN_ID))
                    .append(':')
                    .append(assignment.value(VrVrfAssign.VIF_VRF))
                    .append(", ");
        }
        out.append('\n');
        return this;
    }

    private void name(final VrInterface vif) {
        final int index = vif.value(VrInterface.IDX);
        out.append(Pad.right("vif0/" + index, LABEL_WIDTH)).append(VifType.device(vif));
        final int parent = vif.value(VrInterface.PARENT_VIF_IDX);
        if (vif.value(VrInterface.VLAN_ID) > 0) {
            out.append(" Vlan(o/i)(,S): ")
                    .append(vif.value(VrInterface.OVLAN_ID))
                    .append('/')
                    .append(vif.value(VrInterface.VLAN_ID));
            sourceMacs(vif);
        }
        if (parent > NO_PARENT && vif.value(VrInterface.VLAN_ID) > 0) {
            out.append(" Parent:vif0/").append(parent);
        }
        final int nexthop = vif.value(VrInterface.NH_ID);
        if (nexthop != 0) {
            out.append(" NH: ").append(nexthop);
        }
        out.append(Brackets.of(names.vif(index))).append('\n');
    }

    /** The sources of a sub-interface and their places in its parent's table. */
    private void sourceMacs(final VrInterface vif) {
        final byte[] macs = vif.value(VrInterface.SRC_MAC);
        final int[] indices = vif.value(VrInterface.BRIDGE_IDX);
        for (int i = 0; (i + 1) * MAC_BYTES <= macs.length; i++) {
            if (Mac.at(macs, i * MAC_BYTES) != 0) {
                out.append(", ").append(Mac.text(Mac.at(macs, i * MAC_BYTES)));
                out.append(i < indices.length ? " Bridge Index: " + indices[i] : "");
            }
        }
    }

    private void identity(final VrInterface vif) {
        line("Type:" + VifType.type(vif.value(VrInterface.TYPE)) + " HWaddr:" + mac(vif.value(VrInterface.MAC))
                + " IPaddr:" + Ipv4.text(WireIpv4.fromWire(vif.value(VrInterface.IP))));
        final long upper = vif.value(VrInterface.IP6_U);
        final long lower = vif.value(VrInterface.IP6_L);
        if ((upper | lower) != 0) {
            line("IP6addr:" + Ipv6.text(WireIpv6.fromWire(upper, lower)));
        }
        final int mirror = vif.value(VrInterface.MIR_ID);
        line("Vrf:" + vif.value(VrInterface.VRF) + " Mcast Vrf:" + vif.value(VrInterface.MCAST_VRF) + " Flags:"
                + String.join("", VifFlags.symbols(vif.value(VrInterface.FLAGS))) + " QOS:"
                + vif.value(VrInterface.QOS_MAP_INDEX) + " Ref:" + vif.value(VrInterface.REF_CNT)
                + (mirror > NO_MIRROR && hasMirror(vif) ? " Mirror index " + mirror : "")
                + Brackets.of(names.vrf(vif.value(VrInterface.VRF))));
    }

    private static boolean hasMirror(final VrInterface vif) {
        final int flags = vif.value(VrInterface.FLAGS);
        return VifFlags.MIRROR_RX.in(flags) || VifFlags.MIRROR_TX.in(flags);
    }

    private void receive(final VrInterface vif) {
        final long noMbufs = vif.value(VrInterface.DEV_INOMBUFS);
        device("RX device ", vif, VrInterface.DEV_IPACKETS, VrInterface.DEV_IBYTES, VrInterface.DEV_IERRORS, noMbufs);
        port(
                "RX port   ",
                vif.value(VrInterface.PORT_IPACKETS),
                vif.value(VrInterface.PORT_IERRORS),
                vif.value(VrInterface.PORT_ISYSCALLS));
        port("RX queue  ", vif.value(VrInterface.QUEUE_IPACKETS), vif.value(VrInterface.QUEUE_IERRORS), 0);
        final StringBuilder toLcore = new StringBuilder(core).append("RX queue errors to lcore");
        for (final long errors : vif.value(VrInterface.QUEUE_IERRORS_TO_LCORE)) {
            toLcore.append(' ').append(errors);
        }
        line(toLcore);
    }

    private void transmit(final VrInterface vif) {
        port("TX queue  ", vif.value(VrInterface.QUEUE_OPACKETS), vif.value(VrInterface.QUEUE_OERRORS), 0);
        port(
                "TX port   ",
                vif.value(VrInterface.PORT_OPACKETS),
                vif.value(VrInterface.PORT_OERRORS),
                vif.value(VrInterface.PORT_OSYSCALLS));
        device("TX device ", vif, VrInterface.DEV_OPACKETS, VrInterface.DEV_OBYTES, VrInterface.DEV_OERRORS, 0);
    }

    /** The link behind a physical vif, when the data plane tells it. */
    private void fabric(final VrInterface vif) {
        final byte[] name = vif.value(VrInterface.FAB_NAME);
        if (name.length == 0) {
            return;
        }
        line("Fabric Interface: " + text(name) + "  Status: "
                + (vif.value(VrInterface.INTF_STATUS) != 0 ? "UP" : "DOWN") + "  Driver: "
                + text(vif.value(VrInterface.FAB_DRV_NAME)));
        final byte[] vlan = vif.value(VrInterface.VLAN_NAME);
        line("Vlan Id: " + vif.value(VrInterface.VLAN_TAG)
                + (vlan.length == 0 ? "" : "  VLAN fwd Interface: " + text(vlan)));
    }

    /** What is put in front of mirrored packets. */
    private void metadata(final String direction, final byte[] metadata) {
        if (metadata.length > 0) {
            line(direction + " Mirror Metadata: " + HexFormat.ofDelimiter(" ").formatHex(metadata));
        }
    }

    private void counters(
            final String label,
            final VrInterface vif,
            final Field.OfLong<VrInterface> packets,
            final Field.OfLong<VrInterface> bytes,
            final Field.OfLong<VrInterface> errors) {
        line(core + label + "packets:" + vif.value(packets) + "  bytes:" + vif.value(bytes) + " errors:"
                + vif.value(errors));
    }

    private void device(
            final String label,
            final VrInterface vif,
            final Field.OfLong<VrInterface> packets,
            final Field.OfLong<VrInterface> bytes,
            final Field.OfLong<VrInterface> errors,
            final long noMbufs) {
        if ((vif.value(packets) | vif.value(bytes) | vif.value(errors) | noMbufs) != 0) {
            line(core + label + "packets:" + vif.value(packets) + "  bytes:" + vif.value(bytes) + " errors:"
                    + vif.value(errors) + (noMbufs == 0 ? "" : " no mbufs:" + noMbufs));
        }
    }

    private void port(final String label, final long packets, final long errors, final long syscalls) {
        if ((packets | errors | syscalls) != 0) {
            line(core + label + "packets:" + packets + " errors:" + errors
                    + (syscalls == 0 ? "" : " syscalls:" + syscalls));
        }
    }

    private void line(final CharSequence text) {
        out.append(INDENT).append(text).append('\n');
    }

    private static String mac(final byte[] mac) {
        return Mac.text(Mac.of(mac));
    }

    /** A name in a list of bytes: it ends at the first NUL. */
    private static String text(final byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
