// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.List;
import net.vireo.sandesh.Family;

/** Words for the types, families and flags of next hops (sheet vrouter-dataplane, 1.3 and 6.4). */
final class NhWords {
    private static final String[] TYPES = {
        "Dead", "Receive", "Encap", "Tunnel", "Resolve", "Drop", "Composite", "Vrf_Translate", "L2 Receive"
    };

    /** By bit number; null for bits that are not printed. */
    private static final String[] FLAGS = {
        "Valid",
        "Policy",
        null,
        "MPLSoGRE",
        "Udp",
        "Multicast",
        "MPLSoUDP",
        "Vxlan",
        "Policy(R)",
        "Fabric",
        "Ecmp",
        null,
        "Evpn",
        "Encap",
        "Tor",
        "RouteLookup",
        "Unicast Flood",
        "Copy SIP",
        "Flow Lookup",
        "Pbb",
        "Mac Learn",
        "Etree Root",
        "Indirect",
        "Evpn Control Word",
        "Encrypt Traffic",
        "l3_vxlan",
        "MPLSoMPLSoUDP",
        null,
        "Underlay Ecmp"
    };

    /** By bit number. */
    private static final String[] HASH_FIELDS = {"Proto", "SrcIP", "SrcPort", "DstIp", "DstPort"};

    private static final int INDIRECT = 0x400000;

    private NhWords() {}

    static String type(final int type) {
        return type >= 0 && type < TYPES.length ? TYPES[type] : Integer.toString(type);
    }

    static String family(final int family) {
        return switch (family) {
            case Family.UNSPECIFIED -> "AF_UNSPEC";
            case Family.INET -> "AF_INET";
            case Family.INET6 -> "AF_INET6";
            case Family.BRIDGE -> "AF_BRIDGE";
            default -> Integer.toString(family);
        };
    }

    static List<String> flags(final int flags) {
        final List<String> words = new ArrayList<>();
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if ((flags >>> bit & 1) != 0 && FLAGS[bit] != null) {
                words.add(FLAGS[bit]);
            }
        }
        return words;
    }

    /** The fields that choose a member of an ECMP composite. */
    static List<String> hashKey(final int fields) {
        final List<String> words = new ArrayList<>();
        for (int bit = 0; bit < HASH_FIELDS.length; bit++) {
            if ((fields >>> bit & 1) != 0) {
                words.add(HASH_FIELDS[bit]);
            }
        }
        return words;
    }

    static boolean isIndirect(final int flags) {
        return (flags & INDIRECT) != 0;
    }
}
