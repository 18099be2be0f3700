// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Says which process runs a node, and keeps a second one out: the file stays locked while the process lives. */
final class PidFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private PidFile(final Path path, final FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the file if no live process holds it.
     *
     * @return null when one does
     * @throws IOException when it cannot be written
     */
    static PidFile tryTake(final Path path) throws IOException {
        final FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (lock(channel)) {
                return taken(path, channel);
            }
            channel.close();
            return null;
        } catch (final IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /**
     * Waits until the process that holds the file is dead, of which the kernel tells at once, and takes it.
     *
     * @throws NodeStopped when that process has removed the file: the node was told to stop
     * @throws IOException when it cannot be written
     */
    static PidFile await(final Path path) throws IOException {
        final Object before = key(path);
        final FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            channel.lock();
            if (!key(path).equals(before)) {
                throw new NodeStopped("another process runs the node by now");
            }
            return taken(path, channel);
        } catch (final IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Who holds the file, as a part of a sentence. */
    static String holder(final Path path) throws IOException {
        return "process " + Files.readString(path).trim() + " holds " + path;
    }

    private static PidFile taken(final Path path, final FileChannel channel) throws IOException {
        channel.truncate(0);
        final String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return new PidFile(path, channel);
    }

    private static Object key(final Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (final NoSuchFileException removed) {
            throw new NodeStopped("the node was stopped");
        }
    }

    private static boolean lock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (final OverlappingFileLockException ownProcess) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        channel.close();
    }
}
