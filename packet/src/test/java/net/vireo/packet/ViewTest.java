// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import java.nio.file.Path;
import java.util.HexFormat;
import net.vireo.packet.fuzz.Corpus;
import net.vireo.packet.fuzz.GuardedBuffer;
import org.junit.jupiter.api.AfterEach;

/** What the views' tests share: bytes that end in a hole, and hexadecimal both ways. */
abstract class ViewTest {
    static final Corpus CORPUS = Corpus.load(Path.of("src/test/resources/corpus"));

    final GuardedBuffer buffer = new GuardedBuffer(65_536);

    @AfterEach
    void unmap() {
        buffer.close();
    }

    /** Puts bytes directly before the hole. */
    final long put(final String hex) {
        return buffer.put(bytes(hex));
    }

    /** Puts the last part of a corpus entry directly before the hole. */
    final long put(final String name, final int fromByte) {
        return buffer.put(CORPUS.bytes(name), fromByte);
    }

    /** The last bytes before the hole. */
    final String written(final int lengthBytes) {
        return HexFormat.of().formatHex(buffer.last(lengthBytes));
    }

    static byte[] bytes(final String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static long pair(final int source, final int destination) {
        return (long) source << 32 | (destination & 0xffff_ffffL);
    }
}
