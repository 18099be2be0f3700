// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/** Why a flow's action is to drop, as the agent says it; the number is the position (fact sheet vrouter-dataplane 1.7). */
public enum FlowDropReason {
    UNKNOWN("Unknown"),
    UNAVAILABLE_INTERFACE("IfaceUnavailable"),
    IPV4_FORWARDING_DISABLED("Ipv4FwdDisabled"),
    UNAVAILABLE_VRF("VrfUnavailable"),
    NO_SOURCE_ROUTE("NoSrcRoute"),
    NO_DESTINATION_ROUTE("NoDstRoute"),
    AUDIT_ENTRY("AuditEntry"),
    VRF_CHANGE("VrfChange"),
    NO_REVERSE_FLOW("NoReverseFlow"),
    REVERSE_FLOW_CHANGE("ReverseFlowChange"),
    NAT_CHANGE("NatChange"),
    FLOW_LIMIT("FlowLimit"),
    LINK_LOCAL_SOURCE_NAT("LinkLocalSrcNat"),
    FAILED_VROUTER_INSTALL("FailedVrouterInstall"),
    INVALID_L2_FLOW("InvalidL2Flow"),
    FLOW_ON_TSN("FlowOnTsn"),
    NO_MIRROR_ENTRY("NoMirrorEntry"),
    SAME_FLOW_AND_REVERSE_KEY("SameFlowRflowKey"),
    PORT_MAP_DROP("PortMapDrop"),
    NO_SOURCE_ROUTE_L2_RPF("NoSrcRouteL2Rpf"),
    FAT_FLOW_NAT_CONFLICT("FatFlowNatConflict"),
    POLICY("Policy"),
    OUT_POLICY("OutPolicy"),
    SECURITY_GROUP("SG"),
    OUT_SECURITY_GROUP("OutSG"),
    REVERSE_SECURITY_GROUP("ReverseSG"),
    REVERSE_OUT_SECURITY_GROUP("ReverseOutSG"),
    FIREWALL_POLICY("FwPolicy"),
    OUT_FIREWALL_POLICY("OutFwPolicy"),
    REVERSE_FIREWALL_POLICY("ReverseFwPolicy"),
    REVERSE_OUT_FIREWALL_POLICY("ReverseOutFwPolicy"),
    FWAAS("Fwaas"),
    OUT_FWAAS("OutFwaas"),
    REVERSE_FWAAS("ReverseFwaas"),
    REVERSE_OUT_FWAAS("ReverseOutFwaas");

    private static final FlowDropReason[] ALL = values();

    private final String text;

    FlowDropReason(final String text) {
        this.text = text;
    }

    /** The reason of a number; {@link #UNKNOWN} for numbers that mean nothing. */
    public static FlowDropReason of(final int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
    }

    /** As it stands in a flow and on the control socket. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the protocol's
    public int number() {
        return ordinal();
    }

    /** Short, as a listing shows it in brackets. */
    public String text() {
        return text;
    }
}
