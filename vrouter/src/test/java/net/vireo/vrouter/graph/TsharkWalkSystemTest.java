// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_IP;
import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.BridgedNode.BY_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE;
import static net.vireo.vrouter.graph.BridgedNode.FAR_GRE_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP;
import static net.vireo.vrouter.graph.BridgedNode.FAR_UDP_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN;
import static net.vireo.vrouter.graph.BridgedNode.FAR_VXLAN_MAC;
import static net.vireo.vrouter.graph.BridgedNode.FLOOD;
import static net.vireo.vrouter.graph.BridgedNode.six;
import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static net.vireo.vrouter.graph.Overlay.ipv6;
import static net.vireo.vrouter.graph.Overlay.solicitation;
import static net.vireo.vrouter.graph.Overlay.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else reads what the graph sends: tshark, with every checksum checked, for every encapsulation. */
@Tag("system")
class TsharkWalkSystemTest {
    private static final int TIMEOUT_SECONDS = 60;

    /** Port-pair entropy differs from run to run of the seed, so it is not among them. */
    private static final List<String> FIELDS = List.of(
            "frame.protocols",
            "ip.dst",
            "ip.ttl",
            "ip.checksum.status",
            "udp.dstport",
            "mpls.label",
            "mpls.exp",
            "mpls.bottom",
            "mpls.ttl",
            "vxlan.vni",
            "eth.dst",
            "vlan.id",
            "vlan.priority",
            "ipv6.dst",
            "ip.reassembled.length",
            "icmp.type",
            "icmp.mtu",
            "icmp.checksum.status",
            "icmpv6.type",
            "icmpv6.mtu",
            "icmpv6.checksum.status",
            "_ws.malformed");

    @TempDir
    private Path folder;

    private final BridgedNode lab = new BridgedNode();

    @AfterEach
    void close() {
        lab.close();
    }

