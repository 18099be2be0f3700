// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.fuzz.GuardedBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Icmpv6ErrorsTest extends ViewTest {
    private static final int ETHERNET = 14;
    private static final long ROUTER_HIGH = 0x2001_0db8_000a_0000L;
    private static final long ROUTER_LOW = 1;

    private final GuardedBuffer room = new GuardedBuffer(4096);

    @AfterEach
    void unmapRoom() {
        room.close();
    }

    private int tooBig(final long cause, final int length, final long out, final int roomBytes) {
        return Icmpv6Errors.packetTooBig(cause, length, 1400, ROUTER_HIGH, ROUTER_LOW, out, roomBytes);
    }

    private int exceeded(final long cause, final int length, final long out, final int roomBytes) {
        return Icmpv6Errors.timeExceeded(cause, length, ROUTER_HIGH, ROUTER_LOW, out, roomBytes);
    }

    /** Byte for byte what Linux said, but for the flow label: theirs is a hash, ours is none. */
    @Test
    void shouldSayTooBigAsLinuxSaysIt() {
        final long cause = put("icmpv6-too-big", ETHERNET);
        assertThat(tooBig(cause, 1500, room.garbage(1280), 1280)).isEqualTo(1280);
        shouldBe("icmpv6-packet-too-big");
    }

    @ParameterizedTest
    @ValueSource(strings = {"icmpv6-hop-limit-one", "icmpv6-echo-hop-limit-one"})
    void shouldSayTimeExceededAsLinuxSaysIt(final String name) {
        final byte[] cause = CORPUS.bytes(name);
        final int length = cause.length - ETHERNET;
        final long p = buffer.put(cause, ETHERNET);
        assertThat(exceeded(p, length, room.garbage(48 + length), 48 + length)).isEqualTo(48 + length);
        shouldBe(name.replace("hop-limit-one", "time-exceeded"));
    }

    private void shouldBe(final String name) {
        final byte[] expected = CORPUS.bytes(name);
        final int length = expected.length - ETHERNET;
        final byte[] ours = room.last(length);
        assertThat(HexFormat.of().formatHex(ours, 4, length))
                .isEqualTo(HexFormat.of().formatHex(expected, ETHERNET + 4, expected.length));
        assertThat(HexFormat.of().formatHex(ours, 0, 4)).isEqualTo("60000000");
    }

    @Test
    void shouldBuildTheErrorAroundItsCauseInTheHeadroom() {
        final long cause = put("icmpv6-hop-limit-one", ETHERNET);
        assertThat(exceeded(cause, 56, cause - Icmpv6Errors.OVERHEAD_BYTES, 104))
                .isEqualTo(104);
        assertThat(written(100)).isEqualTo(HexFormat.of().formatHex(CORPUS.bytes("icmpv6-time-exceeded"), 18, 118));
    }

    @Test
    void shouldQuoteWhatThereIsRoomFor() {
        final long cause = put("icmpv6-too-big", ETHERNET);
        final long out = room.garbage(88);
        assertThat(tooBig(cause, 1500, out, 88)).isEqualTo(88);
        assertThat(Icmpv6.verifyChecksum(out, out + 40, 48)).isTrue();
        assertThat(tooBig(cause, 1500, room.garbage(87), 87)).isEqualTo(Malformed.NO_ROOM);
        assertThat(tooBig(cause, 1499, room.garbage(88), 88)).isEqualTo(Malformed.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "icmpv6-packet-too-big",
                "icmpv6-time-exceeded",
                "icmpv6-port-unreachable",
            })
    void shouldKeepSilentAboutErrors(final String name) {
        final byte[] frame = CORPUS.bytes(name);
        final long cause = buffer.put(frame, ETHERNET);
        final long out = room.garbage(1280);
        assertThat(exceeded(cause, frame.length - ETHERNET, out, 1280)).isEqualTo(Icmpv6Errors.NONE);
        assertThat(tooBig(cause, frame.length - ETHERNET, out, 1280)).isEqualTo(Icmpv6Errors.NONE);
        assertThat(room.last(1280)).containsOnly(GuardedBuffer.GARBAGE);
    }

    @Test
    void shouldKeepSilentAboutRedirectsAndIcmpWithoutAType() {
        final long echo = put("icmpv6-echo-request", ETHERNET);
        Memory.putByte(echo + 40, (byte) Icmpv6.REDIRECT);
        assertThat(exceeded(echo, 53, room.garbage(1280), 1280)).isEqualTo(Icmpv6Errors.NONE);
        Memory.putByte(echo + 40, (byte) Icmpv6.ECHO_REPLY);
        assertThat(exceeded(echo, 53, room.garbage(1280), 1280)).isEqualTo(101);
        Ipv6.payloadLengthBytes(echo, 0);
        assertThat(exceeded(echo, 53, room.garbage(1280), 1280)).isEqualTo(Icmpv6Errors.NONE);
    }

    /** RFC 4443 2.4 e 3: path MTU discovery works for groups too. */
    @Test
    void shouldSpeakAboutGroupsOnlyWhenThePacketWasTooBig() {
        final long cause = put("ipv6-udp", ETHERNET);
        Ipv6.destination(cause, Ipv6Address.parse("ff05::").high(), 5);
        assertThat(exceeded(cause, 53, room.garbage(1280), 1280)).isEqualTo(Icmpv6Errors.NONE);
        assertThat(tooBig(cause, 53, room.garbage(1280), 1280)).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "ff02::1"})
    void shouldKeepSilentToWhatIsNotOneNode(final String address) {
        final long cause = put("ipv6-udp", ETHERNET);
        final Ipv6Address source = Ipv6Address.parse(address);
        Ipv6.source(cause, source.high(), source.low());
        assertThat(tooBig(cause, 53, room.garbage(1280), 1280)).isEqualTo(Icmpv6Errors.NONE);
    }

    @Test
    void shouldSpeakAboutLaterFragmentsButNotAboutBrokenChains() {
        final long fragment = put("ipv6-fragment-middle", ETHERNET);
        assertThat(tooBig(fragment, 1496, room.garbage(1280), 1280)).isEqualTo(1280);
        final long broken = put("ipv6-destination-options", ETHERNET);
        Memory.putByte(broken + 41, (byte) 9);
        assertThat(tooBig(broken, 63, room.garbage(1280), 1280)).isEqualTo(Icmpv6Errors.NONE);
    }
}
