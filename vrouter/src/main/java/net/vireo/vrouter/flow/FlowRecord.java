// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * A flow at one moment, for tools and listings.
 *
 * @param index its slot
 * @param generation of its slot
 * @param family {@link FlowKeys#IPV4} or {@link FlowKeys#IPV6}
 * @param nexthopId of the key
 * @param sourceHigh, sourceLow the source address in halves; IPv4: the address in the low 32 bits of sourceLow
 * @param state to decode with {@link FlowState}
 * @param path to decode with {@link FlowVerdict}, as source and extras are
 * @param sourceInfo outer source address of packets from the fabric, else a vif's index
 * @param lastSeenMs, madeMs times that may wrap
 * @param verdict number of the verdict by which an lcore decided, 0 when it asked the agent
 * @param packets, bytes over all lcores
 */
public record FlowRecord(
        int index,
        int generation,
        int family,
        int protocol,
        int nexthopId,
        int sourcePort,
        int destinationPort,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow,
        long state,
        long path,
        long source,
        long extras,
        int sourceInfo,
        int lastSeenMs,
        int madeMs,
        int verdict,
        long packets,
        long bytes) {
    /** Index of the reverse flow, or -1. */
    public int reverse() {
        return (FlowState.flags(state) & FlowState.RFLOW_VALID) == 0 ? FlowTable.NONE : FlowVerdict.reverse(path);
    }
}
