// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CpioWriterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String text() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Recorded from GNU cpio, {@code -o -H newc --reproducible -R 0:0}; inodes are numbered from 1 here. */
    @Test
    void shouldWriteTheNewForm() throws IOException {
        try (CpioWriter archive = new CpioWriter(bytes)) {
            archive.file("/a/bc", 0755, "hello".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(text())
                .isEqualTo("070701" + "00000001" + "000041ED" + "00000000" + "00000000" + "00000002" + "00000000"
                        + "00000000" + "00000000" + "00000000" + "00000000" + "00000000" + "00000002" + "00000000"
                        + "a\0"
                        + "070701" + "00000002" + "000081ED" + "00000000" + "00000000" + "00000001" + "00000000"
                        + "00000005" + "00000000" + "00000000" + "00000000" + "00000000" + "00000005" + "00000000"
                        + "a/bc\0\0" + "hello\0\0\0"
                        + "070701" + "00000000" + "00000000" + "00000000" + "00000000" + "00000001" + "00000000"
                        + "00000000" + "00000000" + "00000000" + "00000000" + "00000000" + "0000000B" + "00000000"
                        + "TRAILER!!!\0" + "\0\0\0");
    }

    @Test
    void shouldMakeFoldersOnceWhenAskedAgain() throws IOException {
        try (CpioWriter archive = new CpioWriter(bytes)) {
            archive.directory("/x/y");
            archive.directory("/x/y");
            archive.directory("x");
            archive.directory("/");
        }

        assertThat(text().split("070701", -1)).hasSize(1 + 3);
    }

    @Test
    void shouldRefuseASecondFileOfTheSameName() throws IOException {
        try (CpioWriter archive = new CpioWriter(bytes)) {
            archive.link("/x/y", "z");

            assertThatThrownBy(() -> archive.file("x/y", 0644, new byte[0]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("x/y already");
        }
    }
}
