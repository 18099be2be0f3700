// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketLineTest {
    private static final String ETHERNET = "deadbeef0001deadbeef0002";

    /** 120.0.0.3 asks 120.0.0.4 for an echo, sequence 7. */
    private static final String PING = "450000541234400040010000" + "78000003" + "78000004" + "0800f7ff00010007";

    private static final String PING6 = "6000000000103aff" + "fd000120000000000000000000000003"
            + "fd000120000000000000000000000004" + "8000000000010009";

    private static final String OUTER = "4500008000010000401100" + "00" + "c0000201" + "c0000202";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0800" + PING + " | IPv4 120.0.0.3 > 120.0.0.4 ICMP echo request, sequence 7",
                "86dd" + PING6 + " | IPv6 fd00:120::3 > fd00:120::4 ICMPv6 echo request, sequence 9",
                "8100" + "0064" + "0800" + PING
                        + " | VLAN 100 IPv4 120.0.0.3 > 120.0.0.4 ICMP echo request, sequence 7",
                "88a8" + "00c8" + "8100" + "0064" + "86dd" + PING6
                        + " | VLAN 200 VLAN 100 IPv6 fd00:120::3 > fd00:120::4 ICMPv6 echo request, sequence 9",
                "0800" + OUTER + "d431" + "19eb" + "006c0000" + "0001113f" + PING
                        + " | IPv4 192.0.2.1:54321 > 192.0.2.2:6635 UDP, MPLS label 17 (IPv4 120.0.0.3 > 120.0.0.4 ICMP"
                        + " echo request, sequence 7)",
                "0800" + OUTER + "d431" + "12b5" + "006c0000" + "0800000000138900" + "0200000000030200000000040800"
                        + PING
                        + " | IPv4 192.0.2.1:54321 > 192.0.2.2:4789 UDP, VNI 5001 (IPv4 120.0.0.3 > 120.0.0.4 ICMP echo"
                        + " request, sequence 7)",
                "0800" + "45000080000100004" + "02f0000" + "c0000201" + "c0000202" + "00008847" + "0001f13f"
                        + "0200000000030200000000040800" + PING
                        + " | IPv4 192.0.2.1 > 192.0.2.2 GRE, MPLS label 31 (IPv4 120.0.0.3 > 120.0.0.4 ICMP echo request,"
                        + " sequence 7)",
                "0806" + "0001080006040001" + "020000000003" + "78000003" + "000000000000" + "78000004"
                        + " | ARP who has 120.0.0.4, tell 120.0.0.3",
                "88cc | ethertype 0x88cc de:ad:be:ef:00:02 > de:ad:be:ef:00:01",
                "86dd60 | IPv6 de:ad:be:ef:00:02 > de:ad:be:ef:00:01",
            })
    void shouldSayWhoSendsWhatToWhom(final String behindMacs, final String line) {
        assertThat(PacketLine.describe(HexFormat.of().parseHex(ETHERNET + behindMacs.strip())))
                .isEqualTo(line);
    }

    @Test
    void shouldBearAnyBytesOfAnyLength() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        final byte[] good = HexFormat.of()
                .parseHex(ETHERNET + "0800" + OUTER + "d431" + "12b5" + "006c0000" + "0800000000138900"
                        + "020000000003020000000004" + "86dd" + PING6);
        for (int i = 0; i < 20_000; i++) {
            final byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int j = random.nextInt(6); j > 0 && bytes.length > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(PacketLine.describe(bytes))
                    .as("seed %d, %s", seed, HexFormat.of().formatHex(bytes))
                    .isNotEmpty();
        }
    }
}
