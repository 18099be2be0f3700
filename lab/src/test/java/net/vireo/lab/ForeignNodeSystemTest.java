// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.vireo.lab.capture.Capture;
import net.vireo.lab.capture.PcapSink;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.check.TunnelProof;
import net.vireo.lab.host.Attachment;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.host.DataPlane;
import net.vireo.lab.host.FabricWiring;
import net.vireo.lab.host.GuestWiring;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.Place;
import net.vireo.lab.host.Spaces;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Fabric;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.NodeYaml;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.traffic.IperfResult;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;
import net.vireo.linux.NetNamespace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A compute node of ours beside one that is Debian's kernel alone: red reaches it by MPLS over UDP, blue, whose
 * addresses are the same, by MPLS over GRE. The kernel has an address for each kind, so to ours it is two nodes.
 */
@Tag("system")
@Tag("guests")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForeignNodeSystemTest {
    private static final Topology ALL = Scenarios.TWO_NODES;
    private static final ComputeNode OURS = ALL.node("compute1");
    private static final ComputeNode BY_UDP = new ComputeNode("linux-udp", 0xc0000202, 0x02_00_00_00_00_f0L);
    private static final ComputeNode BY_GRE = new ComputeNode("linux-gre", 0xc0000203, 0x02_00_00_00_00_f0L);
    private static final Guest RED = ALL.guest("g2-vm0");
    private static final Guest BLUE = ALL.guest("b2-vm0");
    private static final Guest FOREIGN_RED = on(BY_UDP, ALL.guest("g2-vm1"));
    private static final Guest FOREIGN_BLUE = on(BY_GRE, ALL.guest("b2-vm1"));
    private static final Topology BOTH = lab(List.of(OURS, BY_UDP, BY_GRE), RED, BLUE, FOREIGN_RED, FOREIGN_BLUE);
    private static final Topology HERE = lab(List.of(OURS), RED, BLUE);
    private static final String PORT = "linux";
    private static final long LIMIT_MS = 30_000;
    private static final int PINGS = 5;

    /** Of Ethernet on the fabric what is left by IPv4, UDP and one label, or by IPv4, GRE and one label. */
    private static final int OVERLAY_MTU_UDP = 1500 - 20 - 8 - 4;

    private static final int OVERLAY_MTU_GRE = 1500 - 20 - 4 - 4;

    @TempDir
    private static Path directory;

    private static LabFiles files;
    private static Launcher launcher;
    private static PcapSink pcap;
    private static Capture fabric;
    private static DataPlane plane;
    private static KernelNode kernel;

    private static Guest on(final ComputeNode node, final Guest guest) {
        return new Guest(
                guest.name(),
                guest.network(),
                node.name(),
                guest.address(),
                guest.address6(),
                guest.mac(),
                guest.label(),
                guest.bridgeLabel());
    }

    private static Topology lab(final List<ComputeNode> nodes, final Guest... guests) {
        return new Topology(
                "foreign",
                "a node of ours and the kernel of another",
                Encap.UDP,
                false,
                ALL.fabric(),
                nodes,
                List.of(ALL.network("red"), ALL.network("blue")),
                List.of(guests));
    }

    @BeforeAll
    static void startBothNodes() throws Exception {
        files = new LabFiles(directory.resolve("run"));
        final String script = System.getProperty(Launcher.PROPERTY, System.getenv("VIREO_LAUNCHER"));
        assertThat(script).as("-D%s=PATH", Launcher.PROPERTY).isNotEmpty();
        launcher = new Launcher(List.of("env", "VIREO_RUN_DIR=" + files.root(), script));
        Files.createDirectories(files.spaces());
        Files.createDirectories(files.node(OURS.name()));
        final Spaces spaces = new Spaces(files);
        spaces.create(OURS.hostSpace());
        spaces.create(OURS.dataPlaneSpace());
        final FabricWiring wiring = new FabricWiring(spaces, HERE);
        final FabricWiring.Built built = wiring.build();
        wiring.addMachinePort(PORT);
        pcap = new PcapSink(directory.resolve("fabric.pcap"), 4000);
        fabric = Capture.open(files.space(built.captureSpace()), built.captureLink(), List.of(pcap), true);
        final GuestWiring guests =
                new GuestWiring(spaces, HERE, Attachment.choose("auto").kind());
        guests.prepare();
        plane = DataPlane.start(OURS, files, launcher);
        kernel = KernelNode.boot(files.space(Fabric.NAME), PORT);
        plane.awaitReady(LIMIT_MS);
        Files.writeString(files.yaml(OURS.name()), provision(), StandardCharsets.UTF_8);
        tool("apply", files.yaml(OURS.name()).toString(), "--node", OURS.name());
        guests.finish(OURS);
        kernel.tunnel("mpls-udp", Encap.UDP, BY_UDP, OURS);
        kernel.tunnel("mpls-gre", Encap.GRE, BY_GRE, OURS);
        kernel.tenant(FOREIGN_RED, RED, "mpls-udp");
        kernel.tenant(FOREIGN_BLUE, BLUE, "mpls-gre");
    }

    /** The node's file says of each peer by what it is reached. */
    private static String provision() {
        final String peer = "address: " + IpAddress.v4(BY_GRE.address()) + "}";
        final String yaml = NodeYaml.of(BOTH, OURS);
        assertThat(yaml).containsOnlyOnce(peer);
        return yaml.replace(peer, peer.replace("}", ", encap: gre}"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (kernel != null) {
            kernel.close();
        }
        if (plane != null) {
            plane.stop();
        }
        if (fabric != null) {
            fabric.close();
        }
        try (Stream<Path> made = Files.list(files.spaces())) {
            made.forEach(NetNamespace::delete);
        }
    }

    private static String tool(final String... arguments) throws InterruptedException {
        final Done done = Commands.run(launcher.with(List.of(arguments)), LIMIT_MS);
        assertThat(done.ok())
                .as("%s: %s%s", List.of(arguments), done.output(), plane.logTail())
                .isTrue();
        return done.output();
    }

    private static String figures() {
        try {
            return kernel.figures()
                    + tool("dropstats", "--node", OURS.name())
                    + tool("vif", "--list", "--node", OURS.name());
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Guest ours(final Encap encap) {
        return encap == Encap.UDP ? RED : BLUE;
    }

    private static Guest foreign(final Encap encap) {
        return encap == Encap.UDP ? FOREIGN_RED : FOREIGN_BLUE;
    }

    private static Place place(final Guest ours) {
        return Place.inNamespace(files.space(ours.name()));
    }

    @Order(1)
    @ParameterizedTest
    @EnumSource(names = {"UDP", "GRE"})
    void shouldPingBothWaysThroughAKernelsTunnel(final Encap encap) throws Exception {
        final Guest ours = ours(encap);
        final Guest foreign = foreign(encap);
        for (final Family family : Family.values()) {
            final Tally before = fabric.tally();
            final PingResult there = Pinger.ping(place(ours), foreign.address(family), PINGS);
            final String back = kernel.asGuest(foreign, "ping -n -c " + PINGS + " -i 0.2 -W 2 " + ours.address(family));
            assertThat(there.complete()).as(() -> there.summary() + figures()).isTrue();
            assertThat(PingResult.parse(back).complete())
                    .as(() -> back + figures())
                    .isTrue();
            assertThat(TunnelProof.of(
                            BOTH.with(encap),
                            ours,
                            foreign,
                            family,
                            2 * PINGS,
                            fabric.tally().since(before)))
                    .matches(TunnelProof::holds);
        }
    }

    @Order(2)
    @ParameterizedTest
    @EnumSource(names = {"UDP", "GRE"})
    void shouldCarryThePacketsThatJustFit(final Encap encap) throws Exception {
        final int mtu = encap == Encap.UDP ? OVERLAY_MTU_UDP : OVERLAY_MTU_GRE;
        final PingResult there =
                Pinger.pingWhole(place(ours(encap)), foreign(encap).address(Family.IPV4), PINGS, mtu);
        final String back = kernel.asGuest(
                foreign(encap),
                "ping -n -c 2 -i 0.2 -M do -s " + (mtu - 28) + " " + ours(encap).address(Family.IPV4));

        assertThat(there.complete()).as(there.summary()).isTrue();
        assertThat(PingResult.parse(back).complete()).as(back).isTrue();
    }

    @Order(3)
    @ParameterizedTest
    @EnumSource(names = {"UDP", "GRE"})
    void shouldCarryTcpBothWays(final Encap encap) throws Exception {
        pcap.nextStretch();
        kernel.asGuest(foreign(encap), "iperf3 -s -D");
        for (final List<String> direction : List.of(List.<String>of(), List.of("-R"))) {
            Thread.sleep(500);
            final List<String> line = new ArrayList<>(List.of(
                    "iperf3",
                    "-J",
                    "--connect-timeout",
                    "3000",
                    "-t",
                    "1",
                    "-c",
                    foreign(encap).address(Family.IPV4).toString()));
            line.addAll(direction);
            final IperfResult tcp = IperfResult.parse(
                    place(ours(encap)).runQuietly(line, LIMIT_MS).output());
            System.out.printf("%s%s: TCP %s%n", encap, direction, tcp.summary());
            assertThat(tcp.delivered()).as(() -> tcp.summary() + figures()).isTrue();
        }
    }

    @Order(4)
    @Test
    void shouldHaveSentAndReceivedNothingThatTsharkFaults() throws Exception {
        assertThat(fabric.tally().malformed()).isZero();
        fabric.close();
        fabric = null;
        pcap.close();

        final Dissection dissection = new Dissection(directory.resolve("fabric.pcap"), BOTH);
        dissection.assertAgrees(16 * PINGS);
        assertSpreadBySourcePort(dissection, OURS);
        assertSpreadBySourcePort(dissection, BY_UDP);
        // Its exit code says whether each packet is accounted for.
        tool("ledger", "--node", OURS.name());
    }

    /** Different conversations have different outer source ports: what the fabric spreads them by (RFC 7510, section 3). */
    private static void assertSpreadBySourcePort(final Dissection dissection, final ComputeNode node)
            throws InterruptedException {
        final String filter = "udp.dstport == 6635 && ip.src == " + IpAddress.v4(node.address());
        assertThat(dissection.lines("-Y", filter, "-T", "fields", "-E", "occurrence=f", "-e", "udp.srcport").stream()
                        .distinct())
                .as(node.name())
                .hasSizeGreaterThan(3);
    }
}
