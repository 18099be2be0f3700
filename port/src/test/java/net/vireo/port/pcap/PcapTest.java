// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Written by tcpdump 4.99: little endian, microseconds; one ARP request of 42 bytes. */
    private static final byte[] BY_TCPDUMP = HEX.parseHex("d4c3b2a1020004000000000000000000000004000100000040a2216b"
            + "e80300002a0000002a000000ffffffffffff02000000000108060001080006040001020000000001"
            + "0a0000010000000000000a000002");

    private static final long TIME_NS = 1_800_000_000_123_456_789L;

    @Test
    void shouldWriteNanosecondHeaderAndRecordByteForByte() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapWriter writer = PcapWriter.on(out, 65535)) {
            writer.write(TIME_NS, HEX.parseHex("aabbccddeeff"));
        }
        assertThat(HEX.formatHex(out.toByteArray()))
                .isEqualTo("4d3cb2a1" + "02000400" + "0000000000000000" + "ffff0000" + "01000000" + "00d2496b"
                        + "15cd5b07" + "06000000" + "06000000" + "aabbccddeeff");
    }

    @Test
    void shouldCutAtTheSnapLengthAndKeepTheWireLength() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapWriter writer = PcapWriter.on(out, 4)) {
            writer.write(TIME_NS, new byte[] {9, 9, 1, 2, 3, 4, 5, 6, 9}, 2, 6, 6);
        }
        try (PcapReader reader = read(out.toByteArray())) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.frame()).containsExactly(1, 2, 3, 4);
            assertThat(reader.wireLengthBytes()).isEqualTo(6);
            assertThat(reader.timestampNs()).isEqualTo(TIME_NS);
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void shouldReadWhatTcpdumpWrote() throws IOException {
        try (PcapReader reader = read(BY_TCPDUMP)) {
            assertThat(reader.linkType()).isEqualTo(1);
            assertThat(reader.next()).isTrue();
            assertThat(reader.lengthBytes()).isEqualTo(42);
            assertThat(reader.timestampNs()).isEqualTo(0x6b21a240L * 1_000_000_000L + 1_000_000L);
            assertThat(HEX.formatHex(reader.frame())).startsWith("ffffffffffff020000000001" + "0806");
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void shouldReadBigEndianFilesOfBothResolutions() throws IOException {
        for (final int magic : new int[] {0xa1b2c3d4, 0xa1b23c4d}) {
            final ByteBuffer file = ByteBuffer.allocate(24 + 16 + 2);
            file.putInt(magic)
                    .putShort((short) 2)
                    .putShort((short) 4)
                    .putLong(0)
                    .putInt(65535)
                    .putInt(0x1400_0001);
            file.putInt(7).putInt(5).putInt(2).putInt(60).put((byte) 1).put((byte) 2);
            try (PcapReader reader = read(file.array())) {
                assertThat(reader.linkType()).as("without the FCS bits").isEqualTo(1);
                assertThat(reader.next()).isTrue();
                assertThat(reader.timestampNs()).isEqualTo(7_000_000_000L + (magic == 0xa1b2c3d4 ? 5_000 : 5));
                assertThat(reader.frame()).containsExactly(1, 2);
                assertThat(reader.wireLengthBytes()).isEqualTo(60);
            }
        }
    }

    @Test
    void shouldNameFileAndByteWhenTheFileIsCutOff(@TempDir final Path directory) throws IOException {
        final Path file = directory.resolve("cut.pcap");
        Files.write(file, Arrays.copyOf(BY_TCPDUMP, BY_TCPDUMP.length - 1));
        try (PcapReader reader = PcapReader.open(file)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(PcapException.class)
                    .hasMessage("capture file " + file + ", byte 24: the file ends inside a record of 42 bytes");
        }
        Files.write(file, Arrays.copyOf(BY_TCPDUMP, 30));
        try (PcapReader reader = PcapReader.open(file)) {
            assertThatThrownBy(reader::next).hasMessageEndingWith("byte 24: the file ends inside a record header");
        }
        Files.write(file, Arrays.copyOf(BY_TCPDUMP, 23));
        assertThatThrownBy(() -> PcapReader.open(file)).hasMessageContaining("byte 0: ends after 23 bytes");
    }

    @Test
    void shouldSayWhatIsWrongWithTheHeader() {
        assertRefused("00000000", 0, "byte 0: is not a pcap file (magic 0x00000000)");
        assertRefused("0a0d0d0a", 0, "byte 0: is a pcapng file; turn it into pcap first: editcap -F pcap");
        assertRefused("0300", 4, "byte 4: version 3.4 instead of 2.4");
        assertRefused("ffffff7f", 32, "byte 32: a record of 2147483647 bytes is longer than any frame");
        assertRefused("29000000", 36, "byte 36: a frame of 41 bytes of which 42 were captured");
        assertRefused("40420f00", 28, "byte 28: a fraction of 1000000 is a second or more");
    }

    @Test
    void shouldNeverThrowAnythingButPcapExceptionForRandomBytes() {
        final long seed = 20_261_122L;
        final Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            final byte[] file = BY_TCPDUMP.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt();
            }
            try (PcapReader reader = read(Arrays.copyOf(file, random.nextInt(file.length + 1)))) {
                while (reader.next()) {
                    assertThat(reader.lengthBytes()).isLessThanOrEqualTo(file.length);
                }
            } catch (final IOException e) {
                assertThat(e).as("seed %d round %d", seed, round).isInstanceOf(PcapException.class);
            }
        }
    }

    @Test
    void shouldWriteBuffersOfEitherKindWithoutMovingThem() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteBuffer heap =
                ByteBuffer.wrap(new byte[] {9, 1, 2, 9}).position(1).limit(3);
        final ByteBuffer direct = ByteBuffer.allocateDirect(4)
                .put(new byte[] {9, 1, 2, 9})
                .position(1)
                .limit(3);
        try (PcapWriter writer = PcapWriter.on(out, PcapWriter.WHOLE_FRAMES)) {
            writer.write(1, heap);
            writer.write(2, direct);
        }
        assertThat(direct.position()).isEqualTo(1);
        try (PcapReader reader = read(out.toByteArray())) {
            for (int i = 1; i <= 2; i++) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.timestampNs()).isEqualTo(i);
                assertThat(reader.frame()).containsExactly(1, 2);
            }
        }
    }

    private static PcapReader read(final byte[] file) throws IOException {
        return PcapReader.on(new ByteArrayInputStream(file), "test");
    }

    private static void assertRefused(final String hex, final int at, final String message) {
        final byte[] file = BY_TCPDUMP.clone();
        final byte[] patch = HEX.parseHex(hex);
        System.arraycopy(patch, 0, file, at, patch.length);
        assertThatThrownBy(() -> {
                    try (PcapReader reader = read(file)) {
                        reader.next();
                    }
                })
                .isInstanceOf(PcapException.class)
                .hasMessage("capture file test, " + message);
    }
}
