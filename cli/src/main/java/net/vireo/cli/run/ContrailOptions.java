// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options of Contrail's program that mean nothing here, so that a command line of it can be used: those whose purpose is
 * fulfilled anyway are accepted, those that would change what people get are refused with what to do instead. docs/knobs.md
 * lists them all.
 */
final class ContrailOptions {
    /** What Contrail's program was told that is otherwise here, and the mend. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("--vdev", "name the bond's links with --fabric-bond NAME=MODE:LINK,LINK"),
            Map.entry("--vlan_tci", "make a VLAN link of the kernel and add the fabric's vif with its name"),
            Map.entry("--vlan_fwd_intf_name", "make a VLAN link of the kernel; the host's VLANs stay with the host"),
            Map.entry("--vtest_vlan", "there is no test mode: tests run the data plane as it is"),
            Map.entry("--no-gro", "--offloads none takes and gives guests no long packets"),
            Map.entry("--no-gso", "--offloads none takes and gives guests no long packets"),
            Map.entry(
                    "--no-mrgbuf",
                    "guests decide whether they merge buffers: switch mrg_rxbuf off in the guest's card"),
            Map.entry("--vr_netlink_port", "the control socket is a Unix socket, dpdk_netlink in the node's directory"),
            Map.entry("--log_file", "the log is the standard error: redirect it, or see vrouter.log of the lab"),
            Map.entry("--log-level", "levels are those of the JVM's logger"));

    private static final int LONGEST_BYTES = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--no-daemon", hidden = true, description = "it never is one")
    @SuppressWarnings("unused") // taken and ignored: its purpose is fulfilled
    private boolean noDaemon;

    @Option(
            names = "--ddp",
            hidden = true,
            description = "inner headers of MPLS over GRE are hashed in software always")
    @SuppressWarnings("unused") // taken and ignored: its purpose is fulfilled
    private boolean ddp;

    @Option(names = "--vr_memory_alloc_checks", hidden = true, description = "every access is checked by the JVM")
    @SuppressWarnings("unused") // taken and ignored: its purpose is fulfilled
    private boolean allocationChecks;

    @Option(names = "--vr_packet_sz", hidden = true, description = "packets of any length have room")
    private Integer packetBytes;

    @Option(
            names = {
                "--vdev",
                "--vlan_tci",
                "--vlan_fwd_intf_name",
                "--vtest_vlan",
                "--vr_netlink_port",
                "--log_file",
                "--log-level"
            },
            hidden = true,
            paramLabel = "X",
            description = "refused")
    private String refusedValue;

    @Option(
            names = {"--no-gro", "--no-gso", "--no-mrgbuf"},
            hidden = true,
            description = "refused")
    private boolean refusedSwitch;

    /** Made by picocli. */
    ContrailOptions() {}

    /** @throws ParameterException naming what is refused, why, and what to do */
    void check() {
        if (refusedValue != null || refusedSwitch) {
            for (final String given : command.commandLine().getParseResult().originalArgs()) {
                final String name = given.indexOf('=') < 0 ? given : given.substring(0, given.indexOf('='));
                if (REFUSED.containsKey(name)) {
                    throw usage(name + " of Contrail's data plane is not there: " + REFUSED.get(name));
                }
            }
        }
        if (packetBytes != null && (packetBytes < 1 || packetBytes > LONGEST_BYTES)) {
            throw usage("--vr_packet_sz is " + packetBytes + ", must be 1 .. " + LONGEST_BYTES);
        }
    }

    private ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
