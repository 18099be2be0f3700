// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrouterOps;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The settings that {@code vrouter} changes while the data plane runs, with the option names of Contrail's tool. */
final class VrouterOptions {
    /** In a request: leave it as it is. */
    private static final int LEAVE = -1;

    /** What a switch is set to: 0 stands for what was not asked for. */
    private static final int ON = 1;

    private static final int OFF = 2;

    private static final List<String> LOG_LEVELS =
            List.of("emergency", "alert", "critical", "error", "warning", "notice", "info", "debug");

    private static final List<String> LOG_TYPES =
            List.of("vrouter", "usock", "uvhost", "dpcore", "netlink", "routing", "interface", "flow", "bridge");

    @Option(names = "--perfr", paramLabel = "0|1", description = "merge received packets (GRO)")
    private Integer gro;

    @Option(names = "--perfs", paramLabel = "0|1", description = "segment in software (GSO)")
    private Integer gso;

    @Option(names = "--from_vm_mss_adj", paramLabel = "0|1", description = "lower the MSS of what guests send")
    private Integer fromVmMss;

    @Option(names = "--to_vm_mss_adj", paramLabel = "0|1", description = "lower the MSS of what guests get")
    private Integer toVmMss;

    @Option(names = "--perfr1", paramLabel = "0|1", description = "RPS after the inner header is pulled")
    private Integer rps1;

    @Option(names = "--perfr2", paramLabel = "0|1", description = "RPS after merging")
    private Integer rps2;

    @Option(names = "--perfr3", paramLabel = "0|1", description = "RPS from the physical interface")
    private Integer rps3;

    @Option(names = "--perfp", paramLabel = "0|1", description = "pull the inner header (faster version)")
    private Integer pull;

    @Option(names = "--perfq1", paramLabel = "CPU", description = "CPU for --perfr1, 0 to choose")
    private Integer queue1;

    @Option(names = "--perfq2", paramLabel = "CPU", description = "CPU for --perfr2, 0 to choose")
    private Integer queue2;

    @Option(names = "--perfq3", paramLabel = "CPU", description = "CPU for --perfr3, 0 to choose")
    private Integer queue3;

    @Option(names = "--udp_coff", paramLabel = "0|1", description = "let the NIC make the outer UDP checksum")
    private Integer udpChecksum;

    @Option(names = "--flow_hold_limit", paramLabel = "N", description = "flows that may wait for the agent")
    private Integer holdLimit;

    @Option(names = "--mudp", paramLabel = "0|1", description = "MPLS over UDP instead of GRE")
    private Integer mplsOverUdp;

    @Option(names = "--burst_tokens", paramLabel = "N", description = "flows that may exceed the hold limit")
    private Integer burstTokens;

    @Option(names = "--burst_interval", paramLabel = "MS", description = "how often burst tokens come back")
    private Integer burstInterval;

    @Option(names = "--burst_step", paramLabel = "N", description = "how many come back at a time")
    private Integer burstStep;

    @Option(names = "--packet_dump", paramLabel = "0|1", description = "log packets")
    private Integer packetDump;

    @Option(names = "--priority_tagging", paramLabel = "0|1", description = "tag frames to the fabric with priority")
    private Integer priorityTagging;

    @Option(names = "--uncond_close_flow_on_tcp_rst", paramLabel = "0|1", description = "any reset closes a flow")
    private Integer closeOnReset;

    @Option(names = "--pkt_droplog_en", paramLabel = "0|1", description = "keep the last dropped packets")
    private Integer dropLog;

    @Option(names = "--pkt_droplog_min_en", paramLabel = "0|1", description = "keep them without their bytes")
    private Integer dropLogMinimum;

    @Option(
            names = "--set-log-level",
            paramLabel = "LEVEL",
            converter = LogLevel.class,
            description = "emergency, alert, critical, error, warning, notice, info or debug")
    private Integer logLevel;

    @Option(names = "--enable-log-type", paramLabel = "TYPE", converter = LogType.class, description = "log more of it")
    private Integer logMore;

    @Option(
            names = "--disable-log-type",
            paramLabel = "TYPE",
            converter = LogType.class,
            description = "log less of it")
    private Integer logLess;

