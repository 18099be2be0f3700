// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import net.vireo.linux.memory.Memory;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VnetHeaderTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Ethernet, IPv4 10.0.0.1 > 10.0.0.2, UDP 1 > 2, two bytes; the UDP field holds the pseudo-header's sum. */
    private static final String OPEN = "020000000002" + "020000000001" + "0800"
            + "4500001e000000004011" + "66cd" + "0a000001" + "0a000002"
            + "00010002" + "000a" + "141e" + "abcd";

    private final PacketPool pool = PacketPool.create(new Sizes(8, 0), false);
    private final PoolCache cache = pool.newCache(10);
    private final long packet = Frames.packet(cache, HEX.parseHex(OPEN));
    private final long frame = pool.dataAddress(packet);
    private final long header = frame - 12;

    @AfterEach
    void unmap() {
        pool.close();
    }

    @Test
    void shouldLeaveTheFrameAloneWhenNothingIsAsked() {
        VnetHeader.clear(header);
        assertThat(HEX.formatHex(headerBytes())).isEqualTo("000000000000000000000000");
        assertThat(VnetHeader.accept(header, frame, 44)).isTrue();
        assertThat(HEX.formatHex(Frames.bytes(pool, packet))).isEqualTo(OPEN);
        write("020000000000000000000000"); // "the checksum is good"
        assertThat(VnetHeader.accept(header, frame, 44)).isTrue();
        assertThat(HEX.formatHex(Frames.bytes(pool, packet))).isEqualTo(OPEN);
    }

    @Test
    void shouldFillInTheChecksumThatIsAskedFor() {
        write("010000000000" + "2200" + "0600" + "0000"); // from byte 34, field 6 behind
        assertThat(VnetHeader.accept(header, frame, 44)).isTrue();
        // 0001 + 0002 + 000a + 141e + abcd = bff8, inverted 4007
        assertThat(HEX.formatHex(Frames.bytes(pool, packet))).isEqualTo(OPEN.replace("141eabcd", "4007abcd"));
        assertThat(TestNetwork.isGoodUdp(pool, packet)).isTrue();
    }

    @Test
    void shouldRefuseHeadersThatPointOutside() {
        for (final String lie : new String[] {
            "010000000000" + "2c00" + "0000" + "0000", // starts at the end
            "010000000000" + "ffff" + "0600" + "0000",
            "010000000000" + "2200" + "0900" + "0000", // half the field is outside
            "010000000000" + "2200" + "ffff" + "0000"
        }) {
            write(lie);
            assertThat(VnetHeader.accept(header, frame, 44)).as(lie).isFalse();
            assertThat(HEX.formatHex(Frames.bytes(pool, packet))).isEqualTo(OPEN);
        }
    }

    @Test
    void shouldRefuseSegmentsThatNobodyCut() {
        write("010100000000" + "2200" + "0600" + "0000");
        assertThat(VnetHeader.accept(header, frame, 44)).isFalse();
        write("000400000000" + "0000" + "0000" + "0000");
        assertThat(VnetHeader.accept(header, frame, 44)).isFalse();
    }

    @Test
    void shouldNeverWriteOutsideTheFrameForRandomHeaders() {
        final long seed = 5;
        final Random random = new Random(seed);
        final int id = PacketRef.id(packet);
        final byte[] random12 = new byte[12];
        for (int round = 0; round < 5_000; round++) {
            random.nextBytes(random12);
            if (random.nextBoolean()) {
                random12[1] = 0;
                random12[7] = 0;
                random12[9] = 0;
            }
            Memory.copyIn(random12, 0, header, 12);
            VnetHeader.accept(header, frame, 44);
            assertThat(Memory.getByte(pool.address(id) + PacketPool.HEADROOM_BYTES - 13))
                    .isEqualTo((byte) 0xa5);
            assertThat(Memory.getLong(frame + 44))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(0xa5a5a5a5_a5a5a5a5L);
        }
    }

    @Test
    void shouldFindOpenChecksumsByParsing() {
        assertThat(OpenChecksum.complete(frame, 44)).isTrue();
        assertThat(HEX.formatHex(Frames.bytes(pool, packet))).isEqualTo(OPEN.replace("141eabcd", "4007abcd"));
        for (int length = 0; length < 44; length++) {
            assertThat(OpenChecksum.complete(frame, length))
                    .as("cut to %d", length)
                    .isFalse();
        }
        Memory.putByte(frame + 23, (byte) 132); // SCTP sums differently
        assertThat(OpenChecksum.complete(frame, 44)).isFalse();
    }

    @Test
    void shouldFindOpenChecksumsInIpv6() {
        final String ipv6 = "020000000002" + "020000000001" + "86dd" + "60000000" + "000a" + "1140"
                + "fe800000000000000000000000000001" + "fe800000000000000000000000000002"
                + "00010002" + "000a" + "fd1e" + "abcd";
        final long other = Frames.packet(cache, HEX.parseHex(ipv6));
        assertThat(OpenChecksum.complete(pool.dataAddress(other), 64)).isTrue();
        // 0001 + 0002 + 000a + fd1e + abcd = a8f9 with the carry, inverted 5706
        assertThat(HEX.formatHex(Frames.bytes(pool, other))).isEqualTo(ipv6.replace("fd1eabcd", "5706abcd"));
        assertThat(OpenChecksum.complete(pool.dataAddress(other), 63)).isFalse();
    }

    private void write(final String hex) {
        Memory.copyIn(HEX.parseHex(hex), 0, header, 12);
    }

    private byte[] headerBytes() {
        final byte[] bytes = new byte[12];
        Memory.copyOut(header, bytes, 0, 12);
        return bytes;
    }
}
