// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.lab.capture.Capture;
import net.vireo.lab.capture.Marker;
import net.vireo.lab.capture.PcapSink;
import net.vireo.lab.capture.Sighting;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Fabric;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.traffic.Flood;
import net.vireo.lab.traffic.NameServer;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.netlink.Address;
import net.vireo.linux.netlink.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's network without a data plane: real namespaces, a real bridge, the kernel's own ping. */
@Tag("system")
class WiringSystemTest {
    private static final Topology LAB = Scenarios.TWO_NODES;
    private static final ComputeNode FIRST = LAB.nodes().getFirst();
    private static final ComputeNode LAST = LAB.nodes().getLast();

    @TempDir
    private Path directory;

    private LabFiles files;
    private Spaces spaces;

    @BeforeEach
    void makeDirectories() throws Exception {
        files = new LabFiles(directory);
        Files.createDirectories(files.spaces());
        spaces = new Spaces(files);
    }

    @AfterEach
    void deleteNamespaces() throws Exception {
        try (var made = Files.list(files.spaces())) {
            made.forEach(NetNamespace::delete);
        }
    }

    /** The fabric links get the hosts' addresses: what the data planes will do in their place. */
    private FabricWiring.Built fabricWithAddresses() {
        LAB.nodes().forEach(node -> spaces.create(node.dataPlaneSpace()));
        final FabricWiring.Built built = new FabricWiring(spaces, LAB).build();
        LAB.nodes()
                .forEach(node -> spaces.inside(node.dataPlaneSpace(), netlink -> {
                    netlink.addAddress(netlink.link(Fabric.LINK).index(), node.address(), 24);
                    return null;
                }));
        return built;
    }

    @Test
    void shouldConnectTheNodesAndSeeEachPacketOnce() throws Exception {
        final FabricWiring.Built fabric = fabricWithAddresses();
        try (Capture capture =
                Capture.open(files.space(fabric.captureSpace()), fabric.captureLink(), List.of(), false)) {
            final Place space = Place.inNamespace(files.space(FIRST.dataPlaneSpace()));
            assertThat(Pinger.untilAnswered(space, IpAddress.v4(LAST.address()), 5000))
                    .isNotNegative();
            final Tally before = capture.tally();
            final PingResult ping = Pinger.ping(space, IpAddress.v4(LAST.address()), 5);
            final Tally seen = capture.tally().since(before);

            assertThat(ping.complete()).as(ping.summary()).isTrue();
            assertThat(seen.plain(IpAddress.v4(FIRST.address()), IpAddress.v4(LAST.address())))
                    .isEqualTo(5);
            assertThat(seen.plain(IpAddress.v4(LAST.address()), IpAddress.v4(FIRST.address())))
                    .isEqualTo(5);
            assertThat(seen.missed()).isZero();
        }
    }

    @Test
    void shouldRecordWhatTsharkReads() throws Exception {
        final FabricWiring.Built fabric = fabricWithAddresses();
        final Path file = directory.resolve("fabric.pcap");
        final PcapSink sink = new PcapSink(file, 1000);
        try (Capture capture =
                Capture.open(files.space(fabric.captureSpace()), fabric.captureLink(), List.of(sink), true)) {
            Pinger.ping(Place.inNamespace(files.space(FIRST.dataPlaneSpace())), IpAddress.v4(LAST.address()), 3);
            capture.tally();
        }
        sink.close();
        final Commands.Done read = Commands.runQuietly(
                List.of("tshark", "-r", file.toString(), "-Y", "icmp", "-T", "fields", "-e", "icmp.type"), 30_000);

        assertThat(read.ok()).as(read.output()).isTrue();
        assertThat(read.output().lines()).containsExactly("8", "0", "8", "0", "8", "0");
    }

