// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Somebody else's reading of our bytes: tshark, with every checksum checked. Fails when the tools are missing. */
final class Tshark {
    private static final int TIMEOUT_SECONDS = 60;

    private Tshark() {}

    /** Writes frames to a capture file by our own hand. */
    static Path pcap(final Path folder, final List<byte[]> frames) throws IOException {
        final Path file = folder.resolve("frames.pcap");
        int size = 24;
        for (final byte[] frame : frames) {
            size += 16 + frame.length;
        }
        final ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        out.putInt(0).putInt(0).putInt(65_535).putInt(1);
        int second = 0;
        for (final byte[] frame : frames) {
            out.putInt(second++)
                    .putInt(0)
                    .putInt(frame.length)
                    .putInt(frame.length)
                    .put(frame);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(out.flip());
        }
        return file;
    }

    /** Has text2pcap write frames to a capture file, from a hex dump. */
    static Path text2pcap(final Path folder, final List<byte[]> frames) throws IOException {
        final StringBuilder dump = new StringBuilder();
        for (final byte[] frame : frames) {
            dump.append("000000 ")
                    .append(HexFormat.ofDelimiter(" ").formatHex(frame))
                    .append('\n');
        }
        final Path text = Files.writeString(folder.resolve("frames.txt"), dump);
        final Path file = folder.resolve("text2pcap.pcap");
        run(folder, List.of("text2pcap", "-q", "-F", "pcap", text.toString(), file.toString()));
        return file;
    }

    /** One map of field to value for each frame; of repeated fields all values, separated by commas. */
    static List<Map<String, String>> read(final Path folder, final Path pcap, final List<String> fields)
            throws IOException {
        final List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", pcap.toString(), "-T", "fields"));
        command.addAll(List.of("-E", "separator=|", "-E", "occurrence=a", "-E", "aggregator=,"));
        for (final String protocol : List.of("ip", "udp", "tcp")) {
            command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
        }
        command.addAll(List.of("-d", "udp.port==" + UdpPort.MPLS_LEGACY + ",mpls"));
        fields.forEach(field -> command.addAll(List.of("-e", field)));
        final List<Map<String, String>> frames = new ArrayList<>();
        for (final String line : run(folder, command)) {
            final String[] values = line.split("\\|", -1);
            assertThat(values).as(line).hasSameSizeAs(fields);
            final Map<String, String> frame = new HashMap<>();
            for (int i = 0; i < values.length; i++) {
                frame.put(fields.get(i), values[i]);
            }
            frames.add(frame);
        }
        return frames;
    }

    private static List<String> run(final Path folder, final List<String> command) throws IOException {
        final Path out = folder.resolve("out");
        final Path err = folder.resolve("err");
        final Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            final boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("%s ended", command.getFirst()).isTrue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }
}
