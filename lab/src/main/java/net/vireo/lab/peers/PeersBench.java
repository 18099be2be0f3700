// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import net.vireo.lab.host.Launcher;

/** What a case works with: the options, a directory of its own, a place to say how far it is. */
final class PeersBench implements AutoCloseable {
    /** Every switch forwards here. */
    static final int SWITCH_CPU = 0;
    /** Everything that is a guest or the far side is here. */
    static final int GUEST_CPU = 1;

    private final PeersOptions options;
    private final Launcher launcher;
    private final Path directory;
    private final PrintStream progress;
    private final long startNs;
    private final CoreProbe probe;

    PeersBench(final PeersOptions options, final Launcher launcher, final long startNs) throws InterruptedException {
        this.options = options;
        this.launcher = launcher;
        this.startNs = startNs;
        progress = options.json() ? System.err : System.out;
        try {
            directory = Files.createTempDirectory("vireo-peers");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        probe = new CoreProbe(SWITCH_CPU, GUEST_CPU);
    }

    PeersOptions options() {
        return options;
    }

    Launcher launcher() {
        return launcher;
    }

    /** Gone when the case has ended. */
    Path directory() {
        return directory;
    }

    /** How far these two CPUs are apart. */
    CoreProbe probe() {
        return probe;
    }

    /** For loads that run on these two CPUs. */
    Sampler sampler() {
        return new Sampler(probe);
    }

    /** Tells people how far it is. */
    void say(final String step, final String what) {
        progress.printf(Locale.ROOT, "%7.1f s  %-8s %s%n", (System.nanoTime() - startNs) / 1e9, step, what);
        progress.flush();
    }

    @Override
    public void close() {
        probe.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
