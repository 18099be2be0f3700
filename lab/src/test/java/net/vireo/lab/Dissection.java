// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.capture.FrameReader;
import net.vireo.lab.capture.Inner;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.host.Commands;
import net.vireo.lab.topology.Addresses;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Topology;
import net.vireo.port.pcap.PcapReader;

/** A fabric capture as tshark reads it, beside how the lab's own reader does. */
final class Dissection {
    private static final List<String> FIELDS = List.of(
            "frame.protocols", "mpls.label", "vxlan.vni", "eth.dst", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst");

    /** Of a fast machine's capture, which holds millions, so many are looked at: tshark takes 60 us for each. */
    private static final int MOST_FRAMES = 200_000;

    private final Path file;
    private final List<String> options = new ArrayList<>();

    /** @param topology whose labels tell which MPLS payload is a frame: nothing in the packet does */
    Dissection(final Path file, final Topology topology) {
        this.file = file;
        topology.networks().stream()
                .filter(network -> network.bridged())
                .flatMap(network -> topology.tunnelIds(network).stream())
                .filter(id -> topology.guests().stream().noneMatch(guest -> guest.label() == id))
                .forEach(label -> options.addAll(List.of("-d", "mpls.label==" + label + ",pwethnocw")));
    }

    /** Those of the first frames that a filter of tshark leaves, one line each. */
    List<String> lines(final String... arguments) throws InterruptedException {
        final List<String> line =
                new ArrayList<>(List.of("tshark", "-c", String.valueOf(MOST_FRAMES), "-r", file.toString()));
        line.addAll(options);
        line.addAll(List.of(arguments));
        final Commands.Done done = Commands.runQuietly(line, 120_000);
        assertThat(done.ok()).as("%s: %s", line, done.output()).isTrue();
        return done.output().lines().toList();
    }

    /** Neither tshark nor anyone else finds a fault, and both readers see the same in every tunnel packet. */
    void assertAgrees(final int least) throws IOException, InterruptedException {
        assertThat(lines("-Y", "_ws.malformed")).isEmpty();
        assertThat(lines("-o", "ip.check_checksum:TRUE", "-Y", "ip.checksum.status == \"Bad\""))
                .isEmpty();
        final List<String> arguments = new ArrayList<>(List.of("-Y", "mpls || vxlan", "-T", "fields"));
        FIELDS.forEach(field -> arguments.addAll(List.of("-e", field)));
        final List<String> theirs = lines(arguments.toArray(String[]::new)).stream()
                .map(Dissection::theirs)
                .toList();

        assertThat(theirs).hasSizeGreaterThanOrEqualTo(least).isEqualTo(ours());
    }

    private List<String> ours() throws IOException {
        final List<String> packets = new ArrayList<>();
        try (PcapReader reader = PcapReader.open(file)) {
            for (int frames = 0; frames < MOST_FRAMES && reader.next(); frames++) {
                final byte[] frame = reader.frame();
                if (FrameReader.read(frame, frame.length, frame.length) instanceof Tunnelled tunnelled) {
                    packets.add(ours(tunnelled));
                }
            }
        }
        return packets;
    }

    private static String ours(final Tunnelled tunnelled) {
        final Inner inner = tunnelled.inner();
        return String.join(
                " ",
                tunnelled.encap().toString(),
                String.valueOf(tunnelled.id()),
                IpAddress.v4(tunnelled.outerSource()).toString(),
                IpAddress.v4(tunnelled.outerDestination()).toString(),
                inner.framed() ? Addresses.mac(inner.mac()) : "-",
                inner.protocol() < 0 ? "-" : inner.source().toString(),
                inner.protocol() < 0 ? "-" : inner.destination().toString());
    }

    private static String theirs(final String line) {
        final String[] fields = line.split("\t", -1);
        final Encap encap =
                fields[0].contains(":vxlan") ? Encap.VXLAN : fields[0].contains(":gre:") ? Encap.GRE : Encap.UDP;
        final boolean ipv6 = !fields[6].isEmpty();
        return String.join(
                " ",
                encap.toString(),
                encap == Encap.VXLAN ? fields[2] : fields[1],
                part(fields[4], 0),
                part(fields[5], 0),
                part(fields[3], 1),
                ipv6 ? part(fields[6], 0) : part(fields[4], 1),
                ipv6 ? part(fields[7], 0) : part(fields[5], 1));
    }

    private static String part(final String list, final int index) {
        final String[] parts = list.split(",", -1);
        return index < parts.length ? parts[index] : "-";
    }
}
