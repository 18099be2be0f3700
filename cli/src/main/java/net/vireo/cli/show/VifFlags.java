// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.List;

/** The flags of a vif and the symbols for them (sheet vrouter-dataplane, 1.1), in the order they are printed. */
enum VifFlags {
    POLICY(0x1, "P", "Policy"),
    XCONNECT(0x2, "X", "Cross Connect"),
    SERVICE(0x4, "S", "Service Chain"),
    MIRROR_RX(0x8, "Mr", "Receive Mirror"),
    MIRROR_TX(0x10, "Mt", "Transmit Mirror"),
    TX_CSUM(0x20, "Tc", "Transmit Checksum Offload"),
    L3(0x40, "L3", "Layer 3"),
    L2(0x80, "L2", "Layer 2"),
    DHCP(0x100, "D", "DHCP"),
    VHOST_PHYS(0x200, "Vp", "Vhost Physical"),
    PROMISCUOUS(0x400, "Pr", "Promiscuous"),
    NATIVE_VLAN(0x800, "Vnt", "Native Vlan Tagged"),
    NO_ARP_PROXY(0x1000, "Mnp", "No MAC Proxy"),
    PMD(0x2000, "Dpdk", "DPDK PMD Interface"),
    FILTERING(0x4000, "Rfl", "Receive Filtering Offload"),
    MONITORED(0x8000, "Mon", "Interface is Monitored"),
    UNKNOWN_UC_FLOOD(0x10000, "Uuf", "Unknown Unicast Flood"),
    VLAN_OFFLOAD(0x20000, "Vof", "VLAN insert/strip offload"),
    DROP_NEW_FLOWS(0x40000, "Df", "Drop New Flows"),
    MAC_LEARN(0x80000, "L", "MAC Learning Enabled"),
    MAC_PROXY(0x100000, "Proxy", "MAC Requests Proxied Always"),
    ETREE_ROOT(0x200000, "Er", "Etree Root"),
    MIRROR_NOTAG(0x1000000, "Mn", "Mirror without Vlan Tag"),
    HBS_LEFT(0x8000000, "HbsL", "HBS Left Intf"),
    HBS_RIGHT(0x10000000, "HbsR", "HBS Right Intf"),
    IGMP(0x2000000, "Ig", "Igmp Trap Enabled"),
    MAC_IP_LEARNING(0x40000000, "Ml", "MAC-IP Learning Enabled");

    private static final int PER_LINE = 4;

    private final int bit;
    private final String symbol;
    private final String meaning;

    VifFlags(final int bit, final String symbol, final String meaning) {
        this.bit = bit;
        this.symbol = symbol;
        this.meaning = meaning;
    }

    boolean in(final int flags) {
        return (flags & bit) != 0;
    }

    int bit() {
        return bit;
    }

    /** The symbols of the set flags. Neither L3 nor L2 means both. */
    static List<String> symbols(final int flags) {
        final int shown = L3.in(flags) || L2.in(flags) ? flags : flags | L3.bit | L2.bit;
        final List<String> symbols = new ArrayList<>();
        for (final VifFlags flag : values()) {
            if (flag.in(shown)) {
                symbols.add(flag.symbol);
            }
        }
        return symbols;
    }

    /** What the symbols mean, four on a line, in front of every list. */
    static String legend() {
        final StringBuilder legend = new StringBuilder("Flags: ");
        final VifFlags[] flags = values();
        for (int i = 0; i < flags.length; i++) {
            if (i > 0) {
                legend.append(i % PER_LINE == 0 ? "\n       " : ", ");
            }
            legend.append(flags[i].symbol).append('=').append(flags[i].meaning);
        }
        return legend.append('\n').toString();
    }
}
