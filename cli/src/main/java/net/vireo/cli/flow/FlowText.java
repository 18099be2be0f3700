// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import java.util.Arrays;
import net.vireo.cli.agent.FlowRules;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlowTableData;

/** Flows as {@code flow} prints them (sheet vrouter-dataplane, 6.2). */
final class FlowText {
    private static final int INDEX_WIDTH = 9;
    private static final int ENDS_WIDTH = 48;
    private static final int PROTOCOL_WIDTH = 5;
    private static final String BEHIND_INDEX = "    ";
    private static final String INDENT = " ".repeat(2 * INDEX_WIDTH + 3) + BEHIND_INDEX;
    private static final int TCP = 6;

    private static final String LEGEND = """
        Action:F=Forward, D=Drop N=NAT(S=SNAT, D=DNAT, Ps=SPAT, Pd=DPAT, L=Link Local Port)
         Other:K(nh)=Key_Nexthop, S(nh)=RPF_Nexthop
         Flags:E=Evicted, Ec=Evict Candidate, N=New Flow, M=Modified Dm=Delete Marked
        TCP(r=reverse):S=SYN, F=FIN, R=RST, C=HalfClose, E=Established, D=Dead

            Index                Source:Port/Destination:Port                      Proto(V)
        -----------------------------------------------------------------------------------
        """;

    private final StringBuilder out;
    private final NodeNames names;
    private final FlowRules rules;

    FlowText(final StringBuilder out, final NodeNames names, final FlowRules rules) {
        this.rules = rules;
        this.out = out;
        this.names = names;
    }

    /** What stands above the flows. */
    FlowText header(final VrFlowTableData table) {
        final int[] created = table.value(VrFlowTableData.HOLD_STAT);
        final int shown = Math.min(created.length, Math.max(0, table.value(VrFlowTableData.CPUS)));
        final StringBuilder perCpu = new StringBuilder();
        Arrays.stream(created, 0, shown == 0 ? created.length : shown)
                .forEach(count -> perCpu.append(count).append(' '));
        out.append("Flow table(size ")
                .append(Integer.toUnsignedString(table.value(VrFlowTableData.SIZE)))
                .append(", entries ")
                .append(FlowTableSize.entries(table))
                .append(")\n\nEntries: Created ")
                .append(table.value(VrFlowTableData.CREATED))
                .append(" Added ")
                .append(table.value(VrFlowTableData.ADDED))
                .append(" Deleted ")
                .append(table.value(VrFlowTableData.DELETED))
                .append(" Changed ")
                .append(table.value(VrFlowTableData.CHANGED))
                .append("Processed ")
                .append(table.value(VrFlowTableData.PROCESSED))
                .append(" Used Overflow entries ")
                .append(table.value(VrFlowTableData.OFLOW_ENTRIES))
                .append("\n(Created Flows/CPU: ")
                .append(perCpu.isEmpty() ? "" : perCpu.substring(0, perCpu.length() - 1))
                .append(")(oflows ")
                .append(table.value(VrFlowTableData.HOLD_OFLOWS))
                .append(")\n\n")
                .append(LEGEND);
        return this;
    }

    /** One flow, three lines and an empty one. */
    FlowText flow(final VireoFlowList flow) {
        final int reverse = flow.value(VireoFlowList.REVERSE_INDEX);
        final int vrf = flow.value(VireoFlowList.VRF);
        final int destinationVrf = flow.value(VireoFlowList.DESTINATION_VRF);
        out.append(Pad.left(flow.value(VireoFlowList.INDEX), INDEX_WIDTH))
                .append(reverse < 0 ? "   " : "<=>")
                .append(Pad.right(reverse < 0 ? "" : reverse, INDEX_WIDTH))
                .append(BEHIND_INDEX)
                .append(Pad.right(source(flow), ENDS_WIDTH))
                .append(Pad.left(flow.value(VireoFlowList.PROTO), PROTOCOL_WIDTH))
                .append(" (")
                .append(vrf)
                .append(destinationVrf == vrf ? "" : "->" + destinationVrf)
                .append(')')
                .append(bracket(names.vrf(vrf)))
                .append('\n')
                .append(INDENT)
                .append(destination(flow))
                .append("\n(");
        details(flow);
        out.append(")\n\n");
        return this;
    }

