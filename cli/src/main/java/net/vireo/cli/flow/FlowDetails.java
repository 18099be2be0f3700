// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import net.vireo.cli.agent.FlowRules;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.VireoFlowList;

/** One flow as {@code flow --get} prints it: a label and its value a line (sheet vrouter-dataplane, 6.2). */
final class FlowDetails {
    private static final int LABEL_WIDTH = 24;

    private final StringBuilder out = new StringBuilder();

    private FlowDetails() {}

    static CharSequence of(final VireoFlowList flow, final NodeNames names, final FlowRules rules) {
        final FlowDetails details = new FlowDetails();
        details.flow(flow, names);
        final String rule = rules.of(flow.value(VireoFlowList.INDEX), flow.value(VireoFlowList.GEN_ID));
        if (!rule.isEmpty()) {
            details.line("Rule", rule);
        }
        return details.out;
    }

    private void flow(final VireoFlowList flow, final NodeNames names) {
        final int reverse = flow.value(VireoFlowList.REVERSE_INDEX);
        final int key = flow.value(VireoFlowList.KEY_NH_ID);
        final int source = flow.value(VireoFlowList.SOURCE_NH_ID);
        line("Flow Index", flow.value(VireoFlowList.INDEX));
        line("Flow Generation ID", flow.value(VireoFlowList.GEN_ID));
        line("Reverse Flow Index", reverse < 0 ? "none" : reverse);
        line("VRF", flow.value(VireoFlowList.VRF) + named(names.vrf(flow.value(VireoFlowList.VRF))));
        final int destinationVrf = flow.value(VireoFlowList.DESTINATION_VRF);
        line("Destination VRF", destinationVrf + named(names.vrf(destinationVrf)));
        line("Flow Source", FlowText.source(flow));
        line("Flow Destination", FlowText.destination(flow));
        line("Flow Protocol", FlowWords.protocolName(flow.value(VireoFlowList.PROTO)));
        line("Action", FlowText.action(flow));
        line("Key Nexthop", key + named(names.nexthop(key)));
        line("Expected Source", "NH " + source + named(names.nexthop(source)));
        line("Source Information", FlowText.sourceInfo(flow));
        line("Flow Flags", String.join(" ", FlowWords.state(flow.value(VireoFlowList.FLAGS))));
        line("TCP Flags", String.join(" ", FlowWords.tcp(flow.value(VireoFlowList.TCP_FLAGS))));
        line("UDP Source Port", flow.value(VireoFlowList.TUNNEL_SOURCE_PORT));
        line("QOS Map", none(flow.value(VireoFlowList.QOS_ID)));
        line("Mirrors", none(flow.value(VireoFlowList.MIRROR_ID)) + second(flow));
        line("ECMP Index", none(flow.value(VireoFlowList.ECMP_INDEX)));
        line("Held Packets", flow.value(VireoFlowList.HELD_PACKETS));
        line("Age, Idle", ms(flow.value(VireoFlowList.AGE_MS)) + ", " + ms(flow.value(VireoFlowList.IDLE_MS)));
        line(
                "Flow Statistics",
                flow.value(VireoFlowList.PACKETS) + " pkts/" + flow.value(VireoFlowList.BYTES) + " bytes");
    }

    private static String second(final VireoFlowList flow) {
        final int second = flow.value(VireoFlowList.SECOND_MIRROR_ID);
        return second < 0 ? "" : ", " + second;
    }

    private static String none(final int value) {
        return value < 0 ? "none" : Integer.toString(value);
    }

    private static String ms(final long ms) {
        return ms < 0 ? "unknown" : ms + " ms";
    }

    private static String named(final String name) {
        return name.isEmpty() ? "" : "  [" + name + "]";
    }

    private void line(final String label, final Object value) {
        out.append(Pad.right(label + ":", LABEL_WIDTH)).append(value).append('\n');
    }
}
