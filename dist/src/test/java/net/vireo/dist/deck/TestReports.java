// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the reports of a test run say of each test class, by its simple name: the rooms' {@code target/surefire-reports}. */
final class TestReports {
    private static final Pattern FILE = Pattern.compile("TEST-(?:.*\\.)?([A-Z]\\w*)\\.xml");
    private static final Pattern SUITE = Pattern.compile("<testsuite\\s[^>]*>");

    private final Map<String, String> verdicts = new HashMap<>();

    /**
     * @param since reports of earlier runs do not count
     * @throws IOException when a report cannot be read
     */
    TestReports(final Path root, final FileTime since) throws IOException {
        try (Stream<Path> files = Files.find(
                root,
                4,
                (file, attributes) -> attributes.isRegularFile()
                        && file.getParent().endsWith("target/surefire-reports")
                        && attributes.lastModifiedTime().compareTo(since) >= 0)) {
            files.forEach(this::read);
        }
    }

    /** Empty when the class ran and all of its tests passed; else a sentence. */
    String complaint(final String test) {
        return verdicts.getOrDefault(test, "it has not run");
    }

    private void read(final Path file) {
        final Matcher name = FILE.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return;
        }
        try {
            final Matcher suite = SUITE.matcher(Files.readString(file));
            verdicts.put(name.group(1), suite.find() ? verdict(suite.group()) : "its report is cut short");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String verdict(final String suite) {
        final int failed = number(suite, "failures") + number(suite, "errors");
        if (failed > 0) {
            return failed + " of its tests failed";
        }
        return number(suite, "tests") > number(suite, "skipped") ? "" : "all of its tests were skipped";
    }

    private static int number(final String suite, final String attribute) {
        final Matcher value = Pattern.compile("\\s" + attribute + "=\"(\\d+)\"").matcher(suite);
        if (!value.find()) {
            throw new IllegalArgumentException("a report without '" + attribute + "': " + suite);
        }
        return Integer.parseInt(value.group(1));
    }
}
