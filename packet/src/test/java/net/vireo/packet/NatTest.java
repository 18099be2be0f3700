// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A packet of one flow, translated to another, must be the packet that the textbook makes of the other flow. */
class NatTest extends ViewTest {
    private static final long SEED = Long.getLong("vireo.property.seed", 0x5eed_0a7cL);
    private static final int ROUNDS = 4000;

    /** A flow of either family. */
    private static final class Flow {
        private final byte[] source;
        private final byte[] destination;
        private final int ports;

        Flow(final byte[] source, final byte[] destination, final int ports) {
            this.source = source;
            this.destination = destination;
            this.ports = ports;
        }

        /** The other way; an echo's identifier is the source port in both. */
        Flow turned(final boolean echo) {
            final int turned = echo ? ports : Integer.rotateLeft(ports, 16);
            return new Flow(/* source= */ destination, /* destination= */ source, turned);
        }

        boolean ipv4() {
            return source.length == 4;
        }
    }

    private static Flow flow(final Random random, final int addressBytes) {
        return new Flow(address(random, addressBytes), address(random, addressBytes), random.nextInt());
    }

    private static byte[] address(final Random random, final int bytes) {
        final byte[] address = new byte[bytes];
        random.nextBytes(address);
        // Many ones and zeros: where the carries and the two zeros of the sum are.
        if (random.nextInt(4) == 0) {
            Arrays.fill(address, (byte) -random.nextInt(2));
        }
        return address;
    }

    /** Some of source, destination and ports become another's. */
    private static Flow changed(final Random random, final Flow old) {
        final Flow other = flow(random, old.source.length);
        final int port = random.nextInt(3) == 0 ? old.ports & 0xffff_0000 | other.ports & 0xffff : other.ports;
        return new Flow(
                random.nextBoolean() ? other.source : old.source,
                random.nextBoolean() ? other.destination : old.destination,
                random.nextBoolean() ? port : old.ports);
    }

    private int rewrite(final long p, final int length, final Flow to, final boolean partial) {
        if (to.ipv4()) {
            final int header = Ipv4.check(p, length);
            assertThat(header).isPositive();
            return Nat4.rewrite(p, header, pair(to), to.ports, partial);
        }
        assertThat(Ipv6.check(p, length)).isPositive();
        final ByteBuffer source = ByteBuffer.wrap(to.source);
        final ByteBuffer destination = ByteBuffer.wrap(to.destination);
        return Nat6.rewrite(
                p,
                Ipv6Extensions.walk(p, length),
                source.getLong(0),
                source.getLong(8),
                destination.getLong(0),
                destination.getLong(8),
                to.ports,
                partial);
    }

    private static long pair(final Flow flow) {
        return pair(
                ByteBuffer.wrap(flow.source).getInt(),
                ByteBuffer.wrap(flow.destination).getInt());
    }

    private void shouldBecome(final byte[] packet, final Flow to, final byte[] expected, final String what) {
        final long p = buffer.put(packet);
        assertThat(rewrite(p, packet.length, to, false)).as(what).isPositive();
        assertThat(written(packet.length)).as(what).isEqualTo(HexFormat.of().formatHex(expected));
    }

    private static byte[] data(final Random random) {
        final byte[] data = new byte[random.nextInt(40)];
        random.nextBytes(data);
        return data;
    }

    /** kind 0 TCP, 1 UDP, 2 UDP without checksum, 3 echo, 4 a protocol without ports. */
    private static byte[] packet(final Flow flow, final int kind, final int optionBytes, final byte[] data) {
        final byte[] transport =
                switch (kind) {
                    case 0 -> TestPackets.tcp(flow.source, flow.destination, flow.ports, data);
                    case 1 -> TestPackets.udp(flow.source, flow.destination, flow.ports, data);
                    case 2 ->
                        ByteBuffer.wrap(TestPackets.udp(flow.source, flow.destination, flow.ports, data))
                                .putShort(6, (short) 0)
                                .array();
                    case 3 ->
                        TestPackets.icmp(
                                flow.source,
                                flow.destination,
                                flow.ipv4() ? 8 : 128,
                                flow.ports & 0xffff_0000 | 77,
                                data);
                    default -> data;
                };
        return TestPackets.ip(flow.source, flow.destination, protocol(flow, kind), optionBytes, transport);
    }

