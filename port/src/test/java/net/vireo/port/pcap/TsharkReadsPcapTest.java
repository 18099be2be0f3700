// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What we write, read by somebody else's program. */
@Tag("system")
@Timeout(60)
class TsharkReadsPcapTest {
    @TempDir
    private Path directory;

    @Test
    void shouldShowTsharkTimesToTheNanosecondAndBothLengths() throws IOException, InterruptedException {
        final Path file = directory.resolve("ours.pcap");
        final byte[] frame = HexFormat.of()
                .parseHex("ffffffffffff02000000000108060001080006040001020000000001" + "0a0000010000000000000a000002");
        try (PcapWriter writer = PcapWriter.on(Files.newOutputStream(file), 40)) {
            writer.write(1_800_000_000_123_456_789L, frame);
            writer.write(1_800_000_001_000_000_001L, frame, 0, 14, 14);
        }
        assertThat(tshark(file))
                .containsExactly(
                        "1800000000.123456789,42,40,02:00:00:00:00:01", "1800000001.000000001,14,14,02:00:00:00:00:01");
    }

    private List<String> tshark(final Path file) throws IOException, InterruptedException {
        final Path output = directory.resolve("fields");
        final Process process = new ProcessBuilder(
                        "tshark",
                        "-r",
                        file.toString(),
                        "-T",
                        "fields",
                        "-E",
                        "separator=,",
                        "-e",
                        "frame.time_epoch",
                        "-e",
                        "frame.len",
                        "-e",
                        "frame.cap_len",
                        "-e",
                        "eth.src")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(output);
    }
}
