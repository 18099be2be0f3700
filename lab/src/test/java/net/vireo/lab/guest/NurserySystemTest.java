// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to guests when the one who started them is killed. */
@Tag("system")
@Tag("guests")
class NurserySystemTest {
    /** The process that is killed: starts a guest from a thread that ends, tells its id, and waits. */
    static final class Parent {
        private Parent() {}

        static void main() throws InterruptedException {
            Thread.ofPlatform()
                    .start(() -> {
                        try {
                            System.out.println(
                                    Nursery.start(List.of("sleep", "600")).pid());
                        } catch (final InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .join();
            new CountDownLatch(1).await();
        }
    }

    private static String place(final Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    @Test
    void shouldEndGuestsWithTheirParentAndNotWithTheThreadThatStartedThem() throws Exception {
        final Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        place(Nursery.class) + ":" + place(NurserySystemTest.class),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
            final ProcessHandle guest =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            Thread.sleep(200);
            assertThat(guest.isAlive()).as("outlives the thread").isTrue();
            parent.destroyForcibly();
            guest.onExit().get(5, TimeUnit.SECONDS);
        } finally {
            parent.destroyForcibly();
        }
    }
}
