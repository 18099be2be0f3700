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
            names = "--vifs",
            paramLabel = "N",
            defaultValue = "4352",
            description = "interfaces limit; default: ${DEFAULT-VALUE}")
    private int vifs;

    @Option(
            names = "--vrfs",
            paramLabel = "N",
            defaultValue = "4096",
            description = "VRF tables limit; default: ${DEFAULT-VALUE}")
    private int vrfs;

    @Option(
            names = "--nexthops",
            paramLabel = "N",
            defaultValue = "524288",
            description = "next hops limit; default: ${DEFAULT-VALUE}")
    private int nexthops;

    @Option(
            names = "--labels",
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
            names = "--bridge-entries",
            paramLabel = "N",
            defaultValue = "262144",
            description = "MAC addresses of all VRFs, without a fifth for the overflow; default: ${DEFAULT-VALUE}")
    private int bridgeEntries;

    @Option(
            names = "--flow-entries",
            paramLabel = "N",
            defaultValue = "524288",
            description = "flows, without a fifth for the overflow; default: ${DEFAULT-VALUE}")
    private int flowEntries;

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
                TableSize.of(positive("--bridge-entries", bridgeEntries)),
                TableSize.of(positive("--flow-entries", flowEntries)),
                new TableSize(positive("--fragment-entries", fragmentEntries), Math.ceilDiv(fragmentEntries, 8)));
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
