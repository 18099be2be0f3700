// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** tshark must read in our bytes what we meant, and we must read in anybody's bytes what tshark reads. */
@Tag("system")
class TsharkSystemTest extends TsharkTest {
    private static final long MAC_A = 0x0200_0000_000aL;
    private static final long MAC_B = 0x0200_0000_0001L;
    private static final int HOST_A = 0x7800_0004;
    private static final int HOST_B = 0x7800_0003;
    private static final int NODE_A = 0x0a00_0102;
    private static final int NODE_B = 0x0a00_0202;

    @Test
    void shouldWriteWhatTsharkReads() throws IOException {
        arp();
        echo();
        udp();
        syn();
        clampedSyn();
        tagged();
        tunnel();
        errors();
        routed();
        completed();
        shouldReadAsExpected();
    }

    private void arp() {
        final long p = buffer.garbage(42);
        Ethernet.emit(p, MacAddress.BROADCAST, MAC_A, EtherType.ARP);
        Arp.emit(p + 14, Arp.REQUEST, MAC_A, HOST_A, 0, HOST_B);
        expect(42, """
                eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:00:00:00:00:0a eth.type=0x0806 arp.opcode=1
                arp.src.hw_mac=02:00:00:00:00:0a arp.src.proto_ipv4=120.0.0.4
                arp.dst.hw_mac=00:00:00:00:00:00 arp.dst.proto_ipv4=120.0.0.3
                """.replace('\n', ' '));
    }

    private static final String ETHERNET = "eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:0a eth.type=0x0800 ";

    private static String ip(final String more) {
        return ETHERNET + "ip.src=120.0.0.4 ip.dst=120.0.0.3 ip.ttl=64 ip.id=0xbeef ip.hdr_len=20 ip.dsfield=0x00 "
                + "ip.flags.df=1 ip.flags.mf=0 ip.frag_offset=0 ip.checksum.status=1 " + more;
    }

    private static void inner(final long p, final int totalBytes, final int protocol) {
        Ethernet.emit(p, MAC_B, MAC_A, EtherType.IPV4);
        Ipv4.emit(p + 14, 0, totalBytes, 0xbeef, Ipv4.DONT_FRAGMENT, 64, protocol, pair(HOST_A, HOST_B));
    }

    private void echo() {
        final long p = buffer.garbage(14 + 20 + 8 + 5);
        inner(p, 33, IpProtocol.ICMP);
        payload(p + 42, "vireo");
        Icmp.emitEcho(p + 34, Icmp.ECHO_REQUEST, 0x1234, 0xff01);
        Icmp.fillChecksum(p + 34, 13);
        expect(
                47,
                ip("ip.len=33 ip.proto=1 icmp.type=8 icmp.code=0 icmp.ident=4660 icmp.seq=65281 "
                        + "icmp.checksum.status=1 data.data=766972656f"));
    }

    private void udp() {
        final long p = buffer.garbage(14 + 20 + 8 + 5);
        inner(p, 33, IpProtocol.UDP);
        payload(p + 42, "vireo");
        Udp.emit(p + 34, 65535, 40000, 13);
        Udp.fillChecksum(p + 34, Ipv4.addresses(p + 14));
        expect(
                47,
                ip("ip.len=33 ip.proto=17 udp.srcport=65535 udp.dstport=40000 udp.length=13 "
                        + "udp.checksum.status=1 data.data=766972656f"));
    }

    private void syn() {
        final long p = buffer.garbage(14 + 20 + 24);
        emitSyn(p);
        expect(
                58,
                ip("ip.len=44 ip.proto=6 tcp.srcport=50123 tcp.dstport=5001 tcp.seq_raw=4294967295 tcp.ack_raw=0 "
                        + "tcp.flags=0x00c2 tcp.hdr_len=24 tcp.window_size_value=64240 tcp.options.mss_val=1460 "
                        + "tcp.checksum.status=1"));
    }

