// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.Map;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterOps;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo vrouter}: the data plane's version, limits and settings. */
@Command(
        name = "vrouter",
        description = "Version, limits and settings of the data plane.",
        footer = {
            "",
            "Examples:",
            "  vireo vrouter --info",
            "  vireo vrouter -o json",
            "  vireo vrouter --flow_hold_limit 2000 --mudp 1",
            "  vireo vrouter --set-log-level debug",
            "  vireo vrouter --queue-policy all --tx-wait-us 500"
        })
public final class VrouterCommand extends Tool {
    private static final int LABEL_WIDTH = 48;

    private static final String LOG_LEVEL = "Current log level";

    @ArgGroup(exclusive = false, heading = "%nTo change while it runs:%n")
    private VrouterOptions options = new VrouterOptions();

    @ArgGroup(exclusive = false, heading = "%nHow lcores work:%n")
    private LiveOptions live = new LiveOptions();

    /** Made by picocli. */
    public VrouterCommand() {}

    /** Called by picocli for an option that asks for what is done anyway. */
    @Option(names = "--info", description = "version, limits and settings (what a bare 'vrouter' does)")
    void info(final boolean wanted) {
        // It is what is done without options that change something.
    }

    @Override
    public Integer call() {
        if (!options.mistake().isEmpty()) {
            throw usage(options.mistake());
        }
        if (options.given() || !live.wanted().isEmpty()) {
            try (VrouterClient client = connect()) {
                if (options.given()) {
                    client.request(options.request());
                }
                live.wanted().forEach((knob, value) -> LiveKnobs.turn(client, knob, value));
            }
            return OK;
        }
        final VrouterOps ops;
        try (VrouterClient client = connect()) {
            ops = client.request(new VrouterOps().op(SandeshOp.GET)).first(VrouterOps.class);
        }
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("build", BuildInfo.of(ops.value(VrouterOps.BUILD_INFO)).tree());
            document.put("limits", new LinkedHashMap<>(limits(ops)));
            document.put("settings", new LinkedHashMap<>(settings(ops)));
            document.put("logLevel", VrouterOptions.level(ops.value(VrouterOps.LOG_LEVEL)));
            output().printJson(document);
            return OK;
        }
        final StringBuilder out = new StringBuilder();
        out.append(BuildInfo.of(ops.value(VrouterOps.BUILD_INFO)).line()).append('\n');
        section(out, "Startup parameters", limits(ops));
        section(out, "Runtime parameters", settings(ops));
        if (ops.value(VrouterOps.LOG_LEVEL) != 0) {
            out.append(Pad.right(LOG_LEVEL, LABEL_WIDTH))
                    .append(VrouterOptions.level(ops.value(VrouterOps.LOG_LEVEL)))
                    .append('\n');
        }
        output().print(out);
        return OK;
    }

    private static void section(final StringBuilder out, final String title, final Map<String, Integer> values) {
        out.append('\n').append(title).append("\n\n");
        values.forEach((label, value) ->
                out.append(Pad.right(label, LABEL_WIDTH)).append(value).append('\n'));
    }

    private static Map<String, Integer> limits(final VrouterOps ops) {
        final Map<String, Integer> limits = new LinkedHashMap<>();
        limits.put("Interfaces limit", ops.value(VrouterOps.INTERFACES));
        limits.put("VRF tables limit", ops.value(VrouterOps.VRFS));
        limits.put("NextHops limit", ops.value(VrouterOps.NEXTHOPS));
        limits.put("MPLS Labels limit", ops.value(VrouterOps.MPLS_LABELS));
        limits.put("Bridge Table limit", ops.value(VrouterOps.BRIDGE_ENTRIES));
        limits.put("Bridge Table Overflow limit", ops.value(VrouterOps.OFLOW_BRIDGE_ENTRIES));
        limits.put("Flow Table limit", ops.value(VrouterOps.FLOW_ENTRIES));
        limits.put("Flow Table overflow limit", ops.value(VrouterOps.OFLOW_ENTRIES));
        limits.put("Mirror entries limit", ops.value(VrouterOps.MIRROR_ENTRIES));
        limits.put("Memory Allocation Checks", ops.value(VrouterOps.MEMORY_ALLOC_CHECKS));
        limits.put("Vif Bridge Table limit", ops.value(VrouterOps.VIF_BRIDGE_ENTRIES));
        limits.put("Vif Bridge Table Overflow limit", ops.value(VrouterOps.VIF_OFLOW_BRIDGE_ENTRIES));
        limits.put("Vrouter pkt drop log buf size", ops.value(VrouterOps.PKT_DROPLOG_BUFSZ));
        limits.put("En/Dis pkt drop debug log infra", ops.value(VrouterOps.PKT_DROPLOG_BUF_EN));
        return limits;
    }

    private static Map<String, Integer> settings(final VrouterOps ops) {
        final Map<String, Integer> settings = new LinkedHashMap<>();
        settings.put("GRO", ops.value(VrouterOps.PERFR));
        settings.put("Segmentation in software", ops.value(VrouterOps.PERFS));
        settings.put("TCP MSS adjust from VM", ops.value(VrouterOps.FROM_VM_MSS_ADJ));
        settings.put("TCP MSS adjust to VM", ops.value(VrouterOps.TO_VM_MSS_ADJ));
        settings.put("RPS after pulling inner hdr (perfr1)", ops.value(VrouterOps.PERFR1));
        settings.put("RPS after GRO (perfr2)", ops.value(VrouterOps.PERFR2));
        settings.put("RPS from physical interface (perfr3)", ops.value(VrouterOps.PERFR3));
        settings.put("Pull inner header (faster version)", ops.value(VrouterOps.PERFP));
        settings.put("CPU for perfr1 (perfq1)", ops.value(VrouterOps.PERFQ1));
        settings.put("CPU for perfr2 (perfq2)", ops.value(VrouterOps.PERFQ2));
        settings.put("CPU for perfr3 (perfq3)", ops.value(VrouterOps.PERFQ3));
        settings.put("NIC cksum offload for outer UDP hdr", ops.value(VrouterOps.UDP_COFF));
        settings.put("MPLS over UDP globally", ops.value(VrouterOps.MUDP));
        settings.put("Flow hold limit", ops.value(VrouterOps.FLOW_HOLD_LIMIT));
        settings.put("Used Flow entries", ops.value(VrouterOps.FLOW_USED_ENTRIES));
        settings.put("Used Over Flow entries", ops.value(VrouterOps.FLOW_USED_OENTRIES));
        settings.put("Used Bridge entries", ops.value(VrouterOps.BRIDGE_USED_ENTRIES));
        settings.put("Used Over Flow bridge entries", ops.value(VrouterOps.BRIDGE_USED_OENTRIES));
        settings.put("Burst Total Tokens", ops.value(VrouterOps.BURST_TOKENS));
        settings.put("Burst Interval", ops.value(VrouterOps.BURST_INTERVAL));
        settings.put("Burst Step", ops.value(VrouterOps.BURST_STEP));
        settings.put("NIC Priority Tagging", ops.value(VrouterOps.PRIORITY_TAGGING));
        settings.put("Packet dump", ops.value(VrouterOps.PACKET_DUMP));
        settings.put("Vrouter packet drop log enable", ops.value(VrouterOps.PKT_DROPLOG_EN));
        settings.put("Vrouter packet drop log minimum enable", ops.value(VrouterOps.PKT_DROPLOG_MIN_EN));
        settings.put("Unconditional closure of Flow on TCP RST", ops.value(VrouterOps.UNCOND_CLOSE_FLOW_ON_TCP_RST));
        return settings;
    }
}
