// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** How a frame reads in one line; for tools, never on the data path. */
final class EthernetText {
    private static final int FIRST_TAG = 12;

    private EthernetText() {}

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        final int headerBytes = Ethernet.check(p, lengthBytes);
        if (headerBytes < 0) {
            out.append("Ethernet ")
                    .append(Malformed.text(headerBytes))
                    .append(", length ")
                    .append(lengthBytes);
            return;
        }
        out.append(MacAddress.format(Ethernet.source(p))).append(" > ");
        out.append(MacAddress.format(Ethernet.destination(p)));
        for (int tag = FIRST_TAG; tag < headerBytes - 2; tag += Vlan.TAG_BYTES) {
            out.append(", ").append(Vlan.describe(p + tag, Vlan.TAG_BYTES));
        }
        final int type = Ethernet.payloadType(p, headerBytes);
        out.append(", ethertype ").append(EtherType.text(type)).append(String.format(" (0x%04x)", type));
        out.append(", length ").append(lengthBytes).append(": ");
        describePayload(out, type, p + headerBytes, lengthBytes - headerBytes, depth);
    }

    private static void describePayload(
            final StringBuilder out, final int type, final long p, final int lengthBytes, final int depth) {
        switch (type) {
            case EtherType.IPV4 -> Ipv4.describe(out, p, lengthBytes, depth);
            case EtherType.IPV6 -> Ipv6.describe(out, p, lengthBytes, depth);
            case EtherType.ARP -> out.append(Arp.describe(p, lengthBytes));
            case EtherType.MPLS -> Mpls.describe(out, p, lengthBytes, depth);
            default -> out.append("payload ").append(lengthBytes).append(" bytes");
        }
    }
}