    private static void emitSyn(final long p) {
        inner(p, 44, IpProtocol.TCP);
        Tcp.emit(p + 34, 50123 << 16 | 5001, -1, 0, 24, Tcp.SYN | Tcp.ECE | Tcp.CWR, 64240);
        Tcp.emitMssOption(p + 54, 1460);
        Tcp.fillChecksum(p + 34, 24, Ipv4.addresses(p + 14));
    }

    private void clampedSyn() {
        final long p = put("tcp-syn-odd-mss", 0);
        assertThat(TcpMss.clamp(p + 14, 48, 1408)).isTrue();
        expect(
                62,
                ETHERNET + "ip.src=10.0.1.2 ip.dst=10.0.2.2 ip.ttl=64 ip.id=0x0007 ip.hdr_len=20 ip.dsfield=0x00 "
                        + "ip.flags.df=0 ip.flags.mf=0 ip.frag_offset=0 ip.checksum.status=1 ip.len=48 ip.proto=6 "
                        + "tcp.srcport=33342 tcp.dstport=5001 tcp.seq_raw=287454020 tcp.ack_raw=0 tcp.flags=0x0002 "
                        + "tcp.hdr_len=28 tcp.window_size_value=65280 tcp.options.mss_val=1408 tcp.checksum.status=1");
    }

    private void tagged() {
        final long p = buffer.garbage(55);
        inner(p + 8, 33, IpProtocol.UDP);
        payload(p + 50, "vireo");
        Udp.emit(p + 42, 1, 40000, 13);
        Vlan.push(Vlan.push(p + 8, EtherType.VLAN, 5 << 13 | 100), EtherType.QINQ, 4094);
        expect(
                55,
                ip("ip.len=33 ip.proto=17 udp.srcport=1 udp.dstport=40000 udp.length=13 udp.checksum.status=3 "
                                + "data.data=766972656f ieee8021ad.id=4094 ieee8021ad.priority=0 vlan.id=100 vlan.priority=5")
                        .replace("eth.type=0x0800", "eth.type=0x88a8"));
    }

    private void tunnel() {
        final int overhead = 20 + 8 + 8;
        final long p = buffer.garbage(58 + overhead);
        emitSyn(p + overhead);
        Ethernet.emit(p, MAC_B, MAC_A, EtherType.IPV4);
        final long addresses = pair(NODE_A, NODE_B);
        Ipv4.emit(p + 14, 0xb8, 44 + overhead, 0x102, 0, 64, IpProtocol.UDP, addresses);
        final int port = FlowHash.udpSourcePort(FlowHash.hash(pair(HOST_A, HOST_B), 50123 << 16 | 5001, 6, 2, 1));
        Udp.emit(p + 34, port, UdpPort.MPLS, 8 + 8 + 44);
        Mpls.emit(p + 42, Mpls.entry(Mpls.MAX_LABEL, 3, false, 255));
        Mpls.emit(p + 46, Mpls.entry(42, 0, true, 63));
        expect(
                58 + overhead,
                ETHERNET + "ip.src=10.0.1.2,120.0.0.4 ip.dst=10.0.2.2,120.0.0.3 ip.ttl=64,64 "
                        + "ip.id=0x0102,0xbeef ip.len=80,44 ip.proto=17,6 ip.hdr_len=20,20 ip.dsfield=0xb8,0x00 "
                        + "ip.flags.df=0,1 ip.flags.mf=0,0 ip.frag_offset=0,0 ip.checksum.status=1,1 "
                        + "udp.srcport=" + port + " udp.dstport=6635 udp.length=60 udp.checksum.status=3 "
                        + "mpls.label=1048575,42 mpls.exp=3,0 mpls.bottom=0,1 mpls.ttl=255,63 "
                        + "tcp.srcport=50123 tcp.dstport=5001 tcp.seq_raw=4294967295 tcp.ack_raw=0 tcp.flags=0x00c2 "
                        + "tcp.hdr_len=24 tcp.window_size_value=64240 tcp.options.mss_val=1460 tcp.checksum.status=1");
    }

