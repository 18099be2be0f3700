// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** tshark must read in our IPv6, tunnels, translations and fragments what we meant. */
@Tag("system")
class TsharkOverlaySystemTest extends TsharkTest {
    private static final long MAC_A = 0x0200_0000_000aL;
    private static final long MAC_B = 0x0200_0000_0001L;
    private static final long NET = 0x2001_0db8_0000_0000L;
    private static final String MACS = "eth.dst=02:00:00:00:00:01 eth.src=02:00:00:00:00:0a ";
    private static final String IPV4 = MACS + "eth.type=0x0800 ip.hdr_len=20 ip.flags.df=0 ip.checksum.status=1 ";
    private static final String IPV6 = MACS + "eth.type=0x86dd ipv6.src=2001:db8::1 ipv6.dst=2001:db8::2 ";
    private static final String DATA = "data.data=766972656f ";

    @Test
    void shouldWriteWhatTsharkReads() throws IOException {
        udp();
        echo();
        tooBig();
        solicitation();
        advertisement();
        mplsInGre();
        ipv6InKeylessGre();
        vxlan();
        alert();
        sctp();
        translated();
        translatedError();
        fragments();
        shouldReadAsExpected();
    }

    /** Ethernet and IPv6 header in front of what is there. */
    private static void ipv6(final long p, final int payloadBytes, final int protocol, final int hopLimit) {
        Ethernet.emit(p, MAC_B, MAC_A, EtherType.IPV6);
        Ipv6.emitHead(p + 14, 0xb9, 0x1_2345, payloadBytes, protocol, hopLimit);
        Ipv6.source(p + 14, NET, 1);
        Ipv6.destination(p + 14, NET, 2);
    }

    private void udp() {
        final long p = buffer.garbage(14 + 40 + 13);
        ipv6(p, 13, IpProtocol.UDP, 65);
        payload(p + 62, "vireo");
        Udp.emit(p + 54, 1000, 40000, 13);
        TransportChecksum.fillPartial(Ipv6.pseudoHeaderSum(p + 14, IpProtocol.UDP, 13), p + 54, IpProtocol.UDP);
        assertThat(Checksum.complete(p + 54, 13, 6)).isEqualTo(13);
        Ipv6.decrementHopLimit(p + 14);
        Ipv6.ecn(p + 14, 3);
        expect(
                67,
                IPV6 + "ipv6.hlim=64 ipv6.nxt=17 ipv6.plen=13 ipv6.tclass=0x000000bb ipv6.flow=0x012345 "
                        + "udp.srcport=1000 udp.dstport=40000 udp.length=13 udp.checksum.status=1 " + DATA);
    }

    private static final String ICMPV6 =
            "ipv6.nxt=58 ipv6.tclass=0x000000b9 ipv6.flow=0x012345 icmpv6.code=0 icmpv6.checksum.status=1 ";

    private void echo() {
        emitEcho(buffer.garbage(67));
        expect(
                67,
                IPV6 + ICMPV6 + "ipv6.hlim=64 ipv6.plen=13 icmpv6.type=128 icmpv6.echo.identifier=0xfedc "
                        + "icmpv6.echo.sequence_number=65535 " + DATA);
    }

    private static void emitEcho(final long p) {
        ipv6(p, 13, IpProtocol.ICMPV6, 64);
        payload(p + 62, "vireo");
        Icmpv6.emitEcho(p + 54, Icmpv6.ECHO_REQUEST, 0xfedc, 0xffff);
        Icmpv6.fillChecksum(p + 14, p + 54, 13);
    }

    private void tooBig() {
        final long p = buffer.garbage(67 + 48);
        emitEcho(p + 48);
        assertThat(Icmpv6Errors.packetTooBig(p + 62, 53, 1450, NET, 9, p + 14, 101))
                .isEqualTo(101);
        Ethernet.emit(p, MAC_B, MAC_A, EtherType.IPV6);
        expect(
                115,
                MACS + "eth.type=0x86dd ipv6.src=2001:db8::9,2001:db8::1 ipv6.dst=2001:db8::1,2001:db8::2 "
                        + "ipv6.hlim=64,64 ipv6.plen=61,13 ipv6.nxt=58,58 ipv6.tclass=0x00000000,0x000000b9 "
                        + "ipv6.flow=0x000000,0x012345 icmpv6.type=2,128 icmpv6.code=0,0 icmpv6.checksum.status=1,2 "
                        + "icmpv6.mtu=1450 icmpv6.echo.identifier=0xfedc icmpv6.echo.sequence_number=65535 " + DATA);
    }

