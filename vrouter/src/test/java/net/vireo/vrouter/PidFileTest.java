// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    private Path directory;

    /** A process that holds the file as a data plane does: with the lock that the kernel keeps for a process. */
    private Process holder(final Path path) throws IOException {
        final Path program = directory.resolve("Hold.java");
        Files.writeString(program, """
                import java.nio.channels.FileChannel;
                import java.nio.file.*;

                class Hold {
                    public static void main(String[] arguments) throws Exception {
                        var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.CREATE,
                                StandardOpenOption.READ, StandardOpenOption.WRITE);
                        channel.lock();
                        System.out.println("held");
                        Thread.sleep(60_000);
                    }
                }
                """);
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        program.toString(),
                        path.toString())
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('h');
        return process;
    }

    @Test
    void shouldBeTakenTheMomentItsHolderIsKilled() throws Exception {
        final Path path = directory.resolve("vrouter.pid");
        final Process holder = holder(path);
        assertThat(PidFile.tryTake(path)).isNull();
        final Thread killer = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(300);
                holder.destroyForcibly();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (PidFile taken = PidFile.await(path)) {
            assertThat(taken).isNotNull();
            assertThat(holder.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(path).trim())
                    .isEqualTo("" + ProcessHandle.current().pid());
        }
        killer.join();
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldSayThatTheNodeWasStoppedWhenTheFileIsRemoved() throws Exception {
        final Path path = directory.resolve("vrouter.pid");
        final Process holder = holder(path);
        final Thread stopper = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(300);
                Files.delete(path);
            } catch (final IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            holder.destroyForcibly();
        });
        assertThatThrownBy(() -> PidFile.await(path)).isInstanceOf(NodeStopped.class);
        stopper.join();
        assertThatThrownBy(() -> PidFile.await(path)).isInstanceOf(NodeStopped.class);
    }
}
