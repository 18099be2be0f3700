// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import net.vireo.vrouter.table.TableSize;
import net.vireo.vrouter.table.Tables;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How large the tables of a data plane are; the defaults are Contrail's. */
final class TableSizeOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"--vifs", "--vr_interfaces"},
            paramLabel = "N",
            defaultValue = "4352",
            description = "interfaces limit; default: ${DEFAULT-VALUE}")
    private int vifs;

    @Option(
            names = {"--vrfs", "--vr_vrfs"},
            paramLabel = "N",
            defaultValue = "4096",
            description = "VRF tables limit; default: ${DEFAULT-VALUE}")
    private int vrfs;

    @Option(
            names = {"--nexthops", "--vr_nexthops"},
            paramLabel = "N",
            defaultValue = "524288",
            description = "next hops limit; default: ${DEFAULT-VALUE}")
    private int nexthops;

    @Option(
            names = {"--labels", "--vr_mpls_labels"},
            paramLabel = "N",
            defaultValue = "5120",
            description = "MPLS labels limit; default: ${DEFAULT-VALUE}")
    private int labels;

    @Option(
            names = "--mirrors",
            paramLabel = "N",
            defaultValue = "255",
            description = "mirrors limit, 255 at most; default: ${DEFAULT-VALUE}")
    private int mirrors;

    @Option(
            names = {"--bridge-entries", "--vr_bridge_entries"},
            paramLabel = "N",
            defaultValue = "262144",
            description = "MAC addresses of all VRFs, without a fifth for the overflow; default: ${DEFAULT-VALUE}")
    private int bridgeEntries;

    @Option(
            names = {"--flow-entries", "--vr_flow_entries"},
            paramLabel = "N",
            defaultValue = "524288",
            description = "flows, without a fifth for the overflow; default: ${DEFAULT-VALUE}")
    private int flowEntries;

    @Option(
            names = {"--bridge-overflow", "--vr_bridge_oentries"},
            paramLabel = "N",
            description = "places for MAC addresses whose bucket is full; default: a fifth of --bridge-entries")
    private Integer bridgeOverflow;

    @Option(
            names = {"--flow-overflow", "--vr_oflow_entries"},
            paramLabel = "N",
            description = "places for flows whose bucket is full; default: a fifth of --flow-entries")
    private Integer flowOverflow;

    @Option(
            names = "--fragment-entries",
            paramLabel = "N",
            defaultValue = "8192",
            description = "datagrams in fragments that are remembered, by each lcore; default: ${DEFAULT-VALUE}")
    private int fragmentEntries;

    /** What the options say. */
    Tables.Limits limits() {
        if (positive("--mirrors", mirrors) > Tables.Limits.DEFAULT.mirrors()) {
            throw usage("--mirrors is " + mirrors + ", must be " + Tables.Limits.DEFAULT.mirrors() + " or less");
        }
        return new Tables.Limits(
                positive("--vifs", vifs),
                positive("--vrfs", vrfs),
                positive("--nexthops", nexthops),
                positive("--labels", labels),
                mirrors,
                size(positive("--bridge-entries", bridgeEntries), "--bridge-overflow", bridgeOverflow),
                size(positive("--flow-entries", flowEntries), "--flow-overflow", flowOverflow),
                new TableSize(positive("--fragment-entries", fragmentEntries), Math.ceilDiv(fragmentEntries, 8)));
    }

    private TableSize size(final int entries, final String option, final Integer overflow) {
        return overflow == null ? TableSize.of(entries) : new TableSize(entries, positive(option, overflow));
    }

    private int positive(final String option, final int value) {
        if (value < 1) {
            throw usage(option + " is " + value + ", must be 1 or more");
        }
        return value;
    }

    private ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
