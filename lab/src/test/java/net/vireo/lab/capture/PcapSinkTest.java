// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.vireo.port.pcap.PcapReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapSinkTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWriteTheFirstFramesOfEachStretch() throws Exception {
        final Path file = directory.resolve("x.pcap");
        final PcapSink sink = new PcapSink(file, 2);
        final byte[] garbage = new byte[100];
        for (int i = 0; i < 5; i++) {
            garbage[0] = (byte) i;
            sink.frame(garbage, 60, 60, 1_000_000_000L + i);
        }
        sink.nextStretch();
        garbage[0] = 9;
        sink.frame(garbage, 60, 60, 2_000_000_000L);
        sink.close();

        assertThat(sink.written()).isEqualTo(3);
        assertThat(sink.leftOut()).isEqualTo(3);
        try (PcapReader reader = PcapReader.open(file)) {
            for (final int first : new int[] {0, 1, 9}) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.frame()).hasSize(60).startsWith(first);
            }
            assertThat(reader.next()).isFalse();
        }
    }
}