    private Map<Field.OfInt<VrouterOps>, Integer> settings() {
        final Map<Field.OfInt<VrouterOps>, Integer> settings = new LinkedHashMap<>();
        settings.put(VrouterOps.PERFR, gro);
        settings.put(VrouterOps.PERFS, gso);
        settings.put(VrouterOps.FROM_VM_MSS_ADJ, fromVmMss);
        settings.put(VrouterOps.TO_VM_MSS_ADJ, toVmMss);
        settings.put(VrouterOps.PERFR1, rps1);
        settings.put(VrouterOps.PERFR2, rps2);
        settings.put(VrouterOps.PERFR3, rps3);
        settings.put(VrouterOps.PERFP, pull);
        settings.put(VrouterOps.PERFQ1, queue1);
        settings.put(VrouterOps.PERFQ2, queue2);
        settings.put(VrouterOps.PERFQ3, queue3);
        settings.put(VrouterOps.UDP_COFF, udpChecksum);
        settings.put(VrouterOps.FLOW_HOLD_LIMIT, holdLimit);
        settings.put(VrouterOps.MUDP, mplsOverUdp);
        settings.put(VrouterOps.BURST_TOKENS, burstTokens);
        settings.put(VrouterOps.BURST_INTERVAL, burstInterval);
        settings.put(VrouterOps.BURST_STEP, burstStep);
        settings.put(VrouterOps.PACKET_DUMP, packetDump);
        return settings;
    }

    private Map<Field.OfInt<VrouterOps>, Integer> switches() {
        final Map<Field.OfInt<VrouterOps>, Integer> switches = new LinkedHashMap<>();
        switches.put(VrouterOps.PRIORITY_TAGGING, priorityTagging);
        switches.put(VrouterOps.UNCOND_CLOSE_FLOW_ON_TCP_RST, closeOnReset);
        switches.put(VrouterOps.PKT_DROPLOG_EN, dropLog);
        switches.put(VrouterOps.PKT_DROPLOG_MIN_EN, dropLogMinimum);
        return switches;
    }

    /** True when something is to be changed. */
    boolean given() {
        return settings().values().stream().anyMatch(value -> value != null)
                || switches().values().stream().anyMatch(value -> value != null)
                || logLevel != null
                || logMore != null
                || logLess != null;
    }

    /** What is wrong, empty when nothing is. */
    String mistake() {
        final boolean negative = settings().values().stream().anyMatch(value -> value != null && value < 0);
        final boolean noSwitch =
                switches().values().stream().anyMatch(value -> value != null && value != 0 && value != 1);
        return negative || noSwitch ? "a setting is 0 or more, a switch 0 or 1" : "";
    }

    VrouterOps request() {
        final VrouterOps request = new VrouterOps().op(SandeshOp.ADD);
        settings().forEach((field, value) -> request.put(field, value == null ? LEAVE : value));
        switches().forEach((field, value) -> {
            if (value != null) {
                request.put(field, value == 0 ? OFF : ON);
            }
        });
        if (logLevel != null) {
            request.put(VrouterOps.LOG_LEVEL, logLevel);
        }
        if (logMore != null) {
            request.put(VrouterOps.LOG_TYPE_ENABLE, logMore);
        }
        return logLess == null ? request : request.put(VrouterOps.LOG_TYPE_DISABLE, logLess);
    }

    /** A level as DPDK numbers it: 1 .. 8. */
    static String level(final int level) {
        return level >= 1 && level <= LOG_LEVELS.size() ? LOG_LEVELS.get(level - 1) : Integer.toString(level);
    }

    /** The level by its name. */
    static final class LogLevel implements ITypeConverter<Integer> {
        @Override
        public Integer convert(final String text) {
            final int at = LOG_LEVELS.indexOf(text.toLowerCase(Locale.ROOT));
            if (at < 0) {
                throw new TypeConversionException(
                        "'" + text + "' is no log level, expected one of: " + String.join(", ", LOG_LEVELS));
            }
            return at + 1;
        }
    }

    /** A part of the router by its name or number. */
    static final class LogType implements ITypeConverter<Integer> {
        private static final int FIRST = 5;

        @Override
        public Integer convert(final String text) {
            final int at = LOG_TYPES.indexOf(text.toLowerCase(Locale.ROOT));
            if (at >= 0) {
                return at + FIRST;
            }
            try {
                return Integer.valueOf(text);
            } catch (final NumberFormatException e) {
                throw new TypeConversionException(
                        "'" + text + "' is no log type, expected a number or one of: " + String.join(", ", LOG_TYPES));
            }
        }
    }
}
