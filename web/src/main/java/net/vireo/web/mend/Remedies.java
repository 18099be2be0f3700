// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

import java.util.Map;
import net.vireo.cli.doctor.check.Finding;
import net.vireo.cli.doctor.check.NodeSettings;

/** Which findings can be mended while packets pass, and how. */
final class Remedies {
    private static final String AUTO = "auto";
    private static final String RESTART =
            "it is an option that the data plane takes at its start; what passes would stop";

    /** Why not, where it never can. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "guest-queues",
            "which queues are polled is settled when a guest is plugged, and how many it uses inside the guest",
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

    private Remedies() {}

    /** @param loadBalance how it is now */
    static Remedy of(final String node, final String loadBalance, final Finding finding) {
        return switch (finding.check()) {
            case "two-core-anomaly", "gre-idle-queue" -> Remedy.balance(node, AUTO);
            case "gre-entropy" ->
                loadBalance.equals(NodeSettings.NONE)
                        ? Remedy.balance(node, AUTO)
                        : Remedy.none("the other nodes choose the tunnel that they send by");
            case "drops" ->
                finding.fix().contains("--load-balance auto")
                        ? Remedy.balance(node, AUTO)
                        : Remedy.none("what is dropped is not the data plane's to decide");
            default -> Remedy.none(NOT_HERE.getOrDefault(finding.check(), RESTART));
        };
    }
}
