// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.vireo.lab.capture.FrameReader;
import net.vireo.lab.capture.Sighting;
import net.vireo.lab.host.LabException;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.IpAddress;
import net.vireo.port.pcap.PcapReader;

/**
 * Looks, before anything is measured, at what comes out: each frame of the guest's must be the right one in the right
 * tunnel, and there must be some of every flow. Else drops would be measured, and fast ones.
 */
final class PathCheck {
    private static final int FLOWS = 64;
    /** A machine with other users may need a while for the first packets of all flows. */
    private static final int ATTEMPTS = 5;

    private static final int RUN_MS = 1000;
    private static final int NETWORK_BITS = 96 + 16;
    private static final int ETHERNET_BYTES = 14;
    private static final int TTL_AT = 8;
    private static final int SENT_TTL = 64;
    /** Ethernet, IPv4, UDP, and MPLS; or VXLAN and the frame inside. */
    private static final int MPLS_BYTES = 14 + 20 + 8 + 4;

    private static final int VXLAN_BYTES = 14 + 20 + 8 + 8 + 14;

    private PathCheck() {}

    /** @throws LabException when something else came out, or nothing */
    static void look(final OneWay way, final Path directory, final int cpu) throws InterruptedException {
        final Path sent = directory.resolve("check-sent");
        final Path seen = directory.resolve("check-seen");
        FlowFile.write(sent, way.network(), 0, FLOWS);
        int flows = 0;
        for (int attempt = 0; attempt < ATTEMPTS && flows < FLOWS; attempt++) {
            try (OneWayGuests guests = OneWayGuests.repeating(way, cpu, sent, FLOWS, OneWayGuests.file(seen))) {
                guests.go();
                Thread.sleep(RUN_MS);
                guests.stop();
            }
            flows = judge(way.title(), way.tunnel(), way.network(), seen);
        }
        if (flows < FLOWS) {
            throw new LabException(way.title() + ": of " + FLOWS + " flows " + flows + " came out");
        }
    }

    /**
     * Judges the frames of a capture file.
     *
     * @return of how many flows there were some
     * @throws LabException at the first that is wrong
     */
    static int judge(final String title, final Optional<Encap> tunnel, final int network, final Path seen) {
        final Set<ByteBuffer> flows = new HashSet<>();
        try (PcapReader frames = PcapReader.open(seen)) {
            while (frames.next()) {
                final byte[] frame = frames.frame();
                final Sighting sighting = FrameReader.read(frame, frame.length, frames.wireLengthBytes());
                if (isOfTheGuest(sighting, network)) {
                    final int at = tunnel.map(PathCheck::overhead).orElse(ETHERNET_BYTES);
                    require(title, tunnel, sighting, frame, at);
                    flows.add(ByteBuffer.wrap(Arrays.copyOfRange(frame, at + 12, at + 24))); // addresses and ports
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return flows.size();
    }

    /** The switch's own frames, such as its host's IPv6 discovery, are none. */
    private static boolean isOfTheGuest(final Sighting sighting, final int network) {
        return switch (sighting) {
            case Sighting.Tunnelled _, Sighting.Malformed _ -> true;
            case final Sighting.Plain plain -> plain.destination().in(IpAddress.v4(network), NETWORK_BITS);
            case Sighting.Other _ -> false;
        };
    }

    private static void require(
            final String title,
            final Optional<Encap> tunnel,
            final Sighting sighting,
            final byte[] frame,
            final int at) {
        final boolean right =
                switch (sighting) {
                    case final Sighting.Tunnelled there ->
                        tunnel.filter(encap -> isRight(there, encap)).isPresent();
                    case Sighting.Plain _ -> tunnel.isEmpty();
                    default -> false;
                };
        final int ttl = tunnel.isPresent() ? SENT_TTL - 1 : SENT_TTL;
        if (!right) {
            throw new LabException(title + ": a wrong packet came out: " + sighting);
        }
        if (frame[at + TTL_AT] != ttl) {
            throw new LabException(title + ": a wrong packet came out: TTL " + frame[at + TTL_AT] + " in " + sighting);
        }
    }

    private static boolean isRight(final Sighting.Tunnelled seen, final Encap encap) {
        final boolean vxlan = encap == Encap.VXLAN;
        final int far = vxlan ? Underlay.FAR_VXLAN_ADDRESS : Underlay.FAR_MPLS_ADDRESS;
        return seen.encap() == encap
                && seen.outerSource() == Underlay.NEAR_ADDRESS
                && seen.outerDestination() == far
                && seen.id() == (vxlan ? Underlay.VNI : Underlay.LABEL)
                && seen.inner().framed() == vxlan
                && seen.inner().source().equals(IpAddress.v4(Underlay.GUEST_ADDRESS));
    }

    private static int overhead(final Encap encap) {
        return encap == Encap.VXLAN ? VXLAN_BYTES : MPLS_BYTES;
    }
}
