// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.host.LabException;

/**
 * Debian's kernel for virtual machines as a package file, downloaded once and never installed.
 *
 * @param file the package, in the cache
 */
record KernelPackage(Path file) {
    private static final String META_PACKAGE = "linux-image-cloud-amd64";
    private static final Pattern DEPENDS = Pattern.compile("(?m)^\\s*Depends: (linux-image-\\S+)$");
    private static final Pattern VERSION = Pattern.compile("(?m)^Version: (\\S+)$");
    private static final String SUFFIX = ".deb";
    private static final long LOOK_LIMIT_MS = 20_000;
    private static final long DOWNLOAD_LIMIT_S = 180;
    private static final long UNPACK_LIMIT_MS = 60_000;

    /**
     * The kernel that this machine's package lists name; from the cache when it is there, else downloaded. When the
     * lists name none (they are fetched by {@code apt-get update}), the newest that is in the cache.
     *
     * @param cache the folder where packages are kept
     * @throws LabException when there is none and none can be had
     */
    static KernelPackage obtain(final Path cache) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        final Optional<String> named = named();
        final Optional<Path> cached = named.isPresent() ? inCache(cache, named.get()) : newest(cache);
        if (cached.isPresent()) {
            return new KernelPackage(cached.get());
        }
        if (named.isEmpty()) {
            throw new LabException("this machine's package lists have no " + META_PACKAGE
                    + "; fetch them: apt-get update (on a system other than Debian 12, put the package file of such a "
                    + "kernel into " + cache + ")");
        }
        return new KernelPackage(download(cache, named.get()));
    }

    /**
     * Unpacks it.
     *
     * @param folder gets {@code boot/} and {@code lib/modules/}
     */
    void unpack(final Path folder) throws InterruptedException {
        final Done done = Commands.run(
                List.of(GuestTool.DPKG.file().toString(), "-x", file.toString(), folder.toString()), UNPACK_LIMIT_MS);
        if (!done.ok()) {
            throw new LabException("cannot unpack " + file + ": "
                    + done.output().strip() + "; if the file is broken, delete it: it is downloaded again");
        }
    }

    /** Package and version as {@code linux-image-6.1.0-56-cloud-amd64_6.1.192-2}: how its file's name begins. */
    private static Optional<String> named() throws InterruptedException {
        final Optional<String> name = find(DEPENDS, "depends", META_PACKAGE);
        if (name.isEmpty()) {
            return name;
        }
        return find(VERSION, "show", "--no-all-versions", name.get()).map(version -> name.get() + "_" + version);
    }

    private static Optional<String> find(final Pattern pattern, final String... words) throws InterruptedException {
        final List<String> line = Stream.concat(
                        Stream.of(GuestTool.APT_CACHE.file().toString()), Stream.of(words))
                .toList();
        final Matcher matcher =
                pattern.matcher(Commands.runQuietly(line, LOOK_LIMIT_MS).output());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<Path> inCache(final Path cache, final String named) throws IOException {
        return list(cache)
                // apt writes the colon of an epoch as %3a
                .filter(file -> file.getFileName().toString().startsWith(named.replace(":", "%3a") + "_"))
                .findFirst();
    }

    private static Optional<Path> newest(final Path cache) throws IOException {
        return list(cache).max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    }

    private static Stream<Path> list(final Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).toList().stream();
        }
    }

    private static Path download(final Path cache, final String named) throws IOException, InterruptedException {
        final Path folder = Files.createTempDirectory(cache, "download");
        try {
            final String request = named.replaceFirst("_", "=");
            final Process process = new ProcessBuilder(GuestTool.APT_GET.file().toString(), "download", "-q", request)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            final boolean ended = process.waitFor(DOWNLOAD_LIMIT_S, TimeUnit.SECONDS);
            process.destroyForcibly();
            final Optional<Path> file = list(folder).findFirst();
            if (!ended || process.exitValue() != 0 || file.isEmpty()) {
                throw new LabException("cannot download the guests' kernel (apt-get download " + request + "): "
                        + Files.readString(folder.resolve("log")).strip());
            }
            return Files.move(file.get(), cache.resolve(file.get().getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(folder);
        }
    }
}