    private void details(final VireoFlowList flow) {
        final int key = flow.value(VireoFlowList.KEY_NH_ID);
        final int flags = flow.value(VireoFlowList.FLAGS);
        out.append("Gen: ")
                .append(flow.value(VireoFlowList.GEN_ID))
                .append(", K(nh):")
                .append(key)
                .append(bracket(names.nexthop(key)))
                .append(", Action:")
                .append(action(flow))
                .append(", Flags:")
                .append(String.join("", FlowWords.state(flags)))
                .append(", ");
        if (flow.value(VireoFlowList.PROTO) == TCP) {
            out.append("TCP:")
                    .append(String.join("", FlowWords.tcp(flow.value(VireoFlowList.TCP_FLAGS))))
                    .append(", ");
        }
        number("E:", flow.value(VireoFlowList.ECMP_INDEX));
        number("UnderlayEcmpIdx:", flow.value(VireoFlowList.UNDERLAY_ECMP_INDEX));
        final int flags1 = flow.value(VireoFlowList.FLAGS1);
        out.append((flags1 & 0x1000) != 0 ? "HbsLeft, " : "").append((flags1 & 0x2000) != 0 ? "HbsRight, " : "");
        out.append("QOS:")
                .append(flow.value(VireoFlowList.QOS_ID))
                .append(", S(nh):")
                .append(flow.value(VireoFlowList.SOURCE_NH_ID))
                .append(",  Stats:")
                .append(flow.value(VireoFlowList.PACKETS))
                .append('/')
                .append(flow.value(VireoFlowList.BYTES))
                .append(",  ");
        final int mirror = flow.value(VireoFlowList.MIRROR_ID);
        final int second = flow.value(VireoFlowList.SECOND_MIRROR_ID);
        if (mirror >= 0) {
            out.append("Mirror Index : ")
                    .append(mirror)
                    .append(second < 0 ? "" : ", " + second)
                    .append(' ');
        }
        out.append("SPort ")
                .append(flow.value(VireoFlowList.TUNNEL_SOURCE_PORT))
                .append(", TTL ")
                .append(flow.value(VireoFlowList.TTL))
                .append(", Sinfo ")
                .append(sourceInfo(flow));
        final String rule = rules.of(flow.value(VireoFlowList.INDEX), flow.value(VireoFlowList.GEN_ID));
        out.append(rule.isEmpty() ? "" : ", Rule [" + rule + "]");
    }

    private void number(final String label, final int value) {
        if (value >= 0) {
            out.append(label).append(value).append(", ");
        }
    }

    /** The action's letter with what it means here: {@code N(SPsDPd)}, {@code D(SG)}. */
    static String action(final VireoFlowList flow) {
        return switch (flow.value(VireoFlowList.ACTION)) {
            case FlowWords.DROP -> "D(" + FlowWords.dropReason(flow.value(VireoFlowList.DROP_REASON)) + ")";
            case FlowWords.HOLD -> "H";
            case FlowWords.FORWARD -> "F";
            case FlowWords.NAT -> "N(" + FlowWords.translated(flow.value(VireoFlowList.FLAGS)) + ")";
            default -> "U";
        };
    }

    /** The outer source; of a packet from a vif its index, which the original prints as an address in memory order. */
    static String sourceInfo(final VireoFlowList flow) {
        final int info = flow.value(VireoFlowList.SOURCE_INFO);
        final boolean isVif = info >= 0 && info <= 0xffff;
        return Ipv4.text(isVif ? Integer.reverseBytes(info) : info);
    }

    static String source(final VireoFlowList flow) {
        return end(flow.value(VireoFlowList.SOURCE), flow.value(VireoFlowList.SOURCE_PORT));
    }

    static String destination(final VireoFlowList flow) {
        return end(flow.value(VireoFlowList.DESTINATION), flow.value(VireoFlowList.DESTINATION_PORT));
    }

    static String address(final byte[] octets) {
        return octets.length == 4 || octets.length == 16
                ? IpPrefix.of(octets, 0).address()
                : "?";
    }

    private static String end(final byte[] octets, final int port) {
        return address(octets) + ":" + port;
    }

    private static String bracket(final String name) {
        return name.isEmpty() ? "" : " [" + name + "]";
    }
}
