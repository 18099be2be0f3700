// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int HEADER_BYTES = 64;

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("state.journal");
    }

    private JournalWriter written(final String... changes) throws IOException {
        final JournalWriter writer = JournalWriter.create(path, "build-7");
        for (final String change : changes) {
            writer.append(3, bytes(change));
        }
        return writer;
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> read(final JournalReader reader) throws IOException {
        final List<String> changes = new ArrayList<>();
        reader.read(record -> changes.add(new String(record.payload(), StandardCharsets.UTF_8)));
        return changes;
    }

    private void cut(final int bytes) throws IOException {
        final byte[] all = Files.readAllBytes(path);
        Files.write(path, java.util.Arrays.copyOf(all, all.length - bytes));
    }

    private void flip(final int at) throws IOException {
        final byte[] all = Files.readAllBytes(path);
        all[at] ^= 0x40;
        Files.write(path, all);
    }

    @Test
    void shouldGiveBackWhatWasWritten() throws IOException {
        written("one", "", "three").close();
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(read(reader)).containsExactly("one", "", "three");
            assertThat(reader.sequence()).isEqualTo(3);
            assertThat(reader.damage()).isEmpty();
            assertThat(reader.tornBytes()).isZero();
            assertThat(reader.build()).isEqualTo("build-7");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldFollowAWriter() throws IOException {
        final JournalWriter writer = written("one");
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(read(reader)).containsExactly("one");
            assertThat(read(reader)).isEmpty();
            writer.append(3, bytes("two"));
            writer.append(3, bytes("three"));
            assertThat(read(reader)).containsExactly("two", "three");
        }
        writer.close();
    }

    /** Every length that a killed writer can leave. */
    @Test
    void shouldCutATornTailAndGoOnBehindTheLastWholeRecord() throws IOException {
        final int lastBytes = 20 + "second change".length();
        for (int missing = 1; missing < lastBytes; missing++) {
            written("first", "second change").close();
            cut(missing);
            try (JournalReader reader = JournalReader.open(path)) {
                assertThat(read(reader)).as("%d bytes missing", missing).containsExactly("first");
                assertThat(reader.damage()).isEmpty();
                assertThat(reader.tornBytes()).isEqualTo(lastBytes - missing);
                try (JournalWriter writer = JournalWriter.goOn(path, "build-8", reader)) {
                    writer.append(3, bytes("third"));
                }
            }
            try (JournalReader reader = JournalReader.open(path)) {
                assertThat(read(reader)).as("%d bytes missing", missing).containsExactly("first", "third");
            }
        }
    }

    /** A bit of any byte of the middle record but the upper ones of its length, which make it look torn. */
    @Test
    void shouldUseWhatIsBeforeDamageAndSayWhereItIs() throws IOException {
        final int second = HEADER_BYTES + 20 + "first".length();
        for (int at = second + 4; at < second + 20 + "second".length(); at++) {
            written("first", "second", "third").close();
            flip(at);
            try (JournalReader reader = JournalReader.open(path)) {
                assertThat(read(reader)).as("byte %d", at).containsExactly("first");
                assertThat(reader.damage())
                        .contains(path + " is damaged at byte " + second)
                        .contains("what is before it is used");
            }
        }
    }

    @Test
    void shouldCallAnImpossibleLengthDamage() throws IOException {
        written("first", "second", "third").close();
        flip(HEADER_BYTES + 20 + "first".length() + 3);
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(read(reader)).containsExactly("first");
            assertThat(reader.damage()).contains("its length is");
        }
    }

    @Test
    void shouldNoticeAMissingRecord() throws IOException {
        written("first").close();
        final byte[] first = Files.readAllBytes(path);
        written("first", "second", "third").close();
        final byte[] all = Files.readAllBytes(path);
        final int thirdFrom = first.length + 20 + "second".length();
        Files.write(path, first);
        Files.write(path, java.util.Arrays.copyOfRange(all, thirdFrom, all.length), StandardOpenOption.APPEND);
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(read(reader)).containsExactly("first");
            assertThat(reader.damage()).contains("out of sequence");
        }
    }

    @Test
    void shouldRefuseAnotherVersionNamingBothAndTheMend() throws IOException {
        written("first").close();
        final byte[] all = Files.readAllBytes(path);
        ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 2);
        Files.write(path, all);
        assertThatThrownBy(() -> JournalReader.open(path))
                .isInstanceOf(JournalRefused.class)
                .hasMessageContaining("format version 2, this program reads 1")
                .hasMessageContaining("--fresh");
    }

    @Test
    void shouldRefuseWhatIsNoJournal() throws IOException {
        Files.writeString(
                path, "not a journal at all, but long enough to be one if somebody looked only at its length");
        assertThatThrownBy(() -> JournalReader.open(path))
                .isInstanceOf(JournalRefused.class)
                .hasMessageContaining("no journal");
        Files.write(path, new byte[3]);
        assertThatThrownBy(() -> JournalReader.open(path)).isInstanceOf(JournalRefused.class);
        written("first").close();
        flip(40);
        assertThatThrownBy(() -> JournalReader.open(path))
                .isInstanceOf(JournalRefused.class)
                .hasMessageContaining("damaged in its first 64 bytes");
    }

    @Test
    void shouldFollowAWriterThatPutsAShorterJournalInPlace() throws IOException {
        final JournalWriter writer = written("one", "two");
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(read(reader)).containsExactly("one", "two");
            writer.append(3, bytes("three"));
            writer.rewrite(out -> out.accept(3, bytes("all of them")));
            writer.append(3, bytes("four"));
            assertThat(read(reader)).containsExactly("three", "four");
            writer.append(3, bytes("five"));
            assertThat(read(reader)).containsExactly("five");
        }
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(read(reader)).containsExactly("all of them", "four", "five");
            assertThat(reader.sequence()).isEqualTo(5);
        }
        writer.close();
    }

    @Test
    void shouldSayThatAFollowerFellBehind() throws IOException {
        final JournalWriter writer = written("one");
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(read(reader)).containsExactly("one");
            writer.rewrite(out -> out.accept(3, bytes("all")));
            writer.append(3, bytes("two"));
            writer.rewrite(out -> out.accept(3, bytes("all of it")));
            assertThatThrownBy(() -> read(reader)).hasMessageContaining("known here is change 1");
        }
        writer.close();
    }

    @Test
    void shouldReadRecordsOfEverySize() throws IOException {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final List<byte[]> payloads = new ArrayList<>();
        try (JournalWriter writer = JournalWriter.create(path, "")) {
            for (int i = 0; i < 300; i++) {
                final byte[] payload = new byte[random.nextInt(random.nextInt(20) == 0 ? 200_000 : 600)];
                random.nextBytes(payload);
                payloads.add(payload);
                writer.append(i, payload);
            }
        }
        final List<byte[]> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(reader.read(record -> found.add(record.payload())))
                    .as("seed %d", seed)
                    .isEqualTo(300);
        }
        assertThat(found)
                .as("seed %d", seed)
                .usingElementComparator(java.util.Arrays::compare)
                .isEqualTo(payloads);
    }
}
