// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportBundleCommandTest {
    @TempDir
    private Path directory;

    private String tar(final String... options) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(options));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    @Test
    void shouldPackWhatTarUnpacks() throws IOException, InterruptedException {
        final Path file = directory.resolve("bundle.tar.gz");
        Files.writeString(directory.resolve("vrouter.log"), "a line of the log\n");
        try (StandInRouter router = new StandInRouter(directory)) {
            assertThat(router.counters()).isNotNull();

            final Run run = Run.of("support-bundle", "--file", file.toString(), "--sock-dir", directory.toString());

            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains("tables/vif.json  ", "written to " + file + ", mode 0600\n");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(tar("-tzf", file.toString()))
                .contains("vireo-support/tables/nh.txt\n", "vireo-support/tables/nh.json\n")
                .contains("vireo-support/machine/kernel.txt\n", "vireo-support/node/counters\n")
                .contains("vireo-support/MANIFEST.txt\n");
        assertThat(tar("-xzOf", file.toString(), "vireo-support/node/vrouter.log"))
                .isEqualTo("a line of the log\n");
        assertThat(tar("-xzOf", file.toString(), "vireo-support/tables/nh.txt")).startsWith("Id:0 ");
        assertThat(tar("-xzOf", file.toString(), "vireo-support/machine/kernel.txt"))
                .isEqualTo(Files.readString(Path.of("/proc/version")));
        assertThat(tar("-xzOf", file.toString(), "vireo-support/machine/memory-nodes.txt"))
                .isEqualTo(Files.readString(Path.of("/sys/devices/system/node/online")));
        assertThat(tar("-xzOf", file.toString(), "vireo-support/tables/doctor.txt"))
                .contains(": nothing found  (");
        // This router has no receive side scaling: the reason is in the archive.
        assertThat(tar("-xzOf", file.toString(), "vireo-support/tables/rss.txt"))
                .contains("[exit code 1]\n");
    }

    @Test
    void shouldStayBoundedAndSayWhereItCut() {
        final Bundle bundle = new Bundle();
        final String big = "x".repeat(5 << 20);
        for (int i = 0; i < 20; i++) {
            bundle.text("big" + i, big);
        }

        assertThat(bundle.sizeBytes()).isLessThanOrEqualTo((64 << 20) + 20 * 100);
        assertThat(new String(bundle.files().get("big0"), StandardCharsets.UTF_8))
                .endsWith("[cut here: the file is longer than the archive takes]\n");
        assertThat(bundle.files().get("big0")).hasSize(4 << 20);
    }

    @Test
    void shouldSayWhatIsWrongWithTheFile() {
        final Run run = Run.of("support-bundle", "--file", "/proc/nowhere/x", "--sock-dir", directory.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot write /proc/nowhere/x");
    }
}
