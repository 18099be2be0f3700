// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path files;

    private final AtomicInteger changed = new AtomicInteger();

    private void awaitMoreThan(final int before) {
        await().atMost(PATIENCE).until(() -> changed.get() > before);
    }

    @Test
    void shouldTellOfFilesThatComeChangeAreReplacedAndGo() throws IOException {
        try (ConfigWatch watch = new ConfigWatch(files, changed::incrementAndGet)) {
            watch.start();
            awaitMoreThan(0);
            final Path file = files.resolve("a.yaml");

            int before = changed.get();
            Files.writeString(file, "one");
            awaitMoreThan(before);

            before = changed.get();
            Files.writeString(file, "two");
            awaitMoreThan(before);

            Files.writeString(files.resolve("a.new"), "three");
            awaitMoreThan(before);
            before = changed.get();
            Files.move(files.resolve("a.new"), file, StandardCopyOption.ATOMIC_MOVE);
            awaitMoreThan(before);

            before = changed.get();
            Files.delete(file);
            awaitMoreThan(before);
        }
    }

    @Test
    void shouldWatchADirectoryThatComesLater() throws IOException {
        final Path later = files.resolve("later");
        try (ConfigWatch watch = new ConfigWatch(later, changed::incrementAndGet)) {
            watch.start();
            Files.createDirectory(later);
            awaitMoreThan(0);
            final int before = changed.get();
            Files.writeString(later.resolve("a.yaml"), "one");
            awaitMoreThan(before);
        }
    }
}
