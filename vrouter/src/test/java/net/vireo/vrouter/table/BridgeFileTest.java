// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeFileTest {
    private static final BridgeLayout LAYOUT = new BridgeLayout(16, 32, 2);
    private static final int ENTRIES = 30;

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void fill() throws IOException {
        path = directory.resolve("bridge");
        final BridgeWriter writer = BridgeWriter.create(path, LAYOUT, Quiescence.NEVER);
        for (int i = 1; i <= ENTRIES; i++) {
            assertThat(writer.put(i, BridgeValue.of(i, i, 0))).isNotEqualTo(BridgeWriter.FULL);
        }
    }

    @Test
    void shouldBeReadableByItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(Files.size(path)).isEqualTo(LAYOUT.fileBytes());
    }

    @Test
    void shouldBeFoundByARestartedDataPlane() throws IOException {
        final BridgeWriter again = BridgeWriter.open(path, LAYOUT, Quiescence.NEVER);

        for (int i = 1; i <= ENTRIES; i++) {
            assertThat(again.table().lookup(i)).isEqualTo(BridgeValue.of(i, i, 0));
        }
        assertThat(again.usedEntries() + again.usedOverflow()).isEqualTo(ENTRIES);
        assertThat(again.put(500, BridgeValue.of(5, 0, 0))).isNotEqualTo(BridgeWriter.FULL);
        assertThat(again.remove(1)).isTrue();
    }

    @Test
    void shouldBeReadByToolsWithoutTheDataPlane() throws IOException {
        final BridgeWriter writer = BridgeWriter.open(path, LAYOUT, Quiescence.NEVER);
        final int slot = writer.table().find(3);
        writer.table().counters(1).count(slot);
        final BridgeReader reader = BridgeReader.open(path);
        int count = 0;
        for (int used = reader.nextUsed(0); used != BridgeTable.NONE; used = reader.nextUsed(used + 1)) {
            final long key = reader.key(used);
            assertThat(writer.table().find(key)).isEqualTo(used);
            assertThat(reader.value(used, key)).isEqualTo(BridgeValue.of((int) key, (int) key, 0));
            count++;
        }
        assertThat(count).isEqualTo(ENTRIES);
        assertThat(reader.packets(slot)).isEqualTo(1);
        assertThat(reader.value(slot, 4)).isEqualTo(BridgeTable.MISS);
        assertThat(reader.key(-1)).isZero();
        assertThat(reader.key(LAYOUT.slots())).isZero();
    }

    @Test
    void shouldFinishADeleteThatWasInterrupted() throws IOException {
        patchLong(LAYOUT.overflow(), 0);
        final BridgeWriter again = BridgeWriter.open(path, LAYOUT, Quiescence.NEVER);

        assertThat(again.usedEntries() + again.usedOverflow()).isEqualTo(ENTRIES - 1);
    }

    @Test
    void shouldRefuseAFileOfAnotherKind() throws IOException {
        patchLong(0, 0x1234);
        assertRefused(path + " is not a bridge table file");
        Files.write(path, new byte[10]);
        assertRefused(path + " is not a bridge table file");
    }

    @Test
    void shouldRefuseAnotherVersion() throws IOException {
        patchInt(8, 2);
        assertRefused(path + " has format version 2, this program reads 1; "
                + "use the program that wrote it, or remove the file");
    }

    @Test
    void shouldRefuseOtherSizes() {
        assertThatThrownBy(() -> BridgeWriter.open(path, new BridgeLayout(32, 32, 2), Quiescence.NEVER))
                .isInstanceOf(IOException.class)
                .hasMessage(path + " has 16 bridge entries, 32 are configured; "
                        + "remove the file to start with an empty bridge table");
    }

    @Test
    void shouldRefuseAFileThatIsCutShort() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(8192);
        }
        assertRefused(path + " is damaged: 8192 bytes long instead of " + LAYOUT.fileBytes());
    }

    @Test
    void shouldRefuseChainsThatLeadOutOfTheTableOrInCircles() throws IOException {
        for (int bucket = 0; bucket < LAYOUT.buckets(); bucket++) {
            patchInt(LAYOUT.heads() + 4L * bucket, 33);
        }
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("is damaged");

        for (int bucket = 0; bucket < LAYOUT.buckets(); bucket++) {
            patchInt(LAYOUT.heads() + 4L * bucket, 1);
        }
        patchInt(LAYOUT.overflow() + BridgeLayout.NEXT_OFFSET, 1);
        patchLong(LAYOUT.overflow(), 0);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("is damaged");
    }

    @Test
    void shouldRefuseKeysInBucketsOfOthers() throws IOException {
        for (int slot = 0; slot < LAYOUT.entries(); slot++) {
            patchLong(LAYOUT.slot(slot), 4711);
        }
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("is damaged");
    }

    private void assertRefused(final String sentence) {
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage(sentence);
    }

    private void open() throws IOException {
        BridgeWriter.open(path, LAYOUT, Quiescence.NEVER);
    }

    private void patchLong(final long offset, final long value) throws IOException {
        patch(offset, ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(0, value));
    }

    private void patchInt(final long offset, final int value) throws IOException {
        patch(offset, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, value));
    }

    private void patch(final long offset, final ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(bytes, offset);
        }
    }
}