    private static int protocol(final Flow flow, final int kind) {
        return switch (kind) {
            case 0 -> 6;
            case 1, 2 -> 17;
            case 3 -> flow.ipv4() ? 1 : 58;
            default -> 47;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void shouldTurnPacketsOfOneFlowIntoThoseOfAnother(final int addressBytes) {
        final Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            final Flow from = flow(random, addressBytes);
            final Flow to = changed(random, from);
            final int kind = random.nextInt(5);
            final int options = random.nextInt(3) * 8;
            final byte[] data = data(random);
            final String what = String.format("seed %x, round %d, kind %d", SEED, i, kind);
            shouldBecome(packet(from, kind, options, data), to, packet(to, kind, options, data), what);
        }
    }

    /** The quote is cut anywhere behind the ports; the checksum in it stays what it was over the whole packet. */
    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void shouldTurnErrorsAboutOneFlowIntoThoseAboutAnother(final int addressBytes) {
        final Random random = new Random(SEED + 1);
        for (int i = 0; i < ROUNDS; i++) {
            final Flow from = flow(random, addressBytes);
            final Flow to = changed(random, from);
            final boolean onTheWay = random.nextBoolean();
            final byte[] router = onTheWay ? address(random, addressBytes) : from.source;
            final byte[] newRouter = Arrays.equals(from.source, to.source) ? router : to.source;
            final int kind = random.nextInt(5);
            final int options = random.nextInt(3) * 8;
            final byte[] data = data(random);
            final byte[] quote = packet(from.turned(kind == 3), kind, options, data);
            final byte[] newQuote = packet(to.turned(kind == 3), kind, options, data);
            final int least = (addressBytes == 4 ? 20 : 40) + options + (kind == 3 ? 8 : kind == 4 ? 0 : 4);
            final int checksumEnd = least + (kind == 0 ? 14 : 4);
            final int cut = Math.min(quote.length, least + random.nextInt(40));
            // Half a checksum cannot be corrected by what changed; whoever reads it cannot use it either.
            final int kept = cut == checksumEnd - 1 ? cut - 1 : cut;
            final String what = String.format("seed %x, round %d, kind %d, quote %d", SEED + 1, i, kind, kept);
            final byte[] error = error(router, from.destination, Arrays.copyOf(quote, kept));
            shouldBecome(error, to, error(newRouter, to.destination, Arrays.copyOf(newQuote, kept)), what);
        }
    }

    private static byte[] error(final byte[] source, final byte[] destination, final byte[] quote) {
        final int type = source.length == 4 ? 3 : 1;
        final byte[] icmp = TestPackets.icmp(source, destination, type, 0, quote);
        return TestPackets.ip(source, destination, source.length == 4 ? 1 : 58, 0, icmp);
    }

    /** What a device completes after the translation is what the textbook makes of the new flow. */
    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void shouldTranslateBeforeTheChecksumIsComplete(final int addressBytes) {
        final Random random = new Random(SEED + 2);
        for (int i = 0; i < ROUNDS; i++) {
            final Flow from = flow(random, addressBytes);
            final Flow to = changed(random, from);
            final int kind = random.nextInt(2);
            final byte[] data = data(random);
            final byte[] packet = packet(from, kind, 0, data);
            final int header = addressBytes == 4 ? 20 : 40;
            final int field = kind == 0 ? 16 : 6;
            final int length = packet.length - header;
            final long pseudo = TestPackets.pseudo(from.source, from.destination, protocol(from, kind), length);
            ByteBuffer.wrap(packet).putShort(header + field, (short) TestPackets.fold(pseudo));
            final long p = buffer.put(packet);
            assertThat(rewrite(p, packet.length, to, true)).isEqualTo(header);
            final long newPseudo = TestPackets.pseudo(to.source, to.destination, protocol(to, kind), length);
            assertThat(Memory.getShortBe(p + header + field) & 0xffff)
                    .as("seed %x, round %d", SEED + 2, i)
                    .isEqualTo(TestPackets.fold(newPseudo));
            assertThat(Checksum.complete(p + header, length, field)).isEqualTo(length);
            final byte[] expected = packet(to, kind, 0, data);
            // TCP may write its 0 as 0xffff too.
            if (ByteBuffer.wrap(expected).getShort(header + field) == 0) {
                ByteBuffer.wrap(expected).putShort(header + field, (short) -1);
            }
            assertThat(written(packet.length))
                    .as("seed %x, round %d", SEED + 2, i)
                    .isEqualTo(HexFormat.of().formatHex(expected));
        }
    }

    @Test
    void shouldTranslateAddressesOfLaterFragmentsOnly() {
        final byte[] frame = CORPUS.bytes("ipv4-fragment-last");
        final long p = buffer.put(frame, 14);
        final String payload = written(frame.length - 34);
        assertThat(Nat4.rewrite(p, 20, pair(0x0102_0304, 0x0506_0708), 0x1111_2222, false))
                .isEqualTo(20);
        assertThat(Ipv4.addresses(p)).isEqualTo(0x0102_0304_0506_0708L);
        assertThat(Ipv4.verifyChecksum(p)).isTrue();
        assertThat(written(frame.length - 34)).isEqualTo(payload);
        final long six = put("ipv6-fragment-last", 14);
        final String rest = written(120);
        assertThat(Nat6.rewrite(six, Ipv6Extensions.walk(six, 160), 1, 2, 3, 4, 0x1111_2222, false))
                .isEqualTo(48);
        assertThat(Ipv6.sourceLow(six)).isEqualTo(2);
        assertThat(Ipv6.destinationHigh(six)).isEqualTo(3);
        assertThat(written(120)).isEqualTo(rest);
    }

    @Test
    void shouldTranslateErrorsAboutLaterFragments() {
        final long p = put("4500003800000000400166b30a0001010a000102" + "0b00e5a000000000"
                + "4500001d00070003401164360a0001020a000202" + "9c4013890009ffff");
        Ipv4.fillChecksum(p + 28);
        Icmp.fillChecksum(p + 20, 36);
        final long tuple = FlowTuple.ofIpv4(p, 20);
        assertThat(FlowTuple.needsFragmentTable(tuple)).isTrue();
        assertThat(Nat4.rewrite(p, 20, pair(0x0a00_0202, 0x0102_0304), 7, false))
                .isEqualTo(20);
        assertThat(Icmp.verifyChecksum(p + 20, 36)).isTrue();
        assertThat(Ipv4.verifyChecksum(p + 28)).isTrue();
        assertThat(Ipv4.addresses(p)).isEqualTo(0x0a00_0101_0102_0304L);
        assertThat(Ipv4.addresses(p + 28)).isEqualTo(0x0102_0304_0a00_0202L);
        assertThat(written(8)).isEqualTo("9c4013890009ffff");
    }

    @Test
    void shouldLeaveAloneWhatItCannotTranslate() {
        final String sctp = "4500002000070000408463c60a0001020a000202" + "9c401389" + "0000000100000000";
        final long p = put(sctp);
        assertThat(Nat4.rewrite(p, 20, 42, 0x1111_2222, false)).isEqualTo(Malformed.UNSUPPORTED);
        assertThat(written(32)).isEqualTo(sctp);
        assertThat(Nat4.rewrite(p, 20, pair(1, 2), 40000 << 16 | 5001, false)).isEqualTo(20);
        assertThat(Ipv4.addresses(p)).isEqualTo(pair(1, 2));
        // TCP that ends in the middle of its checksum; the ports are there.
        final String cut = "4500002500070000400664390a0001020a000202" + "9c401389" + "00".repeat(13);
        final long tcp = put(cut);
        assertThat(Nat4.rewrite(tcp, 20, 42, 0x1111_2222, false)).isEqualTo(Malformed.TRUNCATED);
        assertThat(written(37)).isEqualTo(cut);
        final String blind = "4500001c00000000400166b30a0001010a000102" + "0b00000000000000";
        final long error = put(blind);
        assertThat(Nat4.rewrite(error, 20, 42, 0, false)).isEqualTo(Malformed.BAD_QUOTE);
        assertThat(written(28)).isEqualTo(blind);
    }

    @Test
    void shouldKeepUdpWithoutChecksumWithout() {
        final long p = put("4500001d00070000401164390a0001020a000202" + "9c40138900090000" + "ff");
        Ipv4.fillChecksum(p);
        assertThat(Nat4.rewrite(p, 20, pair(1, 2), 3 << 16 | 4, false)).isEqualTo(20);
        assertThat(written(9)).isEqualTo("0003000400090000ff");
        assertThat(Ipv4.verifyChecksum(p)).isTrue();
    }
}