    private static final String ND = "ipv6.hlim=255 ipv6.plen=32 ipv6.nxt=58 ipv6.tclass=0x00000000 "
            + "ipv6.flow=0x000000 icmpv6.code=0 icmpv6.checksum.status=1 ";

    private void solicitation() {
        final long p = buffer.garbage(86);
        final long group = Ipv6Address.solicitedNodeLow(0x00ab_cdef);
        Ethernet.emit(p, Ipv6Address.multicastMac(group), MAC_A, EtherType.IPV6);
        NeighbourDiscovery.solicit(p + 14, NET, 1, NET, 0x00ab_cdef, MAC_A);
        expect(
                86,
                "eth.dst=33:33:ff:ab:cd:ef eth.src=02:00:00:00:00:0a eth.type=0x86dd ipv6.src=2001:db8::1 "
                        + "ipv6.dst=ff02::1:ffab:cdef " + ND + "icmpv6.type=135 "
                        + "icmpv6.nd.ns.target_address=2001:db8::ab:cdef icmpv6.opt.src_linkaddr=02:00:00:00:00:0a");
    }

    private void advertisement() {
        final long p = buffer.put(CORPUS.bytes("nd-dad"));
        assertThat(NeighbourDiscovery.answer(p + 14, MAC_A, NeighbourDiscovery.OVERRIDE, p + 14, 72))
                .isEqualTo(72);
        Ethernet.emit(p, Ipv6Address.multicastMac(Ipv6Address.ALL_NODES_LOW), MAC_A, EtherType.IPV6);
        expect(
                86,
                "eth.dst=33:33:00:00:00:01 eth.src=02:00:00:00:00:0a eth.type=0x86dd ipv6.src=fe80::ff:fe00:a "
                        + "ipv6.dst=ff02::1 " + ND + "icmpv6.type=136 icmpv6.nd.na.target_address=fe80::ff:fe00:a "
                        + "icmpv6.nd.na.flag.r=0 icmpv6.nd.na.flag.s=0 icmpv6.nd.na.flag.o=1 "
                        + "icmpv6.opt.target_linkaddr=02:00:00:00:00:0a");
    }

    private static void ipv4(final long p, final int totalBytes, final int protocol) {
        Ethernet.emit(p, MAC_B, MAC_A, EtherType.IPV4);
        Ipv4.emit(p + 14, 0, totalBytes, 0xbeef, 0, 64, protocol, pair(0x0a00_0102, 0x0a00_0202));
    }

    private static final String NODES =
            IPV4 + "ip.src=10.0.1.2 ip.dst=10.0.2.2 ip.ttl=64 ip.id=0xbeef ip.dsfield=0x00 ip.flags.mf=0 "
                    + "ip.frag_offset=0 ";

    private void mplsInGre() {
        final long p = buffer.garbage(14 + 20 + 8 + 53);
        emitEcho(p + 28);
        ipv4(p, 81, IpProtocol.GRE);
        Gre.emit(p + 34, EtherType.MPLS);
        final int entry = Mpls.entry(42, 0, true, 1);
        Mpls.emit(p + 38, Mpls.withTtl(Mpls.withTrafficClass(entry, 5), 63));
        expect(
                95,
                NODES + "ip.len=81 ip.proto=47 gre.proto=0x8847 gre.flags_and_version=0x0000 mpls.label=42 mpls.exp=5 "
                        + "mpls.bottom=1 mpls.ttl=63 ipv6.src=2001:db8::1 ipv6.dst=2001:db8::2 " + ICMPV6
                        + "ipv6.hlim=64 ipv6.plen=13 icmpv6.type=128 icmpv6.echo.identifier=0xfedc "
                        + "icmpv6.echo.sequence_number=65535 " + DATA);
    }

