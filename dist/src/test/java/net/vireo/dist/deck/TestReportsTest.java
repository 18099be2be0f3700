// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportsTest {
    private static final FileTime START = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path root;

    @BeforeEach
    void writeReports() throws IOException {
        report("PassedTest", 3, 0, 0, 1, 1_000_500);
        report("FailedTest", 3, 1, 0, 0, 1_000_500);
        report("BrokenTest", 3, 0, 2, 0, 1_000_500);
        report("SkippedTest", 2, 0, 0, 2, 1_000_500);
        report("OldTest", 3, 0, 0, 0, 999_000);
        final Path cut = Files.writeString(directory().resolve("TEST-net.vireo.CutTest.xml"), "<?xml ver");
        Files.setLastModifiedTime(cut, FileTime.fromMillis(1_000_500));
    }

    @Test
    void shouldCountOnlyWhatRanSinceTheStartAndPassed() throws IOException {
        final TestReports reports = new TestReports(root, START);
        assertThat(reports.complaint("PassedTest")).isEmpty();
        assertThat(reports.complaint("FailedTest")).isEqualTo("1 of its tests failed");
        assertThat(reports.complaint("BrokenTest")).isEqualTo("2 of its tests failed");
        assertThat(reports.complaint("SkippedTest")).isEqualTo("all of its tests were skipped");
        assertThat(reports.complaint("OldTest")).isEqualTo("it has not run");
        assertThat(reports.complaint("NoSuchTest")).isEqualTo("it has not run");
        assertThat(reports.complaint("CutTest")).isEqualTo("its report is cut short");
    }

    private Path directory() throws IOException {
        return Files.createDirectories(root.resolve("room/target/surefire-reports"));
    }

    private void report(
            final String name,
            final int tests,
            final int failures,
            final int errors,
            final int skipped,
            final long writtenMs)
            throws IOException {
        final Path file = directory().resolve("TEST-net.vireo.room." + name + ".xml");
        Files.writeString(
                file,
                "<?xml version=\"1.0\"?>\n<testsuite name=\"net.vireo.room.%s\" time=\"0.1\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\">\n</testsuite>"
                        .formatted(name, tests, errors, skipped, failures));
        Files.setLastModifiedTime(file, FileTime.fromMillis(writtenMs));
    }
}