    private static byte[] routed(final int destination) {
        return ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, destination, udp(1000, 2000, new byte[9])));
    }

    private static byte[] routed6(final int destination) {
        return ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(50, 64, 4, six(destination), new byte[20]));
    }

    private static byte[] bridged(final long mac) {
        return ethernet(mac, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_UDP, udp(1000, 2000, new byte[9])));
    }

    /** What each field says, without those that say nothing. */
    private List<String> read(final List<byte[]> frames, final String... decodeAs) throws IOException {
        final Path pcap = folder.resolve("frames.pcap");
        final ByteBuffer out = ByteBuffer.allocate(24
                        + frames.stream().mapToInt(frame -> 16 + frame.length).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4).putInt(0x00040002).putLong(0).putInt(65_535).putInt(1);
        for (final byte[] frame : frames) {
            out.putLong(0).putInt(frame.length).putInt(frame.length).put(frame);
        }
        Files.write(pcap, out.array());
        final List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", pcap.toString(), "-T", "fields"));
        command.addAll(List.of("-E", "separator=|", "-E", "occurrence=a", "-E", "aggregator=,"));
        command.addAll(List.of("-o", "ip.check_checksum:TRUE"));
        for (final String rule : decodeAs) {
            command.addAll(List.of("-d", rule));
        }
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        final List<String> lines = new ArrayList<>();
        for (final String line : run(command)) {
            final String[] values = line.split("\\|", -1);
            final List<String> said = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                if (!values[i].isEmpty()) {
                    said.add(i == 0 ? values[i] : FIELDS.get(i) + "=" + values[i]);
                }
            }
            lines.add(String.join(" ", said));
        }
        return lines;
    }

    private List<String> run(final List<String> command) throws IOException {
        final Path answer = folder.resolve("out");
        final Path complaint = folder.resolve("err");
        final Process process = new ProcessBuilder(command)
                .redirectOutput(answer.toFile())
                .redirectError(complaint.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(complaint)).isZero();
        return Files.readAllLines(answer, StandardCharsets.UTF_8);
    }

    private List<byte[]> sent(final byte[]... frames) {
        return Arrays.stream(frames)
                .flatMap(frame -> lab.pass(lab.a, frame, lab.fabric).stream())
                .toList();
    }

    @Test
    void shouldReadPacketsInEveryTunnel() throws IOException {
        assertThat(read(sent(routed(FAR_UDP), routed(FAR_GRE), routed(FAR_VXLAN))))
                .containsExactly(
                        "eth:ethertype:ip:udp:mpls:ip:udp:data ip.dst=10.0.0.2,120.0.1.2 ip.ttl=64,63"
                                + " ip.checksum.status=1,1 udp.dstport=6635,2000 mpls.label=258 mpls.exp=0 mpls.bottom=1"
                                + " mpls.ttl=63 eth.dst=02:00:00:00:f0:02",
                        "eth:ethertype:ip:gre:mpls:ip:udp:data ip.dst=10.0.0.3,120.0.1.3 ip.ttl=64,63"
                                + " ip.checksum.status=1,1 udp.dstport=2000 mpls.label=259 mpls.exp=0 mpls.bottom=1"
                                + " mpls.ttl=63 eth.dst=02:00:00:00:f0:02",
                        "eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:udp:data ip.dst=10.0.0.4,120.0.1.4 ip.ttl=64,63"
                                + " ip.checksum.status=1,1 udp.dstport=4789,2000 vxlan.vni=77"
                                + " eth.dst=02:00:00:00:f0:02,00:00:5e:00:01:00");
    }

    @Test
    void shouldReadIpv6InEveryTunnel() throws IOException {
        assertThat(read(sent(routed6(FAR_UDP), routed6(FAR_GRE), routed6(FAR_VXLAN))))
                .containsExactly(
                        "eth:ethertype:ip:udp:mpls:ipv6:esp ip.dst=10.0.0.2 ip.ttl=64 ip.checksum.status=1"
                                + " udp.dstport=6635 mpls.label=258 mpls.exp=0 mpls.bottom=1 mpls.ttl=63"
                                + " eth.dst=02:00:00:00:f0:02 ipv6.dst=2001:db8::102",
                        "eth:ethertype:ip:gre:mpls:ipv6:esp ip.dst=10.0.0.3 ip.ttl=64 ip.checksum.status=1"
                                + " mpls.label=259 mpls.exp=0 mpls.bottom=1 mpls.ttl=63"
                                + " eth.dst=02:00:00:00:f0:02 ipv6.dst=2001:db8::103",
                        "eth:ethertype:ip:udp:vxlan:eth:ethertype:ipv6:esp ip.dst=10.0.0.4 ip.ttl=64"
                                + " ip.checksum.status=1 udp.dstport=4789 vxlan.vni=77"
                                + " eth.dst=02:00:00:00:f0:02,00:00:5e:00:01:00 ipv6.dst=2001:db8::104");
    }

    @Test
    void shouldReadTwoLabels() throws IOException {
        lab.tunnel(
                BridgedNode.UDP,
                Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_TUNNEL_MPLS_OVER_MPLS,
                BY_UDP,
                new NexthopDetails(new int[0], new int[0], 0, 0, 0xabcde));
        assertThat(read(sent(routed(FAR_UDP))))
                .containsExactly("eth:ethertype:ip:udp:mpls:ip:udp:data ip.dst=10.0.0.2,120.0.1.2 ip.ttl=64,63"
                        + " ip.checksum.status=1,1 udp.dstport=6635,2000 mpls.label=703710,258 mpls.exp=0,0"
                        + " mpls.bottom=0,1 mpls.ttl=63,63 eth.dst=02:00:00:00:f0:02");
    }

    @Test
    void shouldReadFramesInEveryTunnel() throws IOException {
        assertThat(read(
                        sent(bridged(FAR_UDP_MAC), bridged(FAR_GRE_MAC), bridged(FAR_VXLAN_MAC)),
                        "mpls.label==258,pwethnocw",
                        "mpls.label==259,pwethnocw"))
                .containsExactly(
                        "eth:ethertype:ip:udp:mpls:eth:ethertype:ip:udp:data ip.dst=10.0.0.2,120.0.1.2 ip.ttl=64,64"
                                + " ip.checksum.status=1,1 udp.dstport=6635,2000 mpls.label=258 mpls.exp=0 mpls.bottom=1"
                                + " mpls.ttl=64 eth.dst=02:00:00:00:f0:02,02:00:00:00:01:02",
                        "eth:ethertype:ip:gre:mpls:eth:ethertype:ip:udp:data ip.dst=10.0.0.3,120.0.1.2 ip.ttl=64,64"
                                + " ip.checksum.status=1,1 udp.dstport=2000 mpls.label=259 mpls.exp=0 mpls.bottom=1"
                                + " mpls.ttl=64 eth.dst=02:00:00:00:f0:02,02:00:00:00:01:03",
                        "eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:udp:data ip.dst=10.0.0.4,120.0.1.2 ip.ttl=64,64"
                                + " ip.checksum.status=1,1 udp.dstport=4789,2000 vxlan.vni=77"
                                + " eth.dst=02:00:00:00:f0:02,02:00:00:00:01:04");
    }

    @Test
    void shouldReadATaggedFrameBehindAControlWord() throws IOException {
        lab.tunnel(BridgedNode.UDP, Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_L2_CONTROL_DATA, BY_UDP);
        assertThat(read(sent(tagged(0x8100, 7, bridged(FAR_UDP_MAC))), "mpls.label==258,pwethcw"))
                .containsExactly("eth:ethertype:ip:udp:mpls:eth:ethertype:vlan:ethertype:ip:udp:data"
                        + " ip.dst=10.0.0.2,120.0.1.2 ip.ttl=64,64 ip.checksum.status=1,1 udp.dstport=6635,2000"
                        + " mpls.label=258 mpls.exp=0 mpls.bottom=1 mpls.ttl=64"
                        + " eth.dst=02:00:00:00:f0:02,02:00:00:00:01:02 vlan.id=7 vlan.priority=0");
    }

    @Test
    void shouldReadFragmentsAsOneDatagram() throws IOException {
        final byte[] frame =
                ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0, 64, 17, A_IP, FAR_VXLAN, udp(9, 10, new byte[3000])));
        final List<String> fragments = read(sent(frame));
        assertThat(fragments)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:")
                        .contains("ip.ttl=64,63 ip.checksum.status=1,1"));
        assertThat(fragments.getLast()).contains("udp.dstport=4789,10").endsWith("ip.reassembled.length=3008");
    }

    /** No dissector knows what stands behind the control word, so that part is shown as a packet of its own. */
    @Test
    void shouldReadTheTree() throws IOException {
        lab.tunnel(60, Nexthop.FLAG_TUNNEL_UDP_MPLS, 0x0a000005);
        lab.group(61, Nexthop.FLAG_COMPOSITE_FABRIC, new int[] {60}, 2001);
        lab.group(FLOOD, 0, new int[] {61}, 0);
        final byte[] frame = sent(bridged(BROADCAST)).getFirst();
        final byte[] behind = ethernet(0, 0, 0x0800, Arrays.copyOfRange(frame, 50, frame.length));
        assertThat(read(List.of(frame, behind), "mpls.label==2001,pwmcw"))
                .containsExactly(
                        "eth:ethertype:ip:udp:mpls:data ip.dst=10.0.0.5 ip.ttl=64 ip.checksum.status=1 udp.dstport=6635"
                                + " mpls.label=2001 mpls.exp=0 mpls.bottom=1 mpls.ttl=64 eth.dst=02:00:00:00:f0:02",
                        "eth:ethertype:ip:udp:vxlan:eth:ethertype:ip:udp:data ip.dst=10.0.0.5,120.0.1.2 ip.ttl=64,64"
                                + " ip.checksum.status=1,1 udp.dstport=4789,2000 vxlan.vni=77"
                                + " eth.dst=00:00:00:00:00:00,ff:ff:ff:ff:ff:ff");
    }

    @Test
    void shouldReadWhatTheRouterAnswers() throws IOException {
        lab.route(FAR_GRE, BridgedNode.GRE, 0x103, Route.FLAG_ARP_PROXY, 0);
        lab.node.lcore.removeVif(Vif.AGENT_INDEX);
        final List<byte[]> answers = new ArrayList<>();
        for (final byte[] frame : List.of(
                ethernet(0x3333ff000103L, A_MAC, 0x86dd, solicitation(A_MAC, 4, six(FAR_GRE))),
                ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(50, 1, 4, six(FAR_UDP), new byte[20])),
                ethernet(ROUTER_MAC, A_MAC, 0x86dd, ipv6(50, 64, 4, six(FAR_UDP), new byte[1440])),
                ethernet(ROUTER_MAC, A_MAC, 0x0800, ipv4(0, 0x4000, 64, 50, A_IP, FAR_UDP, new byte[1480])))) {
            answers.addAll(lab.pass(lab.a, frame, lab.a));
        }
        assertThat(read(answers))
                .containsExactly(
                        "eth:ethertype:ipv6:icmpv6 eth.dst=02:00:00:00:03:04 ipv6.dst=2001:db8::4 icmpv6.type=136"
                                + " icmpv6.checksum.status=1",
                        "eth:ethertype:ipv6:icmpv6:ipv6:esp eth.dst=02:00:00:00:03:04"
                                + " ipv6.dst=2001:db8::4,2001:db8::102 icmpv6.type=3 icmpv6.checksum.status=1",
                        "eth:ethertype:ipv6:icmpv6:ipv6:esp eth.dst=02:00:00:00:03:04"
                                + " ipv6.dst=2001:db8::4,2001:db8::102 icmpv6.type=2 icmpv6.mtu=1468"
                                + " icmpv6.checksum.status=1",
                        "eth:ethertype:ip:icmp:ip:esp ip.dst=120.0.0.4,120.0.1.2 ip.ttl=64,64 ip.checksum.status=1,1"
                                + " eth.dst=02:00:00:00:03:04 icmp.type=3 icmp.mtu=1468 icmp.checksum.status=1");
    }
}
