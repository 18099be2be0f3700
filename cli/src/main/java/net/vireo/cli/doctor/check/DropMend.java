// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import net.vireo.vrouter.counter.DropReason;

/** What to do about packets that are dropped. */
final class DropMend {
    private DropMend() {}

    /** A command, and why. */
    static String of(final DropReason reason) {
        return switch (reason) {
            case TX_RING_FULL, INTERFACE_DROP ->
                "vireo vif --list --rate shows whose TX port errors rise; give that receiver more CPU or more queues";
            case INTERFACE_TX_DISCARD ->
                "vireo vif --list shows the interface without a device: start its guest, or add the vif again";
            case INVALID_NH, UNRESOLVED_NEIGHBOUR ->
                "vireo nh --list shows next hops that are not valid; ping the tunnel's other end from the host";
            case INVALID_LABEL -> "vireo mpls --list: the sender has a label that is not here any more";
            case INVALID_VNID -> "vireo vxlan --list: the sender has a network id that is not here any more";
            case DISCARD, L2_NO_ROUTE, UNKNOWN_DESTINATION_MAC ->
                "vireo trace --next 4 shows where they want to go; vireo rt --dump VRF what there is a route to";
            case SPOOFED_SOURCE, INVALID_SOURCE ->
                "vireo dropstats --log shows the addresses: the guest's are set wrongly, or it means harm";
            case MTU_EXCEEDED, FRAGMENTATION_NEEDED ->
                "raise the fabric's MTU, or lower the guests' by 50 bytes: ip link set DEVICE mtu N";
            case FLOW_TABLE_FULL -> "restart the data plane with a larger --flow-entries";
            case FLOW_SHARE ->
                "vireo flow -l shows whose flows they are: a guest scans, or needs a larger --flow-entries";
            case FLOW_UNUSABLE, FLOW_QUEUE_LIMIT_EXCEEDED, PKT0_FULL ->
                "vireo flow -s shows new flows a second: the agent does not keep up with them";
            case FLOW_ACTION_DROP -> "vireo flow -l shows the flows that a policy denies";
            case NO_MEMORY, HEAD_ALLOC_FAIL, CLONE_FAIL, MCAST_CLONE_FAIL ->
                "restart the data plane with more --small-buffers; vireo ledger shows where they are";
            default -> "vireo dropstats --log shows the last of them, packet by packet";
        };
    }
}
