// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.fuzz.GuardedBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpErrorsTest extends ViewTest {
    private static final int ETHERNET = 14;
    private static final int ROUTER = 0x0a00_0101;

    private final GuardedBuffer room = new GuardedBuffer(4096);

    @AfterEach
    void unmapRoom() {
        room.close();
    }

    @Test
    void shouldSayTooBigAsLinuxSaysIt() {
        final byte[] expected = CORPUS.bytes("icmp-fragmentation-needed");
        final long cause = put("icmp-too-big", ETHERNET);
        final long out = room.garbage(576);
        final int length = IcmpErrors.fragmentationNeeded(cause, 1500, 1400, ROUTER, out, 576);
        assertThat(length).isEqualTo(576);
        assertThat(hex(room.last(576), 20)).isEqualTo(hex(expected, ETHERNET + 20));
        shouldHaveTheHeaderOf(expected, out);
    }

    @Test
    void shouldSayTimeExceededAsLinuxSaysIt() {
        final byte[] expected = CORPUS.bytes("icmp-time-exceeded");
        final long cause = put("icmp-ttl-one", ETHERNET);
        final long out = room.garbage(72);
        assertThat(IcmpErrors.timeExceeded(cause, 44, ROUTER, out, 72)).isEqualTo(72);
        assertThat(hex(room.last(72), 20)).isEqualTo(hex(expected, ETHERNET + 20));
        shouldHaveTheHeaderOf(expected, out);
    }

    /** All but identification, DF and therefore the checksum, where Linux and we chose differently. */
    private void shouldHaveTheHeaderOf(final byte[] expected, final long out) {
        final long theirs = buffer.put(expected, ETHERNET);
        assertThat(Ipv4.versionIhlTosLength(out)).isEqualTo(Ipv4.versionIhlTosLength(theirs));
        assertThat(Ipv4.life(out) >>> 16).isEqualTo(Ipv4.life(theirs) >>> 16);
        assertThat(Ipv4.addresses(out)).isEqualTo(Ipv4.addresses(theirs));
        assertThat(Ipv4.verifyChecksum(out)).isTrue();
        assertThat(Ipv4.isFragment(out)).isFalse();
    }

    @Test
    void shouldBuildTheErrorAroundItsCauseInTheHeadroom() {
        final byte[] expected = CORPUS.bytes("icmp-time-exceeded");
        final long cause = put("icmp-ttl-one", ETHERNET);
        final int length = IcmpErrors.timeExceeded(cause, 44, ROUTER, cause - IcmpErrors.OVERHEAD_BYTES, 72);
        assertThat(length).isEqualTo(72);
        assertThat(written(52)).isEqualTo(hex(expected, ETHERNET + 20));
    }

    @Test
    void shouldKeepPrecedenceOfControlAndDropEcn() {
        final long cause = put("icmp-ttl-one", ETHERNET);
        Memory.putByte(cause + 1, (byte) 0x3f);
        final long out = room.garbage(72);
        assertThat(IcmpErrors.timeExceeded(cause, 44, ROUTER, out, 72)).isEqualTo(72);
        assertThat(Ipv4.tos(out)).isEqualTo(0xdc);
    }

    @Test
    void shouldQuoteOptionsAndAtLeastEightBytes() {
        final long cause = put("ipv4-record-route", ETHERNET);
        final int least = 28 + 60 + 8;
        final long out = room.garbage(least);
        assertThat(IcmpErrors.timeExceeded(cause, 84, ROUTER, out, least)).isEqualTo(least);
        assertThat(Icmp.verifyChecksum(out + 20, least - 20)).isTrue();
        assertThat(IcmpErrors.timeExceeded(cause, 84, ROUTER, out, least - 1)).isEqualTo(Malformed.NO_ROOM);
        assertThat(IcmpErrors.timeExceeded(cause, 84, ROUTER, out, 0)).isEqualTo(Malformed.NO_ROOM);
    }

    @Test
    void shouldQuoteAPacketShorterThanTheLeastQuoteWhole() {
        final long cause = put("4500001500070000401100000a0001020a00020212");
        final long out = room.garbage(49);
        assertThat(IcmpErrors.timeExceeded(cause, 21, ROUTER, out, 49)).isEqualTo(49);
        assertThat(Icmp.verifyChecksum(out + 20, 29)).isTrue();
    }

    @Test
    void shouldNotQuotePadding() {
        final byte[] frame = CORPUS.bytes("icmp-ttl-one");
        final long cause = buffer.put(Arrays.copyOf(frame, frame.length + 6), ETHERNET);
        final long out = room.garbage(576);
        assertThat(IcmpErrors.timeExceeded(cause, 50, ROUTER, out, 576)).isEqualTo(72);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "icmp-fragmentation-needed",
                "icmp-time-exceeded",
                "icmp-port-unreachable",
                "ipv4-fragment-middle",
                "ipv4-fragment-last"
            })
    void shouldKeepSilentAboutErrorsAndLaterFragments(final String name) {
        final byte[] frame = CORPUS.bytes(name);
        final long cause = buffer.put(frame, ETHERNET);
        final long out = room.garbage(576);
        final int length = frame.length - ETHERNET;
        assertThat(IcmpErrors.timeExceeded(cause, length, ROUTER, out, 576)).isEqualTo(IcmpErrors.NONE);
        assertThat(IcmpErrors.fragmentationNeeded(cause, length, 1400, ROUTER, out, 576))
                .isEqualTo(IcmpErrors.NONE);
        assertThat(room.last(576)).containsOnly(GuardedBuffer.GARBAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.5", "255.255.255.255", "0.0.0.0", "127.0.0.1", "240.0.0.1"})
    void shouldKeepSilentToAndAboutWhatIsNotOneHost(final String address) {
        final int strange = Ipv4Address.parse(address);
        final long out = room.garbage(576);
        final long cause = put("udp-data", ETHERNET);
        Ipv4.addresses(cause, pair(strange, 0x0a00_0202));
        assertThat(IcmpErrors.timeExceeded(cause, 33, ROUTER, out, 576)).isEqualTo(IcmpErrors.NONE);
        Ipv4.addresses(cause, pair(0x0a00_0102, strange));
        assertThat(IcmpErrors.timeExceeded(cause, 33, ROUTER, out, 576)).isEqualTo(IcmpErrors.NONE);
        Ipv4.addresses(cause, pair(0x0a00_0102, 0x0a00_0202));
        assertThat(IcmpErrors.timeExceeded(cause, 33, ROUTER, out, 576)).isEqualTo(28 + 33);
    }

    @Test
    void shouldKeepSilentAboutIcmpWithoutAType() {
        final long cause = put("4500001400070000400100000a0001020a000202");
        assertThat(IcmpErrors.timeExceeded(cause, 20, ROUTER, room.garbage(576), 576))
                .isEqualTo(IcmpErrors.NONE);
    }

    @Test
    void shouldRefuseMalformedCauses() {
        final long cause = put("4400001400070000400100000a0001020a000202");
        assertThat(IcmpErrors.timeExceeded(cause, 20, ROUTER, room.garbage(576), 576))
                .isEqualTo(Malformed.BAD_HEADER_LENGTH);
        assertThat(IcmpErrors.timeExceeded(cause, 3, ROUTER, room.garbage(576), 576))
                .isEqualTo(Malformed.TRUNCATED);
    }

    private static String hex(final byte[] bytes, final int from) {
        return HexFormat.of().formatHex(bytes, from, bytes.length);
    }
}