    @Test
    void shouldAttachGuestsByVethPairsWithoutOffloads() throws Exception {
        LAB.nodes().forEach(node -> spaces.create(node.hostSpace()));
        LAB.nodes().forEach(node -> spaces.create(node.dataPlaneSpace()));
        final GuestWiring wiring = new GuestWiring(spaces, LAB, Attachment.Kind.VETH);
        wiring.prepare();
        LAB.nodes().forEach(wiring::finish);

        final Guest guest = LAB.guest("g2-vm0");
        final Link link = spaces.inside(guest.name(), netlink -> {
            final int index = netlink.link(Guest.LINK).index();
            assertThat(netlink.awaitOperational(index, 3000)).isTrue();
            return netlink.link(Guest.LINK);
        });
        assertThat(link.mac()).isEqualTo(guest.mac());
        assertThat(link.mtu()).isEqualTo(1500);
        final List<Integer> addresses = spaces.inside(
                guest.name(),
                netlink -> netlink.addresses().stream().map(Address::address).toList());
        assertThat(addresses).contains(guest.address());
        final Commands.Done addresses6 = Commands.run(
                Commands.inside(
                        files.space(guest.name()), List.of("ip", "-6", "-br", "address", "show", "scope", "global")),
                5000);
        assertThat(addresses6.output()).contains("fd00:120::4/64");
        final Link other = spaces.inside(FIRST.dataPlaneSpace(), netlink -> netlink.link(guest.name()));
        assertThat(other.up()).isTrue();
        final Link host = spaces.inside(FIRST.hostSpace(), netlink -> netlink.link(ComputeNode.HOST_LINK));
        assertThat(host.mac()).isEqualTo(FIRST.mac());
        final Commands.Done features =
                Commands.run(Commands.inside(files.space(guest.name()), List.of("ethtool", "-k", Guest.LINK)), 5000);
        assertThat(features.ok()).as(features.output()).isTrue();
        // Not "tcp-segmentation-offload", ethtool's summary: it says on for a kind of segment that it does not know.
        assertThat(features.output())
                .contains("tx-checksumming: off", "scatter-gather: off", "tx-tcp-segmentation: off")
                .contains("tx-tcp6-segmentation: off", "generic-segmentation-offload: off")
                .contains("generic-receive-offload: off");
    }

    @Test
    void shouldSendAFloodThatTheOtherEndSees() throws Exception {
        LAB.nodes().forEach(node -> spaces.create(node.hostSpace()));
        LAB.nodes().forEach(node -> spaces.create(node.dataPlaneSpace()));
        final GuestWiring wiring = new GuestWiring(spaces, LAB, Attachment.Kind.VETH);
        wiring.prepare();
        LAB.nodes().forEach(wiring::finish);
        final Guest attacker = LAB.guest("g2-vm0");
        final Marker own = new Marker(Flood.ownText(attacker));
        final Marker forged = new Marker(Flood.forgedText(attacker));
        final List<byte[]> frames = Flood.frames(LAB, attacker);
        try (Capture capture =
                Capture.open(files.space(FIRST.dataPlaneSpace()), attacker.name(), List.of(own, forged), true)) {
            final long sent = Flood.send(files.space(attacker.name()), frames, 3);
            final Tally seen = capture.tally();

            assertThat(sent).isEqualTo(3L * frames.size());
            assertThat(own.seen() + forged.seen()).isEqualTo(sent);
            assertThat(seen.count(Sighting.Malformed.class::isInstance)).isZero();
        }
    }

    @Test
    void shouldTellTheNameOfTheGuestBehindAnAddress() {
        fabricWithAddresses();
        final NameServer server = NameServer.start(files.space(LAST.dataPlaneSpace()), "the-last");
        try {
            assertThat(NameServer.whoIs(files.space(FIRST.dataPlaneSpace()), LAST.address()))
                    .isEqualTo("the-last");
        } finally {
            server.close();
        }
        assertThat(NameServer.whoIs(files.space(FIRST.dataPlaneSpace()), LAST.address()))
                .isEmpty();
    }
}
