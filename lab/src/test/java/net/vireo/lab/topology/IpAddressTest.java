// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpAddressTest {
    @Test
    void shouldWriteAddressesAsPeopleDo() {
        assertThat(IpAddress.v4(0x78000004)).hasToString("120.0.0.4");
        assertThat(IpAddress.v4(0)).hasToString("0.0.0.0");
        assertThat(new IpAddress(0xfd00_0120_0000_0000L, 4)).hasToString("fd00:120::4");
        assertThat(new IpAddress(0, 0)).hasToString("::");
        assertThat(new IpAddress(0, 1)).hasToString("::1");
        assertThat(new IpAddress(0xfe80_0000_0000_0000L, 0)).hasToString("fe80::");
        assertThat(new IpAddress(0x2001_0db8_0000_0001L, 0x0001_0001_0001_0001L))
                .hasToString("2001:db8:0:1:1:1:1:1");
        assertThat(new IpAddress(0x2001_0000_0000_0001L, 0x0000_0000_0000_0001L))
                .hasToString("2001:0:0:1::1");
    }

    @Test
    void shouldWriteWhatTheJdkReads() throws Exception {
        final long seed = 20261126L;
        final Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            final long high = random.nextLong() & mask(random) | 1L << 61;
            final long low = random.nextLong() & mask(random);
            final byte[] bytes =
                    ByteBuffer.allocate(16).putLong(high).putLong(low).array();

            assertThat(InetAddress.getByName(new IpAddress(high, low).toString()))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(InetAddress.getByAddress(bytes));
        }
    }

    private static long mask(final Random random) {
        long mask = 0;
        for (int group = 0; group < 4; group++) {
            mask = mask << 16 | (random.nextBoolean() ? 0xffff : 0);
        }
        return mask;
    }

    @Test
    void shouldKeepTheFamiliesApart() {
        assertThat(IpAddress.v4(1).family()).isEqualTo(Family.IPV4);
        assertThat(IpAddress.v4(-1).family()).isEqualTo(Family.IPV4);
        assertThat(new IpAddress(0, 1).family()).isEqualTo(Family.IPV6);
        assertThat(new IpAddress(0, 1)).isNotEqualTo(IpAddress.v4(1));
        assertThat(IpAddress.v4(1).in(new IpAddress(0, 0), 0)).isFalse();
        assertThat(new IpAddress(0, 1).in(IpAddress.v4(0), 0)).isFalse();
    }

    @Test
    void shouldTellWhatLiesInAPrefix() {
        final IpAddress prefix = IpAddress.v4(0x78000000);
        final IpAddress prefix6 = new IpAddress(0xfd00_0120_0000_0000L, 0);

        assertThat(IpAddress.v4(0x780000ff).in(prefix, 24)).isTrue();
        assertThat(IpAddress.v4(0x78000100).in(prefix, 24)).isFalse();
        assertThat(IpAddress.v4(0xf8000000).in(prefix, 0)).isTrue();
        assertThat(IpAddress.v4(0x78000000).in(prefix, 32)).isTrue();
        assertThat(IpAddress.v4(0x78000001).in(prefix, 32)).isFalse();
        assertThat(new IpAddress(0xfd00_0120_0000_0000L, -1).in(prefix6, 64)).isTrue();
        assertThat(new IpAddress(0xfd00_0120_0000_0001L, 0).in(prefix6, 64)).isFalse();
        assertThat(new IpAddress(0xfd00_0120_0000_0000L, 1L << 62).in(prefix6, 65))
                .isTrue();
        assertThat(new IpAddress(0xfd00_0120_0000_0000L, 1L << 63).in(prefix6, 65))
                .isFalse();
        assertThat(new IpAddress(0xfd00_0120_0000_0000L, 1).in(prefix6, 128)).isFalse();
        assertThat(new IpAddress(1, 1).in(prefix6, 0)).isTrue();
    }
}