    private void ipv6InKeylessGre() {
        final long p = buffer.garbage(14 + 20 + 4 + 53);
        emitEcho(p + 24);
        ipv4(p, 77, IpProtocol.GRE);
        Gre.emit(p + 34, EtherType.IPV6);
        expect(
                91,
                NODES + "ip.len=77 ip.proto=47 gre.proto=0x86dd gre.flags_and_version=0x0000 ipv6.src=2001:db8::1 "
                        + "ipv6.dst=2001:db8::2 " + ICMPV6 + "ipv6.hlim=64 ipv6.plen=13 icmpv6.type=128 "
                        + "icmpv6.echo.identifier=0xfedc icmpv6.echo.sequence_number=65535 " + DATA);
    }

    private static final String VXLAN =
            NODES.replace("eth.dst=02:00:00:00:00:01", "eth.dst=02:00:00:00:00:01,ff:ff:ff:ff:ff:ff")
                            .replace("eth.src=02:00:00:00:00:0a", "eth.src=02:00:00:00:00:0a,02:00:00:00:00:0a")
                            .replace("eth.type=0x0800", "eth.type=0x0800,0x0806")
                    + "ip.len=78 ip.proto=17 udp.srcport=52000 udp.dstport=4789 udp.length=58 udp.checksum.status=3 "
                    + "arp.opcode=1 arp.src.hw_mac=02:00:00:00:00:0a arp.src.proto_ipv4=10.0.0.1 "
                    + "arp.dst.hw_mac=00:00:00:00:00:00 arp.dst.proto_ipv4=10.0.0.2 ";

    private long emitVxlan() {
        final long p = buffer.garbage(14 + 20 + 8 + 8 + 42);
        ipv4(p, 78, IpProtocol.UDP);
        Udp.emit(p + 34, UdpPort.VXLAN_DEFAULT_SOURCE, UdpPort.VXLAN, 58);
        Ethernet.emit(p + 50, MacAddress.BROADCAST, MAC_A, EtherType.ARP);
        Arp.emit(p + 64, Arp.REQUEST, MAC_A, 0x0a00_0001, 0, 0x0a00_0002);
        return p + 42;
    }

    private void vxlan() {
        Vxlan.emit(emitVxlan(), 0xab_cdef);
        expect(92, VXLAN + "vxlan.vni=11259375 vxlan.flags=0x0800");
    }

    private void alert() {
        Vxlan.emitRouterAlert(emitVxlan(), 7);
        expect(92, VXLAN + "vxlan.vni=7 vxlan.flags=0x0900");
    }

    private void sctp() {
        final long p = buffer.garbage(14 + 20 + 12);
        ipv4(p, 32, IpProtocol.SCTP);
        Memory.putLongBe(p + 34, 0x9c40_1389_0000_0001L);
        Memory.putIntBe(p + 42, 0);
        final long tuple = FlowTuple.ofIpv4(p + 14, 20);
        expect(
                46,
                NODES + "ip.len=32 ip.proto=132 sctp.srcport=" + FlowTuple.sourcePort(tuple) + " sctp.dstport="
                        + FlowTuple.destinationPort(tuple));
    }

