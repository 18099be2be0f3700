// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static net.vireo.lab.capture.Octets.i32;
import static net.vireo.lab.capture.Octets.u16;
import static net.vireo.lab.capture.Octets.u8;

import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.topology.Encap;

/**
 * Reads what follows an outer IPv4 header: MPLS in UDP (RFC 7510), MPLS in GRE (RFC 2784, 4023) or VXLAN (RFC 7348). An
 * MPLS label does not say what it carries; first bits of 4 and 6 mean an IP packet, anything else a frame, for no MAC of
 * a lab begins so (RFC 4928 section 2 tells why that is a guess elsewhere).
 */
final class TunnelReader {
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_GRE = 47;
    private static final int UDP_BYTES = 8;
    private static final int GRE_BYTES = 4;
    private static final int LABEL_BYTES = 4;
    private static final int VXLAN_BYTES = 8;
    private static final int ETHERNET_BYTES = 14;
    private static final int PORT_MPLS = 6635;
    private static final int PORT_VXLAN = 4789;
    private static final int ETHERTYPE_MPLS = 0x8847;
    private static final int BOTTOM_OF_STACK = 0x100;
    private static final int VXLAN_FLAGS = 0x0800_0000;

    private final byte[] frame;
    private final int captured;
    private final int wire;
    private final IpReader.Header outer;

    /** @param outer the outer IPv4 header, of a first or only fragment */
    TunnelReader(final byte[] frame, final int captured, final int wire, final IpReader.Header outer) {
        this.frame = frame;
        this.captured = captured;
        this.wire = wire;
        this.outer = outer;
    }

    /** The tunnel packet, or what is wrong with it; null when it is none. */
    Sighting read() {
        final int at = outer.payload();
        if (outer.protocol() == PROTOCOL_GRE) {
            return has(at, GRE_BYTES) && i32(frame, at) == ETHERTYPE_MPLS
                    ? labelled(Encap.GRE, at + GRE_BYTES)
                    : new Malformed("GRE with flags or something else than MPLS in it");
        }
        if (outer.protocol() != PROTOCOL_UDP || !has(at, UDP_BYTES)) {
            return null;
        }
        final int port = u16(frame, at + 2);
        if (port != PORT_MPLS && port != PORT_VXLAN) {
            return null;
        }
        if (at + u16(frame, at + 4) != outer.end()) {
            return new Malformed("outer UDP length differs from the outer IPv4 length");
        }
        return port == PORT_MPLS ? labelled(Encap.UDP, at + UDP_BYTES) : vxlan(at + UDP_BYTES);
    }

    private Sighting labelled(final Encap encap, final int at) {
        if (!has(at, LABEL_BYTES)) {
            return new Malformed("no room for an MPLS label");
        }
        final int entry = i32(frame, at);
        if ((entry & BOTTOM_OF_STACK) == 0) {
            return new Malformed("MPLS label without the bottom-of-stack bit");
        }
        final int inner = at + LABEL_BYTES;
        if (!has(inner, 1)) {
            return new Malformed("nothing follows the MPLS label");
        }
        return switch (u8(frame, inner) >>> 4) {
            case 4 -> packet(encap, entry >>> 12, IpReader.ETHERTYPE_IPV4, inner, Inner.NO_MAC);
            case 6 -> packet(encap, entry >>> 12, IpReader.ETHERTYPE_IPV6, inner, Inner.NO_MAC);
            default -> frame(encap, entry >>> 12, inner);
        };
    }

    private Sighting vxlan(final int at) {
        if (!has(at, VXLAN_BYTES)) {
            return new Malformed("no room for a VXLAN header");
        }
        if (i32(frame, at) != VXLAN_FLAGS || u8(frame, at + 7) != 0) {
            return new Malformed("VXLAN header with other flags than I");
        }
        return frame(Encap.VXLAN, i32(frame, at + 4) >>> 8, at + VXLAN_BYTES);
    }

    private Sighting frame(final Encap encap, final int id, final int at) {
        if (!has(at, ETHERNET_BYTES)) {
            return new Malformed("inner Ethernet header cut short");
        }
        final long mac = Octets.mac(frame, at);
        final int type = u16(frame, at + 12);
        return type == IpReader.ETHERTYPE_IPV4 || type == IpReader.ETHERTYPE_IPV6
                ? packet(encap, id, type, at + ETHERNET_BYTES, mac)
                : seen(encap, id, Inner.notIp(mac, type));
    }

    /** In a frame the packet may be shorter than what carries it: Ethernet pads. */
    private Sighting packet(final Encap encap, final int id, final int type, final int at, final long mac) {
        final String wrong = IpReader.fault(type, frame, at, captured, wire);
        if (wrong != null) {
            return new Malformed("inner " + wrong);
        }
        final IpReader.Header header = IpReader.read(type, frame, at);
        if (header.end() > outer.end() || mac == Inner.NO_MAC && header.end() != outer.end()) {
            return new Malformed("inner IP length differs from the outer one");
        }
        return seen(encap, id, new Inner(mac, type, header.source(), header.destination(), header.protocol()));
    }

    private Tunnelled seen(final Encap encap, final int id, final Inner inner) {
        return new Tunnelled(
                encap, (int) outer.source().low(), (int) outer.destination().low(), id, inner);
    }

    private boolean has(final int at, final int lengthBytes) {
        return captured >= at + lengthBytes && outer.end() >= at + lengthBytes;
    }
}
