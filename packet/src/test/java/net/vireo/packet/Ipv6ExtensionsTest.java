// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ipv6ExtensionsTest extends ViewTest {
    private static final int ETHERNET = 14;

    /** All made by Linux; the last but two columns are what tshark says too (TsharkSystemTest). */
    @ParameterizedTest
    @CsvSource({
        "ipv6-udp, 17, 40, false, 0, false",
        "ipv6-tcp-syn, 6, 40, false, 0, false",
        "ipv6-destination-options, 17, 48, false, 0, false",
        "ipv6-hop-by-hop, 17, 56, false, 0, false",
        "ipv6-fragment-first, 17, 48, true, 0, true",
        "ipv6-fragment-middle, 17, 48, true, 1448, true",
        "ipv6-fragment-last, 17, 48, true, 2896, false",
        "ipv6-options-fragment, 17, 64, true, 0, true",
        "ipv6-hop-by-hop-fragment, 17, 64, true, 1432, false",
        "icmpv6-listener-report, 58, 48, false, 0, false"
    })
    void shouldWalkWhatLinuxWrote(
            final String name,
            final int protocol,
            final int transportOffset,
            final boolean fragment,
            final int fragmentOffset,
            final boolean more) {
        final long p = put(name, ETHERNET);
        final long walk = Ipv6Extensions.walk(p, Ipv6.totalLengthBytes(p));
        assertThat(walk).isNotNegative();
        assertThat(Ipv6Extensions.protocol(walk)).isEqualTo(protocol);
        assertThat(Ipv6Extensions.transportOffset(walk)).isEqualTo(transportOffset);
        assertThat(Ipv6Extensions.hasFragmentHeader(walk)).isEqualTo(fragment);
        assertThat(Ipv6Extensions.isFragment(walk)).isEqualTo(fragment);
        assertThat(Ipv6Extensions.fragmentOffsetBytes(walk)).isEqualTo(fragmentOffset);
        assertThat(Ipv6Extensions.moreFragments(walk)).isEqualTo(more);
        final int id = fragment ? Memory.getIntBe(p + transportOffset - 4) : 0;
        assertThat(Ipv6Extensions.fragmentId(walk)).isEqualTo(id);
    }

    private long chain(final int firstHeader, final String extensions) {
        return put(String.format("60000000%04x%02x40", extensions.length() / 2, firstHeader)
                + "00".repeat(32)
                + extensions);
    }

    private long walk(final int firstHeader, final String extensions) {
        return Ipv6Extensions.walk(chain(firstHeader, extensions), 40 + extensions.length() / 2);
    }

    private static final String PAD = "0104" + "00000000";

    @Test
    void shouldKeepEveryBitOfAFragment() {
        final long walk = walk(44, "06a5" + "fff9" + "ffffffff");
        assertThat(walk).isNotNegative();
        assertThat(Ipv6Extensions.protocol(walk)).isEqualTo(6);
        assertThat(Ipv6Extensions.fragmentOffsetBytes(walk)).isEqualTo(0x1fff * 8);
        assertThat(Ipv6Extensions.moreFragments(walk)).isTrue();
        assertThat(Ipv6Extensions.fragmentId(walk)).isEqualTo(-1);
        assertThat(Ipv6Extensions.transportOffset(walk)).isEqualTo(48);
    }

    @Test
    void shouldWalkThroughAnAtomicFragment() {
        final long walk = walk(44, "3c00" + "0000" + "00000007" + "1100" + PAD);
        assertThat(Ipv6Extensions.hasFragmentHeader(walk)).isTrue();
        assertThat(Ipv6Extensions.isFragment(walk)).isFalse();
        assertThat(Ipv6Extensions.protocol(walk)).isEqualTo(17);
        assertThat(Ipv6Extensions.transportOffset(walk)).isEqualTo(56);
        assertThat(Ipv6Extensions.fragmentId(walk)).isEqualTo(7);
    }

    @Test
    void shouldNotWalkInALaterFragmentsPayload() {
        final long walk = walk(44, "3c00" + "0008" + "00000007" + "ffff");
        assertThat(Ipv6Extensions.protocol(walk)).isEqualTo(60);
        assertThat(Ipv6Extensions.transportOffset(walk)).isEqualTo(48);
    }

    @Test
    void shouldMeasureAuthenticationHeadersInWords() {
        final long walk = walk(51, "0604" + "0000" + "00000001" + "00000001" + "a5".repeat(12) + "0050");
        assertThat(Ipv6Extensions.protocol(walk)).isEqualTo(6);
        assertThat(Ipv6Extensions.transportOffset(walk)).isEqualTo(64);
    }

    @Test
    void shouldPassRoutingHeadersAndStopAtTheRest() {
        assertThat(Ipv6Extensions.transportOffset(walk(43, "1102" + "0000" + "00000000" + "00".repeat(16))))
                .isEqualTo(64);
        assertThat(Ipv6Extensions.protocol(walk(59, ""))).isEqualTo(IpProtocol.NO_NEXT);
        assertThat(Ipv6Extensions.protocol(walk(50, "00"))).isEqualTo(IpProtocol.ESP);
        assertThat(Ipv6Extensions.protocol(walk(135, ""))).isEqualTo(135);
    }

    @Test
    void shouldRefuseChainsThatAreCut() {
        assertThat(walk(60, "")).isEqualTo(Malformed.TRUNCATED);
        assertThat(walk(60, "1100" + "01030000" + "00")).isEqualTo(Malformed.TRUNCATED);
        assertThat(walk(60, "1101" + PAD)).isEqualTo(Malformed.TRUNCATED);
        assertThat(walk(51, "11ff" + PAD)).isEqualTo(Malformed.TRUNCATED);
        assertThat(walk(44, "110000" + "00000000")).isEqualTo(Malformed.TRUNCATED);
    }

    @Test
    void shouldRefuseHeadersWhereTheyMayNotBe() {
        assertThat(walk(60, "0000" + PAD + "1100" + PAD)).isEqualTo(Malformed.BAD_EXTENSION);
        assertThat(walk(44, "2c00000000000000" + "1100000000000000")).isEqualTo(Malformed.BAD_EXTENSION);
    }

    @Test
    void shouldBoundTheWalk() {
        final String eight = ("3c00" + PAD).repeat(7) + "1100" + PAD;
        assertThat(Ipv6Extensions.transportOffset(walk(60, eight))).isEqualTo(40 + 64);
        final String nine = ("3c00" + PAD).repeat(8) + "1100" + PAD;
        assertThat(walk(60, nine)).isEqualTo(Malformed.TOO_MANY_EXTENSIONS);
        final String longest = "117e" + "00".repeat(1014);
        assertThat(Ipv6Extensions.transportOffset(walk(60, longest))).isEqualTo(40 + 1016);
        assertThat(walk(60, "117f" + "00".repeat(1022))).isEqualTo(Malformed.TOO_MANY_EXTENSIONS);
    }
}