    private void translated() {
        final byte[] frame = CORPUS.bytes("tcp-data");
        final long p = buffer.put(frame);
        final int header = Ipv4.check(p + 14, frame.length - 14);
        final int data = frame.length - 14 - header - Tcp.headerBytes(p + 14 + header);
        assertThat(data).isPositive();
        final String payload = written(data);
        assertThat(Nat4.rewrite(p + 14, header, pair(0xc000_0201, 0xc633_6401), 1 << 16 | 65535, false))
                .isEqualTo(header);
        final String tcp = String.format(
                "tcp.seq_raw=%s tcp.ack_raw=%s tcp.flags=0x%04x tcp.hdr_len=%d tcp.window_size_value=%d ",
                Integer.toUnsignedString(Tcp.sequence(p + 34)),
                Integer.toUnsignedString(Tcp.acknowledgment(p + 34)),
                Tcp.flags(p + 34),
                Tcp.headerBytes(p + 34),
                Tcp.window(p + 34));
        final String ip = String.format(
                "ip.ttl=%d ip.id=0x%04x ip.len=%d ip.dsfield=0x%02x ",
                Ipv4.ttl(p + 14), Ipv4.id(p + 14), Ipv4.totalLengthBytes(p + 14), Ipv4.tos(p + 14));
        expect(
                frame.length,
                IPV4.replace("df=0", Ipv4.dontFragment(p + 14) ? "df=1" : "df=0") + ip + tcp
                        + "ip.src=192.0.2.1 ip.dst=198.51.100.1 ip.proto=6 ip.flags.mf=0 ip.frag_offset=0 "
                        + "tcp.srcport=1 tcp.dstport=65535 tcp.checksum.status=1 data.data=" + payload);
    }

    /** Linux's "packet too big", given to another flow: tshark sums the error up. */
    private void translatedError() {
        final byte[] frame = CORPUS.bytes("icmpv6-time-exceeded");
        final long p = buffer.put(frame);
        final long walk = Ipv6Extensions.walk(p + 14, frame.length - 14);
        assertThat(Nat6.rewrite(p + 14, walk, NET, 1, NET, 2, 1007 << 16 | 1008, false))
                .isEqualTo(40);
        Ethernet.emit(p, MAC_B, MAC_A, EtherType.IPV6);
        expect(
                frame.length,
                MACS + "eth.type=0x86dd ipv6.src=2001:db8::1,2001:db8::2 ipv6.dst=2001:db8::2,2001:db8::1 "
                        + "ipv6.hlim=64,1 ipv6.plen=64,16 ipv6.nxt=58,17 ipv6.tclass=0x00000000,0x00000000 "
                        + String.format("ipv6.flow=0x%06x,0x%06x ", Ipv6.flowLabel(p + 14), Ipv6.flowLabel(p + 62))
                        + "icmpv6.type=3 icmpv6.code=0 icmpv6.checksum.status=1 udp.srcport=1008 udp.dstport=1007 "
                        + "udp.length=16 udp.checksum.status=1 data.data=686f706c696d6974");
    }

    /** tshark puts the fragments together again and finds the datagram's checksum right. */
    private void fragments() {
        final byte[] datagram = new byte[20 + 8 + 60];
        final long p = buffer.put(datagram);
        Ipv4.emit(p, 0, 88, 0xbeef, 0, 64, IpProtocol.UDP, pair(0x0a00_0102, 0x0a00_0202));
        Udp.emit(p + 20, 1000, 40000, 68);
        Udp.fillChecksum(p + 20, Ipv4.addresses(p));
        final byte[] whole = buffer.last(88);
        for (int k = 0; k < 2; k++) {
            final long original = buffer.put(Arrays.copyOf(whole, 88 + 14 + 68), 0);
            final long plan = Ipv4Fragmenter.plan(original, 20, 68);
            assertThat(Ipv4Fragmenter.count(plan)).isEqualTo(2);
            final int length = Ipv4Fragmenter.emit(original, plan, k, original + 88 + 14);
            // The frame is to end where the buffer ends.
            Memory.copy(original + 102, original + 102 + 68 - length, length);
            Ethernet.emit(original + 88 + 68 - length, MAC_B, MAC_A, EtherType.IPV4);
            final String fragment = NODES.replace("ip.flags.mf=0", "ip.flags.mf=" + (1 - k))
                            .replace("ip.frag_offset=0", "ip.frag_offset=" + k * 6)
                    + "ip.proto=17 ip.len=" + length + " ";
            final String datagramFields = "udp.srcport=1000 udp.dstport=40000 udp.length=68 udp.checksum.status=1 "
                    + "data.data=" + "00".repeat(60);
            expect(14 + length, fragment + (k == 0 ? "data.data=" + written(48) : datagramFields));
        }
    }
}
