// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.packet.fuzz.GuardedBuffer;

/**
 * Calls everything the room has on bytes it knows nothing about, in the way a node would: check, then read. Returns a value
 * that depends on all reads, so that none is optimised away.
 */
final class ViewProbe {
    /** Where headers start in frames that tend to reach us: outer Ethernet, IP, transport, label stack, inner IP. */
    private static final int[] STARTS = {0, 14, 34, 42, 46, 54, 62};

    private final GuardedBuffer input;
    private final GuardedBuffer errors = new GuardedBuffer(4096);
    private final OverlayProbe overlay;

    ViewProbe(final GuardedBuffer input) {
        this.input = input;
        overlay = new OverlayProbe(input);
    }

    long probe(final byte[] bytes) {
        long seen = 0;
        for (final int start : STARTS) {
            if (start <= bytes.length) {
                seen += readers(input.put(bytes, start), bytes.length - start);
                seen += descriptions(input.put(bytes, start), bytes.length - start);
                seen += writers(bytes, start);
                seen += overlay.probe(bytes, start);
            }
        }
        return seen;
    }

    private static long readers(final long p, final int length) {
        return ethernet(p, length) + ipv4(p, length) + tcp(p, length) + small(p, length);
    }

    private static long ethernet(final long p, final int length) {
        final int header = Ethernet.check(p, length);
        if (header < 0) {
            return header;
        }
        long seen = Ethernet.destination(p) + Ethernet.source(p) + Ethernet.sourceAndType(p);
        seen += Ethernet.payloadType(p, header);
        return Ethernet.tagBytes(header) > 0 ? seen + Ethernet.outerTag(p) : seen;
    }

    private static long ipv4(final long p, final int length) {
        final int header = Ipv4.check(p, length);
        if (header < 0) {
            return header;
        }
        long seen = Ipv4.head(p) + Ipv4.life(p) + Ipv4.addresses(p) + Ipv4.findOption(p, header, 148);
        seen += Ipv4.verifyChecksum(p) ? 1 : 0;
        seen += FlowHash.ofIpv4(p, header, 1, 2);
        seen += Checksum.of(p, Ipv4.totalLengthBytes(p));
        final long payload = p + header;
        final int payloadBytes = Ipv4.totalLengthBytes(p) - header;
        if (Udp.check(payload, payloadBytes) > 0) {
            seen += Udp.verifyChecksum(payload, Ipv4.addresses(p)) ? 1 : 0;
        }
        if (Icmp.check(payload, payloadBytes) > 0) {
            seen += Icmp.verifyChecksum(payload, payloadBytes) ? 1 : 0;
        }
        return seen + readers(payload, 0) + tcp(payload, payloadBytes) + small(payload, payloadBytes);
    }

    private static long tcp(final long p, final int length) {
        final int header = Tcp.check(p, length);
        if (header < 0) {
            return header;
        }
        long seen = 0L + Tcp.ports(p) + Tcp.sequence(p) + Tcp.acknowledgment(p) + Tcp.urgentPointer(p);
        final int mss = Tcp.findMssOption(p, header);
        seen += mss < 0 ? mss : Tcp.mss(p, mss);
        return seen + (Tcp.verifyChecksum(p, length, 42) ? 1 : 0);
    }

    private static long small(final long p, final int length) {
        long seen = 0;
        if (Arp.check(p, length) > 0) {
            seen += Arp.senderMac(p) + Arp.senderAddress(p) + Arp.targetMac(p) + Arp.targetAddress(p);
        }
        if (Udp.check(p, length) > 0) {
            seen += Udp.header(p) + (Udp.verifyChecksum(p, 42) ? 1 : 0);
        }
        if (Icmp.check(p, length) > 0) {
            seen += Icmp.header(p);
        }
        if (Vlan.check(p, length) > 0) {
            seen += Vlan.tag(p);
        }
        final int stack = Mpls.stackBytes(p, length);
        return stack > 0 ? seen + Mpls.entry(p + stack - Mpls.ENTRY_BYTES) : seen;
    }

    private static long descriptions(final long p, final int length) {
        long seen = 0;
        seen += Ethernet.describe(p, length).length();
        seen += Vlan.describe(p, length).length();
        seen += Arp.describe(p, length).length();
        seen += Ipv4.describe(p, length).length();
        seen += Udp.describe(p, length).length();
        seen += Tcp.describe(p, length).length();
        seen += Icmp.describe(p, length).length();
        seen += Mpls.describe(p, length).length();
        return seen;
    }

    private long writers(final byte[] bytes, final int start) {
        final int length = bytes.length - start;
        final int room = 28 + length % 549;
        long seen = IcmpErrors.timeExceeded(input.put(bytes, start), length, 1, errors.garbage(room), room);
        seen += IcmpErrors.fragmentationNeeded(input.put(bytes, start), length, 1400, 1, errors.garbage(room), room);
        seen += TcpMss.clamp(input.put(bytes, start), length, 500) ? 1 : 0;
        seen += TcpMss.clampSegment(input.put(bytes, start), length, 500) ? 1 : 0;
        seen += Checksum.complete(input.put(bytes, start), length, 16);
        final long p = input.put(bytes, start);
        if (Ipv4.check(p, length) > 0) {
            Ipv4.decrementTtl(p);
            Ipv4.fillChecksum(p);
            seen += Ipv4.verifyChecksum(p) ? 1 : 0;
        }
        return seen;
    }

    void close() {
        errors.close();
        overlay.close();
    }
}
