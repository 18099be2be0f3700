// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.vireo.lab.host.Commands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as somebody else's program reads it: busybox' cpio, the same family of code as a rescue system's. */
@Tag("system")
class CpioToolsSystemTest {
    private static final byte[] CONTENT = new byte[10_001];

    @TempDir
    private Path directory;

    private Path archive;

    @BeforeEach
    void write() throws IOException {
        new Random(4).nextBytes(CONTENT);
        archive = directory.resolve("a.cpio");
        try (CpioWriter writer = new CpioWriter(Files.newOutputStream(archive))) {
            writer.directory("/empty");
            writer.file("/usr/bin/tool", 0755, CONTENT);
            writer.file("/etc/none", 0640, new byte[0]);
            writer.link("/bin/tool", "../usr/bin/tool");
            writer.device("/dev/console", 0600, 5, 1);
        }
    }

    private String cpio(final String options) throws InterruptedException {
        final Commands.Done done = Commands.run(
                List.of(
                        "sh",
                        "-c",
                        "cd " + directory + " && " + GuestTool.BUSYBOX.file() + " cpio " + options + " < " + archive),
                10_000);
        assertThat(done.ok()).as(done.output()).isTrue();
        return done.output();
    }

    @Test
    void shouldBeListedByBusybox() throws Exception {
        assertThat(cpio("-t").lines().filter(line -> !line.endsWith("blocks")))
                .containsExactly(
                        "empty",
                        "usr",
                        "usr/bin",
                        "usr/bin/tool",
                        "etc",
                        "etc/none",
                        "bin",
                        "bin/tool",
                        "dev",
                        "dev/console");
        assertThat(cpio("-tv"))
                .containsPattern("-rwxr-xr-x +0/0 +10001 .*usr/bin/tool")
                .containsPattern("-rw-r----- +0/0 +0 .*etc/none")
                .containsPattern("crw------- +0/0 .*dev/console");
    }

    @Test
    void shouldBeUnpackedByBusybox() throws Exception {
        // Not the device: an ordinary user cannot make one.
        cpio("-id empty usr usr/bin usr/bin/tool etc etc/none bin bin/tool");

        assertThat(directory.resolve("usr/bin/tool")).hasBinaryContent(CONTENT).isExecutable();
        assertThat(directory.resolve("etc/none")).isEmptyFile();
        assertThat(directory.resolve("empty")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(directory.resolve("bin/tool"))).hasToString("../usr/bin/tool");
        assertThat(Files.readString(archive, StandardCharsets.ISO_8859_1)).contains("0000000500000001");
    }
}
