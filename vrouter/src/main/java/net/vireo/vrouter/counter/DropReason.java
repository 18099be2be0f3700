// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.util.List;

/**
 * Why a packet was dropped: every packet that enters and does not leave is counted under one of these. The first part
 * is Contrail's catalogue in the order its {@code dropstats} prints it (fact sheet vrouter-dataplane 6.6); the second
 * part holds our finer reasons, each of which names the upstream reason it is added to on the control socket.
 *
 * <p>The ordinal is the position in the counter file; new reasons are added at the end and raise the file's version.
 */
public enum DropReason {
    INVALID_IF("Invalid IF", 7, "The packet names an interface that does not exist."),
    INVALID_ARP("Invalid ARP", 8, "The ARP or neighbour discovery message is malformed."),
    TRAP_NO_IF("Trap No IF", 9, "The packet is for the agent, and there is no interface to the agent."),
    INTERFACE_TX_DISCARD("IF TX Discard", 19, "The interface it would leave by has no device behind it."),
    INTERFACE_DROP("IF Drop", 20, "The driver refused it, or a ring was full."),
    INTERFACE_RX_DISCARD("IF RX Discard", 27, "It came in on an interface that is being deleted."),
    FLOW_UNUSABLE("Flow Unusable", 17, "Its flow may not be used now: too many new flows on hold, or it is changing."),
    FLOW_NO_MEMORY("Flow No Memory", 12, "No memory was left to hold the packet while its flow is decided."),
    FLOW_TABLE_FULL("Flow Table Full", 18, "The flow table has no free entry."),
    FLOW_NAT_NO_RFLOW(
            "Flow NAT no rflow", 14, "Its flow translates addresses but has no reverse flow to take them from."),
    FLOW_ACTION_DROP("Flow Action Drop", 15, "A policy denies its flow."),
    FLOW_ACTION_INVALID("Flow Action Invalid", 16, "Its flow asks for an unknown action."),
    FLOW_INVALID_PROTOCOL("Flow Invalid Protocol", 13, "Its protocol cannot form a flow."),
    FLOW_QUEUE_LIMIT_EXCEEDED(
            "Flow Queue Limit Exceeded", 11, "Three packets already wait for the decision on its flow."),
    NEW_FLOWS("New Flow Drops", 47, "Its interface accepts no new flows now."),
    FLOW_EVICT("Flow Unusable (Eviction)", 48, "Its flow is being evicted."),
    TRAP_ORIGINAL("Original Packet Trapped", 49, "It was handed to the agent itself because no copy could be made."),
    DISCARD("Discards", 4, "Its route, or the lack of one, says discard."),
    TTL_EXCEEDED("TTL Exceeded", 23, "Its time to live ran out."),
    MCAST_CLONE_FAIL("Mcast Clone Fail", 32, "No copy could be made for one of its receivers."),
    INVALID_NH("Invalid NH", 24, "Its next hop does not exist or is not valid."),
    INVALID_LABEL("Invalid Label", 25, "Its MPLS label leads nowhere."),
    INVALID_PROTOCOL("Invalid Protocol", 26, "It carries a layer-3 protocol that is not handled here."),
    LEAF_TO_LEAF("Etree Leaf to Leaf", 50, "It would go from one leaf of an E-Tree to another."),
    BMAC_ISID_MISMATCH("Bmac/ISID Mismatch", 51, "Its backbone MAC or service id is not the expected one."),
    REWRITE_FAIL("Rewrite Fail", 34, "Its Ethernet header could not be rewritten."),
    INVALID_MCAST_SOURCE("Invalid Mcast Source", 28, "It is multicast from a tunnel end that may not send it."),
    PKT_LOOP("Packet Loop", 52, "It came back to where it had been sent from."),
    PUSH("Push Fails", 22, "There was no room in front of it for another header."),
    PULL("Pull Fails", 6, "It is too short for the header that it should have."),
    DUPLICATED("Duplicate", 21, "It is a copy whose original went to the agent."),
    HEAD_ALLOC_FAIL("Head Alloc Fails", 29, "No memory was left for a new head."),
    PCOW_FAIL("PCOW fails", 30, "It is shared and could not be copied for writing."),
    INVALID_PACKET("Invalid Packets", 36, "One of its headers contradicts itself or the packet's length."),
    MISC("Misc", 35, "Something unexpected; a bug if it is ever counted."),
    NOWHERE_TO_GO("Nowhere to go", 10, "It is for the host, and there is no way to the host."),
    CKSUM_ERR("Checksum errors", 37, "The checksum of its IP header is wrong."),
    NO_FMD("No Fmd", 38, "Its forwarding metadata is missing; internal."),
    INVALID_VNID("Invalid VNID", 40, "Its VXLAN network id leads nowhere."),
    FRAGMENTS("Fragment errors", 41, "It is a fragment that cannot be handled, or needs fragmenting and cannot be."),
    INVALID_SOURCE("Invalid Source", 42, "It may not come from where it came from."),
    MCAST_DF_BIT("Jumbo Mcast Pkt with DF Bit", 31, "It is multicast, too long, and may not be fragmented."),
    L2_NO_ROUTE("No L2 Route", 43, "Its destination MAC is not known."),
    NO_MEMORY("Memory Failures", 33, "Memory ran out."),
    FRAGMENT_QUEUE_FAIL("Fragment Queueing Failures", 44, "The queue for fragments without a head is full."),
    NO_CRYPT_PATH("No Encrypt Path Failures", 53, "It must be encrypted, and there is no device that does it."),
    INVALID_HBS_PKT(
            "Invalid HBS received packet", 54, "A host-based service returned a packet that was not given to it."),
    NO_FRAG_ENTRY("No Fragment Entries", 55, "It is a fragment whose head was not seen."),
    ICMP_ERROR("ICMP errors", 56, "It is an ICMP error whose embedded packet makes no sense."),
    CLONE_FAIL("Clone Failures", 57, "No copy could be made."),
    INVALID_UNDERLAY_ECMP("Invalid underlay ECMP", 58, "None of the fabric's links is usable."),
    VLAN_FWD_TX("VLAN fwd intf failed TX", 45, "The VLAN forwarding interface did not take it."),
    VLAN_FWD_ENQ("VLAN fwd intf failed enq", 46, "The ring to the VLAN forwarding interface is full."),
    CLONED_ORIGINAL("Cloned Original", 39, "Its copies were sent; the original is not needed any more."),