    private void errors() {
        final byte[] cause = CORPUS.bytes("icmp-ttl-one");
        final String quoted = ETHERNET + "ip.src=10.0.1.1,10.0.1.2 ip.dst=10.0.1.2,10.0.2.2 ip.ttl=64,1 "
                + "ip.id=0x0000,0x1847 ip.len=72,44 ip.proto=1,1 ip.hdr_len=20,20 ip.dsfield=0xc0,0x00 "
                + "ip.flags.df=1,1 ip.flags.mf=0,0 ip.frag_offset=0,0 ip.checksum.status=1,1 icmp.ident=13384 "
                + "icmp.seq=1 icmp.checksum.status=1,2 data.data=a2ee026b00000000916e070000000000 ";
        final long exceeded = buffer.put(cause) - 28;
        assertThat(IcmpErrors.timeExceeded(exceeded + 42, 44, 0x0a00_0101, exceeded + 14, 72))
                .isEqualTo(72);
        Ethernet.emit(exceeded, MAC_B, MAC_A, EtherType.IPV4);
        expect(86, quoted + "icmp.type=11,8 icmp.code=0,0");
        final long needed = buffer.put(cause) - 28;
        assertThat(IcmpErrors.fragmentationNeeded(needed + 42, 44, 1468, 0x0a00_0101, needed + 14, 72))
                .isEqualTo(72);
        Ethernet.emit(needed, MAC_B, MAC_A, EtherType.IPV4);
        expect(86, quoted + "icmp.type=3,8 icmp.code=4,0 icmp.mtu=1468");
    }

    private void routed() {
        final long p = buffer.garbage(14 + 20 + 8 + 5);
        inner(p, 33, IpProtocol.UDP);
        payload(p + 42, "vireo");
        Udp.emit(p + 34, 1, 40000, 13);
        Ipv4.decrementTtl(p + 14);
        expect(
                47,
                ip("ip.len=33 ip.proto=17 udp.srcport=1 udp.dstport=40000 udp.length=13 udp.checksum.status=3 "
                                + "data.data=766972656f")
                        .replace("ip.ttl=64", "ip.ttl=63"));
    }

    private void completed() {
        final long p = buffer.garbage(14 + 20 + 8 + 5);
        inner(p, 33, IpProtocol.UDP);
        payload(p + 42, "vireo");
        Udp.emit(p + 34, 1, 40000, 13);
        final long pseudo = Checksum.pseudoHeader(Ipv4.addresses(p + 14), IpProtocol.UDP, 13);
        Memory.putShortBe(p + 40, (short) Checksum.fold(pseudo));
        assertThat(Checksum.complete(p + 34, 13, 6)).isEqualTo(13);
        expect(
                47,
                ip("ip.len=33 ip.proto=17 udp.srcport=1 udp.dstport=40000 udp.length=13 udp.checksum.status=1 "
                        + "data.data=766972656f"));
    }

    @Test
    void shouldReadWhatTsharkReads() throws IOException {
        final List<byte[]> corpus = CORPUS.all();
        final List<Map<String, String>> read = Tshark.read(folder, Tshark.text2pcap(folder, corpus), TsharkFields.ALL);
        assertThat(read).hasSameSizeAs(corpus);
        for (int i = 0; i < corpus.size(); i++) {
            final byte[] frame = corpus.get(i);
            final Map<String, String> ours = ViewFields.read(buffer.put(frame), frame.length);
            final String name = CORPUS.names().get(i);
            assertThat(ours).as(name).hasSizeGreaterThan(5);
            final Map<String, String> theirs = new TreeMap<>(read.get(i));
            // Repeated fields: the outermost header's value comes first, and that is the one we read.
            theirs.replaceAll((field, values) -> values.split(",", -1)[0]);
            theirs.keySet().retainAll(ours.keySet());
            assertThat(ours).as(name).isEqualTo(theirs);
        }
    }
}
