// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpMssTest extends ViewTest {
    private static final long SEED = 0x5eed_0355;
    private static final int ETHERNET = 14;

    @ParameterizedTest
    @CsvSource({"tcp-syn,60,1360", "tcp-syn-ack,60,1360", "tcp-syn-odd-mss,48,1460", "tcp-syn-late-mss,52,9000"})
    void shouldLowerTheOfferAndKeepTheChecksumRight(final String name, final int lengthBytes, final int offered) {
        final long p = put(name, ETHERNET);
        assertThat(mssOf(p)).isEqualTo(offered);
        assertThat(TcpMss.clamp(p, lengthBytes, 1000)).isTrue();
        assertThat(mssOf(p)).isEqualTo(1000);
        assertThat(Tcp.verifyChecksum(p + 20, lengthBytes - 20, Ipv4.addresses(p)))
                .isTrue();
        assertThat(TcpMss.clamp(p, lengthBytes, 1000)).as("done already").isFalse();
    }

    private static int mssOf(final long p) {
        final long tcp = p + Ipv4.headerBytes(p);
        return Tcp.mss(tcp, Tcp.findMssOption(tcp, Tcp.headerBytes(tcp)));
    }

    @Test
    void shouldNeverRaiseTheOffer() {
        shouldLeaveAlone("tcp-syn", 1360);
        shouldLeaveAlone("tcp-syn", 65535);
    }

    @ParameterizedTest
    @CsvSource({"tcp-data", "tcp-fin", "udp-data", "icmp-echo-request", "tcp-syn-lying-option", "ipv4-fragment-last"})
    void shouldLeaveOtherPacketsAlone(final String name) {
        shouldLeaveAlone(name, 1);
    }

    private void shouldLeaveAlone(final String name, final int maxMss) {
        final byte[] frame = CORPUS.bytes(name);
        final int lengthBytes = frame.length - ETHERNET;
        assertThat(TcpMss.clamp(buffer.put(frame, ETHERNET), lengthBytes, maxMss))
                .isFalse();
        assertThat(written(lengthBytes)).isEqualTo(HexFormat.of().formatHex(frame, ETHERNET, frame.length));
    }

    @Test
    void shouldLeaveHeadersAloneThatDoNotFit() {
        final String frame = HexFormat.of().formatHex(CORPUS.bytes("tcp-syn")).substring(2 * ETHERNET);
        final String[] lies = {
            frame.replace("4500003c", "4500002a"), // the IPv4 packet ends inside the TCP header
            frame.replace("4500003c", "45000027"), // .. inside its fixed part
            frame.replace("a002ff00", "f002ff00"), // data offset past the end
            frame.replace("a002ff00", "4002ff00"), // data offset below five
            frame.replace("ad964000", "ad960001"), // a fragment behind the first
        };
        for (final String lie : lies) {
            final long p = put(lie);
            assertThat(TcpMss.clamp(p, 60, 1)).as(lie).isFalse();
            assertThat(written(60)).isEqualTo(lie);
        }
    }

    @Test
    void shouldLeaveAValidChecksumBehindWhateverTheOptions() {
        final Random random = new Random(SEED);
        int lowered = 0;
        for (int i = 0; i < 20_000; i++) {
            final byte[] packet = new byte[20 + 60 + random.nextInt(32)];
            random.nextBytes(packet);
            final long p = buffer.put(packet);
            writeSyn(p, packet.length, random);
            final long tcp = p + 20;
            final int maxMss = 1 + random.nextInt(0xffff);
            final boolean changed = TcpMss.clamp(p, packet.length, maxMss);
            lowered += changed ? 1 : 0;
            assertThat(Tcp.verifyChecksum(tcp, packet.length - 20, Ipv4.addresses(p)))
                    .as("seed %x, step %d, max mss %d, changed %s", SEED, i, maxMss, changed)
                    .isTrue();
            final int at = Tcp.findMssOption(tcp, 60);
            assertThat(at < 0 || Tcp.mss(tcp, at) <= maxMss)
                    .as("seed %x, step %d", SEED, i)
                    .isTrue();
        }
        assertThat(lowered).as("the test meets its subject").isGreaterThan(1000);
    }

    /** A SYN with 40 bytes of random, mostly valid options. */
    private static void writeSyn(final long p, final int lengthBytes, final Random random) {
        Ipv4.emit(p, 0, lengthBytes, random.nextInt(), 0, 64, IpProtocol.TCP, random.nextLong());
        final long tcp = p + 20;
        Tcp.emit(tcp, random.nextInt(), random.nextInt(), 0, 60, Tcp.SYN, random.nextInt());
        int at = 20;
        while (at < 60 - 4 && random.nextInt(12) != 0) {
            if (random.nextInt(4) == 0) {
                Tcp.emitMssOption(tcp + at, random.nextInt());
                at += 4;
            } else {
                Memory.putByte(tcp + at, (byte) Options.NOP);
                at++;
            }
        }
        Tcp.fillChecksum(tcp, lengthBytes - 20, Ipv4.addresses(p));
    }
}
