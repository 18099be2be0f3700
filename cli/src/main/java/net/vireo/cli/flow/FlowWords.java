// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.flow;

import java.util.ArrayList;
import java.util.List;

/** What the numbers of a flow are called (sheet vrouter-dataplane, 1.7 and 6.2). */
final class FlowWords {
    static final int FORWARD = 2;
    static final int NAT = 3;
    static final int HOLD = 1;
    static final int DROP = 0;

    static final int ACTIVE = 0x1;
    static final int EVICTED = 0x800;

    private static final String[] DROP_REASONS = {
        "Unknown",
        "IfaceUnavailable",
        "Ipv4FwdDisabled",
        "VrfUnavailable",
        "NoSrcRoute",
        "NoDstRoute",
        "AuditEntry",
        "VrfChange",
        "NoReverseFlow",
        "ReverseFlowChange",
        "NatChange",
        "FlowLimit",
        "LinkLocalSrcNat",
        "FailedVrouterInstall",
        "InvalidL2Flow",
        "FlowOnTsn",
        "NoMirrorEntry",
        "SameFlowRflowKey",
        "PortMapDrop",
        "NoSrcRouteL2Rpf",
        "FatFlowNatConflict",
        "Policy",
        "OutPolicy",
        "SG",
        "OutSG",
        "ReverseSG",
        "ReverseOutSG",
        "FwPolicy",
        "OutFwPolicy",
        "ReverseFwPolicy",
        "ReverseOutFwPolicy",
        "Fwaas",
        "OutFwaas",
        "ReverseFwaas",
        "ReverseOutFwaas"
    };

    private FlowWords() {}

    /** The number of a protocol's name, -1 when it is not known here. */
    static int protocol(final String name) {
        return switch (name) {
            case "icmp" -> 1;
            case "tcp" -> 6;
            case "udp" -> 17;
            case "gre" -> 47;
            case "icmp6" -> 58;
            case "sctp" -> 132;
            default -> -1;
        };
    }

    /** The name of a protocol, its number when it has none here. */
    static String protocolName(final int number) {
        return switch (number) {
            case 1 -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 47 -> "gre";
            case 58 -> "icmp6";
            case 132 -> "sctp";
            default -> Integer.toString(number);
        };
    }

    static String action(final int action) {
        return switch (action) {
            case DROP -> "drop";
            case HOLD -> "hold";
            case FORWARD -> "forward";
            case NAT -> "nat";
            default -> Integer.toString(action);
        };
    }

    /** What is translated: S, Ps, D, Pd, and L for a link-local port. */
    static String translated(final int flags) {
        return letter(flags, 0x2, "S")
                + letter(flags, 0x4, "Ps")
                + letter(flags, 0x8, "D")
                + letter(flags, 0x10, "Pd")
                + letter(flags, 0x8000, "L");
    }

    private static String letter(final int flags, final int bit, final String letter) {
        return (flags & bit) != 0 ? letter : "";
    }

    static String dropReason(final int reason) {
        return reason >= 0 && reason < DROP_REASONS.length ? DROP_REASONS[reason] : Integer.toString(reason);
    }

    /** E evicted, Ec evict candidate, N new flow, M modified, Dm delete marked. */
    static List<String> state(final int flags) {
        final List<String> letters = new ArrayList<>();
        add(letters, flags, EVICTED, "E");
        add(letters, flags, 0x400, "Ec");
        add(letters, flags, 0x200, "N");
        add(letters, flags, 0x100, "M");
        add(letters, flags, 0x40, "Dm");
        return letters;
    }

    /** S SYN, E established, F FIN, C half close, R reset, D dead; r behind a letter is the reverse direction's. */
    static List<String> tcp(final int flags) {
        final List<String> letters = new ArrayList<>();
        add(letters, flags, 0x8, "S");
        add(letters, flags, 0x10, "Sr");
        add(letters, flags, 0x20, "E");
        add(letters, flags, 0x40, "Er");
        add(letters, flags, 0x1, "F");
        add(letters, flags, 0x4, "Fr");
        add(letters, flags, 0x2, "C");
        add(letters, flags, 0x80, "R");
        add(letters, flags, 0x8000, "D");
        return letters;
    }

    private static void add(final List<String> letters, final int flags, final int bit, final String letter) {
        if ((flags & bit) != 0) {
            letters.add(letter);
        }
    }
}
