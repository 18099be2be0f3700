// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * This process's right to the run directory of one lab: a lock on a file that the kernel gives up when the process is
 * gone, however it went. The janitor, a small shell of its own session, then removes the files; in the ordinary case
 * {@link #close()} does so itself.
 */
public final class Claim implements AutoCloseable {
    private static final long JANITOR_LIMIT_MS = 8000;
    private static final long RETRY_MS = 20;
    private static final int OUTER = 0;
    private static final int JANITOR = 1;

    private final LabFiles files;
    private final List<String> nodes;
    private final FileChannel channel;
    private final Janitor janitor;
    private boolean closed;

    private Claim(final LabFiles files, final List<String> nodes, final FileChannel channel, final Janitor janitor) {
        this.files = files;
        this.nodes = nodes;
        this.channel = channel;
        this.janitor = janitor;
    }

    /**
     * Makes the lab's directories, mode 0700, after what a lab that was killed may have left there is removed.
     *
     * @param nodes the nodes whose directories are to be the lab's
     * @throws LabException when another lab runs here, or a node of that name has a directory that is not a lab's
     */
    public static Claim take(final LabFiles files, final List<String> nodes) throws InterruptedException {
        return take(files, nodes, List.of());
    }

    /**
     * The same for a lab that makes more nodes while it runs.
     *
     * @param later their names: what is left of them at the end is removed too
     */
    public static Claim take(final LabFiles files, final List<String> nodes, final List<String> later)
            throws InterruptedException {
        try {
            final boolean stale = Files.exists(files.lock());
            final FileChannel channel = lock(files);
            removeSpaces(files);
            final List<String> all =
                    Stream.concat(nodes.stream(), later.stream()).toList();
            for (final String node : all) {
                if (Files.exists(files.node(node)) && !stale) {
                    channel.close();
                    Trees.remove(files.lab());
                    throw new LabException("there is already a node " + node + " in " + files.node(node)
                            + "; stop it and remove that directory, or choose another run directory with "
                            + RunRoot.VARIABLE);
                }
                Trees.remove(files.node(node));
            }
            for (final String node : nodes) {
                Trees.make(files.node(node));
            }
            Trees.make(files.spaces());
            final Janitor janitor = Janitor.start(files, all);
            write(channel, ProcessHandle.current().pid() + " " + janitor.pid() + "\n");
            return new Claim(files, all, channel, janitor);
        } catch (final IOException e) {
            throw new LabException("cannot use the run directory " + files.root() + ": " + e, e);
        }
    }

    /** The process that holds the lab of this run directory, if one runs. */
    public static Optional<ProcessHandle> holder(final LabFiles files) {
        try (FileChannel channel = open(files)) {
            return locked(channel) ? process(words(channel), OUTER) : Optional.empty();
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a lab is held by a living process. Asked by other processes than the holder, also by those in the lab's
     * own process namespace, to which the holder has no process id.
     */
    public static boolean held(final LabFiles files) {
        try (FileChannel channel = open(files)) {
            return locked(channel);
        } catch (final IOException e) {
            return false;
        }
    }

    /** Removes everything that the lab put into the run directory. Any thread; the second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            janitor.dismiss();
            for (final String node : nodes) {
                Trees.remove(files.node(node));
            }
            removeIfEmpty(files.node("any").getParent());
            Files.deleteIfExists(files.shelf());
            Trees.remove(files.lab());
            channel.close();
            removeIfEmpty(files.root());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens and locks the lock file; waits for the janitor of a lab that was killed to finish. */
    private static FileChannel lock(final LabFiles files) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + JANITOR_LIMIT_MS * 1_000_000;
        while (true) {
            Trees.make(files.lab());
            final FileChannel channel = FileChannel.open(
                    files.lock(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            final String[] words = words(channel);
            final boolean sweeping =
                    process(words, JANITOR).map(ProcessHandle::isAlive).orElse(false);
            if (lock != null && !sweeping && Files.exists(files.lock())) {
                return channel;
            }
            channel.close();
            if (lock == null) {
                throw new LabException("a lab already runs in " + files.root() + " (process " + words[OUTER]
                        + "); end it with: vireo lab stop, or choose another run directory with " + RunRoot.VARIABLE);
            }
            if (System.nanoTime() > deadlineNs) {
                throw new LabException("the lab that ended last still holds " + files.lab());
            }
            Thread.sleep(RETRY_MS);
        }
    }

    private static FileChannel open(final LabFiles files) throws IOException {
        return FileChannel.open(files.lock(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean locked(final FileChannel channel) throws IOException {
        try (FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    /**
     * The words of the lock file: the outer process's id and the janitor's. Read through the channel that may hold the
     * lock, for a process loses its locks on a file when it closes any descriptor of it (fcntl(2)).
     */
    private static String[] words(final FileChannel channel) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(64);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII)
                .strip()
                .split(" ", -1);
    }

    private static Optional<ProcessHandle> process(final String[] words, final int word) {
        return words.length > word && words[word].matches("[0-9]{1,9}")
                ? ProcessHandle.of(Long.parseLong(words[word]))
                : Optional.empty();
    }

    private static void write(final FileChannel channel, final String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static void removeSpaces(final LabFiles files) throws IOException {
        Trees.remove(files.spaces());
        Files.deleteIfExists(files.initPid());
    }

    private static void removeIfEmpty(final Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                return;
            }
        }
        Files.deleteIfExists(directory);
    }
}