    SPOOFED_SOURCE(INVALID_SOURCE, "Spoofed source", "A guest used a MAC or IP source that is not its own."),
    UNRESOLVED_NEIGHBOUR(
            INVALID_NH, "Unresolved neighbour", "The next hop's Ethernet address is not known yet or any more."),
    TX_RING_FULL(INTERFACE_DROP, "TX ring full", "The port did not take it: its receiver is too slow."),
    MTU_EXCEEDED(
            FRAGMENTS,
            "MTU exceeded",
            "Too long for the tunnel and not to be fragmented; its sender was told by ICMP."),
    FRAGMENTATION_NEEDED(FRAGMENTS, "Fragmentation needed", "Too long for the tunnel; it would have to be fragmented."),
    CONGESTED_NOT_ECT(
            INVALID_PACKET, "Congested, not ECT", "Marked congested in the tunnel, but its sender does not speak ECN."),
    WRONG_DESTINATION_MAC(L2_NO_ROUTE, "Wrong destination MAC", "The fabric delivered a frame for another machine."),
    UNKNOWN_DESTINATION_MAC(
            L2_NO_ROUTE, "Unknown destination MAC", "It is for a MAC that the bridge of its network does not know."),
    BROADCAST_FROM_GUEST(
            L2_NO_ROUTE, "Broadcast from guest", "Broadcast or multicast in a network where nothing is flooded."),
    TAGGED_FROM_GUEST(INVALID_PACKET, "Tagged from guest", "A guest sent a VLAN tag on an interface without VLANs."),
    ARP_NOT_PROXIED(
            L2_NO_ROUTE,
            "ARP not proxied",
            "ARP or neighbour discovery that is not answered here, in a network where nothing is flooded."),
    MULTICAST_DESTINATION(
            NOWHERE_TO_GO, "Multicast destination", "Its IP destination is multicast, broadcast, loopback or zero."),
    GUEST_TO_HOST(NOWHERE_TO_GO, "Guest to host", "A guest's packet was routed to the host itself."),
    BACK_TO_SOURCE(L2_NO_ROUTE, "Back to source", "A frame for a MAC that lies behind the interface it came in on."),
    ROGUE_ROUTER_ADVERTISEMENT(
            INVALID_SOURCE, "Rogue router advertisement", "A guest announced itself as an IPv6 router."),
    PKT0_FULL(INTERFACE_DROP, "pkt0 full", "It is for the agent, and the agent does not read fast enough."),
    TX_QUEUE_FULL(
            INTERFACE_DROP,
            "TX queue full",
            "The ring to the lcore that sends by its interface is full: see TX queue errors."),
    FLOW_SHARE(
            FLOW_TABLE_FULL,
            "Flow share used up",
            "Its guest has its share of the flow table, or of the flows that may wait; what is left is for others.");

    private static final List<DropReason> ALL = List.of(values());
    private static final List<DropReason> UPSTREAM =
            ALL.stream().filter(DropReason::isUpstream).toList();

    private final String label;
    private final int wireField;
    private final String sentence;

    /** Null for a reason of the upstream catalogue. */
    private final DropReason within;

    DropReason(final String label, final int wireField, final String sentence) {
        this.label = label;
        this.wireField = wireField;
        this.sentence = sentence;
        this.within = null;
    }

    DropReason(final DropReason within, final String label, final String sentence) {
        this.label = label;
        this.wireField = within.wireField;
        this.sentence = sentence;
        this.within = within;
    }

    /** The reason at a position, as in a trace step; {@link #MISC} for a position that this version does not know. */
    public static DropReason at(final int position) {
        return position >= 0 && position < ALL.size() ? ALL.get(position) : MISC;
    }

    /** Words for a table: upstream's for its reasons, ours for ours. */
    public String label() {
        return label;
    }

    /** One sentence that tells an operator what happened. */
    public String sentence() {
        return sentence;
    }

    /** The field of {@code vr_drop_stats_req} that counts it; our own reasons share the field of {@link #upstream}. */
    public int wireField() {
        return wireField;
    }

    /** The reason of the upstream catalogue that it is counted under on the control socket; itself if it is one. */
    public DropReason upstream() {
        return within == null ? this : within;
    }

    public boolean isUpstream() {
        return within == null;
    }

    /** The upstream catalogue in the order {@code dropstats} prints it. */
    public static List<DropReason> upstreamReasons() {
        return UPSTREAM;
    }

    /** Position in its row of the counter file: the order of declaration, to which new constants are appended. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the file's format
    public int position() {
        return ordinal();
    }
}
