// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import net.vireo.lab.capture.FrameReader;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Topology;
import net.vireo.port.pcap.PcapReader;

/** What a guest sent, what was underway in the tunnel, what the other guest got: from the three captures of a lab. */
final class InnerBytes {
    private static final int ETHERNET_BYTES = 14;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    /** Those of the ping and those of the TTL line. */
    private static final int LEAST = 8;

    private static final int ICMP = 1;
    private static final int ICMP6 = 58;

    private final Path directory;
    private final Topology topology;

    InnerBytes(final Path directory, final Topology topology) {
        this.directory = directory;
        this.topology = topology;
    }

    /** Takes a packet out of a frame as text, or an empty string when it is none of those that are compared. */
    private interface Picker {
        String pick(byte[] frame, int at);
    }

    /** Echo requests of a routed network arrive as they were sent but for the two fields that a router changes. */
    void assertEchoesUnchanged(final Guest from, final Guest to, final Family family) throws IOException {
        final int framed = topology.encap() == Encap.VXLAN ? ETHERNET_BYTES : 0;
        final Set<Integer> ids = Set.of(topology.tunnelId(to));
        assertUnchanged(
                from, to, outerBytes() + framed, ETHERNET_BYTES, ids, (frame, at) -> echo(frame, at, family, to));
    }

    /** Frames of a bridged network arrive as they were sent. */
    void assertFramesUnchanged(final Guest from, final Guest to, final int etherType) throws IOException {
        final Set<Integer> ids = topology.tunnelIds(topology.networkOf(from));
        assertUnchanged(from, to, outerBytes(), 0, ids, (frame, at) -> framed(frame, at, from, etherType));
    }

    private void assertUnchanged(
            final Guest from,
            final Guest to,
            final int underwayAt,
            final int at,
            final Set<Integer> ids,
            final Picker picker)
            throws IOException {
        final Set<String> sent = read(from.name(), at, Set.of(), picker);
        final Set<String> underway = read("fabric", underwayAt, ids, picker);
        final Set<String> received = read(to.name(), at, Set.of(), picker);

        assertThat(sent).hasSizeGreaterThanOrEqualTo(LEAST);
        assertThat(underway).isSubsetOf(sent).hasSizeGreaterThanOrEqualTo(LEAST);
        assertThat(received).isSubsetOf(underway).hasSizeGreaterThanOrEqualTo(LEAST);
    }

    private int outerBytes() {
        return ETHERNET_BYTES
                + switch (topology.encap()) {
                    case UDP -> 20 + 8 + 4;
                    case GRE -> 20 + 4 + 4;
                    case VXLAN -> 20 + 8 + 8;
                };
    }

    /** @param ids when there are any, only tunnel packets under one of them */
    private Set<String> read(final String name, final int at, final Set<Integer> ids, final Picker picker)
            throws IOException {
        final Set<String> packets = new HashSet<>();
        try (PcapReader reader = PcapReader.open(directory.resolve(name + ".pcap"))) {
            while (reader.next()) {
                final byte[] frame = reader.frame();
                final boolean wanted = ids.isEmpty()
                        || FrameReader.read(frame, frame.length, frame.length) instanceof Tunnelled tunnel
                                && tunnel.encap() == topology.encap()
                                && ids.contains(tunnel.id());
                final String packet = wanted ? picker.pick(frame, at) : "";
                if (!packet.isEmpty()) {
                    packets.add(packet);
                }
            }
        }
        return packets;
    }

    /**
     * A frame of a type, recognised by the sender's MAC in front of it. Neighbour advertisements are left out: routers
     * give them in a guest's name.
     */
    private static String framed(final byte[] frame, final int at, final Guest from, final int etherType) {
        final String hex = HexFormat.of().formatHex(frame, Math.min(at, frame.length), frame.length);
        final String head = String.format(Locale.ROOT, "%012x%04x", from.mac(), etherType);
        final boolean advertisement =
                etherType == ETHERTYPE_IPV6 && hex.startsWith("3a", 40) && hex.startsWith("88", 108);
        return hex.startsWith(head, 12) && !advertisement ? hex : "";
    }

    private static String echo(final byte[] frame, final int at, final Family family, final Guest to) {
        final int version = family == Family.IPV4 ? 0x45 : 0x60;
        final int headerBytes = family.headerBytes();
        final int protocolAt = family == Family.IPV4 ? 9 : 6;
        final int icmp = family == Family.IPV4 ? ICMP : ICMP6;
        final int request = family == Family.IPV4 ? 8 : 128;
        if (frame.length < at + headerBytes + 8
                || (frame[at] & 0xff) != version
                || frame[at + protocolAt] != icmp
                || (frame[at + headerBytes] & 0xff) != request) {
            return "";
        }
        final byte[] packet = Arrays.copyOfRange(frame, at, frame.length);
        if (packet[headerBytes - 1] != (byte) to.address()) {
            return "";
        }
        if (family == Family.IPV4) {
            packet[8] = 0;
            packet[10] = 0;
            packet[11] = 0;
        } else {
            packet[7] = 0;
        }
        return HexFormat.of().formatHex(packet);
    }
}
