// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

import java.util.List;
import java.util.Map;
import net.vireo.cli.doctor.check.Finding;
import net.vireo.cli.doctor.check.NodeSettings;
import net.vireo.cli.doctor.check.Severity;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.show.LiveKnobs;

/**
 * Which findings of a node can be mended while packets pass, and how.
 *
 * @param node the patient
 * @param knobs its options by name, as they are
 * @param others all nodes that the console sees
 */
record Remedies(NodeDirectory node, Map<String, String> knobs, List<NodeDirectory> others) {
    private static final String AUTO = "auto";

    /** Longer than a guest that is scheduled now and then needs for a look at its rings. */
    private static final int TX_WAIT_US = 500;

    private static final String RESTART =
            "it is an option that the data plane takes at its start; what passes would stop";

    /** Why not, where it never can. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "guest-queues",
            "every queue is polled; how many there are is settled inside the guest, and lcores at the start",
            "slow-guest",
            "lcores wait for room already; the rest is for the guest: a longer ring, more queues, more CPU",
            "single-queue-guest",
            "a guest gets its queues where it is defined, and the number of lcores is an option of the start",
            "kernel-guest",
            "the guest's driver is chosen inside the guest",
            "hugepages",
            RESTART,
            "far-numa-node",
            RESTART,
            "starved-lcore",
            "which CPUs are whose is the machine's",
            "fabric-mtu",
            "the fabric's devices and switches are not the data plane's",
            "ledger",
            "books that do not balance are a fault of the data plane itself: report it with 'vireo support-bundle'");

    /** What helps against a finding. */
    Remedy of(final Finding finding) {
        return switch (finding.check()) {
            case "two-core-anomaly", "gre-idle-queue" -> balance();
            case "gre-entropy" -> gre();
            case "guest-queues" ->
                finding.severity() == Severity.SEVERE
                        ? Remedy.knob(
                                node,
                                LiveKnobs.QUEUE_POLICY,
                                "all",
                                "queues that nobody polled are polled from now on, and what waits in them comes out")
                        : refused(finding);
            case "slow-guest" -> waitsAlready() ? refused(finding) : patience();
            case "drops" ->
                finding.fix().contains("--load-balance auto")
                        ? balance()
                        : Remedy.none("what is dropped is not the data plane's to decide");
            default -> refused(finding);
        };
    }

    private static Remedy refused(final Finding finding) {
        return Remedy.none(NOT_HERE.getOrDefault(finding.check(), RESTART));
    }

    private Remedy balance() {
        return Remedy.knob(node, LiveKnobs.LOAD_BALANCE, AUTO, "each lcore goes by it from its next burst on");
    }

    private Remedy patience() {
        return Remedy.knob(
                node,
                LiveKnobs.TX_WAIT_US,
                Integer.toString(TX_WAIT_US),
                "an lcore that finds a guest's ring full waits for room, so long at most in each burst, before it drops");
    }

    private boolean waitsAlready() {
        try {
            return Integer.parseInt(knobs.getOrDefault(LiveKnobs.TX_WAIT_US, "0")) >= TX_WAIT_US;
        } catch (final NumberFormatException unknown) {
            return false;
        }
    }

    private Remedy gre() {
        final Senders senders = Senders.to(node, others);
        if (!senders.nodes().isEmpty()) {
            return senders.toUdp();
        }
        return knobs.getOrDefault(LiveKnobs.LOAD_BALANCE, "").equals(NodeSettings.NONE)
                ? balance()
                : Remedy.none(
                        "the nodes that send choose the tunnel, and none that this console sees sends MPLS over GRE"
                                + " to this one");
    }
}
