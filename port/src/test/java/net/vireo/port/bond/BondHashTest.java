// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values were computed by a program of its own after the formula in the kernel's documentation. */
class BondHashTest {
    private static final String MACS = "0200000000a3020000000051";
    private static final String IPV6_ADDRESSES = "20010db800000000000000000000000120010db800000001000000000000ff02";

    @ParameterizedTest
    @CsvSource({
        // UDP 10.0.0.1 to 10.0.0.2, ports 1000, 1001, 49152, 50000 to 9
        "0800 45000024 0000 4000 40110000 0a0000010a000002 03e80009 00100000, 0x5057170",
        "0800 45000024 0000 4000 40110000 0a0000010a000002 03e90009 00100000, 0x50571f0",
        "0800 45000024 0000 4000 40060000 0a0000010a000002 c0000009 00100000, 0x5050565",
        "0800 45000024 0000 4000 40110000 0a0000010a000002 c3500009 00100000, 0x5052d4c",
        // behind a VLAN tag
        "8100 0064 0800 45000024 0000 4000 40110000 0a0000010a000002 03e80009 00100000, 0x5057170",
        // a first fragment, a later one, GRE, ICMP: addresses only
        "0800 45000024 0000 2000 40110000 0a0000010a000002 03e80009 00100000, 0x1818181",
        "0800 45000024 0000 0010 40110000 0a0000010a000002 03e80009 00100000, 0x1818181",
        "0800 45000024 0000 4000 402f0000 0a0000010a000002 00008847 00010140, 0x1818181",
        "0800 45000024 0000 4000 40010000 0a0000010a000002 03e80009 00100000, 0x1818181",
        // IPv6: UDP 5000 to 6635, a fragment header, ICMPv6
        "86dd 60000000 0010 11 40 ADDRESSES 138819eb 00100000, 0x7487c3ca",
        "86dd 60000000 0010 2c 40 ADDRESSES 138819eb 00100000, 0x17efefe",
        "86dd 60000000 0010 3a 40 ADDRESSES 138819eb 00100000, 0x17efefe",
        // ARP, and a damaged IPv4 header: last bytes of the MAC addresses, and the type
        "0806 0001 0800 0604 0001, 0x8f4",
        "0800 44000024 0000 4000 40110000 0a0000010a000002 03e80009 00100000, 0x8f2",
    })
    void shouldBeThatOfLinuxBonding(final String text, final String expected) {
        final String hex = MACS + text.replace("ADDRESSES", IPV6_ADDRESSES).replace(" ", "") + "a5".repeat(16);
        final byte[] bytes = HexFormat.of().parseHex(hex);
        try (Mapping mapping = Mmap.anonymous(4096, false)) {
            Memory.fill(mapping.address(), 4096, (byte) 0xa5);
            Memory.copyIn(bytes, 0, mapping.address(), bytes.length);
            assertThat(BondHash.of(Memory.base(mapping.address()), bytes.length))
                    .isEqualTo(Integer.decode(expected));
        }
    }
}
