// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.io.TempDir;

/** Frames that we wrote, and what tshark must read in them: {@code field=value field=value ..}. */
abstract class TsharkTest extends ViewTest {
    @TempDir
    Path folder;

    private final List<byte[]> frames = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    /** The last bytes of the buffer are a frame. */
    final void expect(final int frameBytes, final String fields) {
        frames.add(buffer.last(frameBytes));
        expected.add(fields);
    }

    final void shouldReadAsExpected() throws IOException {
        final List<Map<String, String>> read = Tshark.read(folder, Tshark.pcap(folder, frames), TsharkFields.ALL);
        assertThat(read).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(nonEmpty(read.get(i))).as("frame %d", i).isEqualTo(parse(expected.get(i)));
        }
    }

    private static Map<String, String> nonEmpty(final Map<String, String> fields) {
        final Map<String, String> result = new TreeMap<>(fields);
        result.values().removeIf(String::isEmpty);
        return result;
    }

    private static Map<String, String> parse(final String text) {
        final Map<String, String> result = new TreeMap<>();
        for (final String field : text.trim().split(" +", -1)) {
            final int equals = field.indexOf('=');
            result.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return result;
    }

    static void payload(final long p, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Memory.copyIn(bytes, 0, p, bytes.length);
    }
}
