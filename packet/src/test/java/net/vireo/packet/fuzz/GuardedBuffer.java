// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet.fuzz;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Native memory that ends in a hole: the byte after the last one cannot be read or written.
 *
 * <p>A file is mapped and then cut short of the mapping's last page. Touching what was cut off raises SIGBUS, which the JVM
 * turns into an {@link InternalError} a moment later in the same thread. So a decoder that reads one byte past its input
 * fails the test, without privileges and without native access. One thread at a time.
 */
public final class GuardedBuffer implements AutoCloseable {
    /** What fresh memory holds: nothing may rely on zeros. */
    public static final byte GARBAGE = (byte) 0xa5;

    private static final int PAGE_BYTES = 4096;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment usable;

    /** @param capacityBytes the longest input; rounded up to pages */
    public GuardedBuffer(final int capacityBytes) {
        final long usableBytes = (capacityBytes + PAGE_BYTES - 1L) / PAGE_BYTES * PAGE_BYTES;
        try {
            usable = map(arena, usableBytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        usable.fill(GARBAGE);
    }

    private static MemorySegment map(final Arena arena, final long usableBytes) throws IOException {
        final Path file = Files.createTempFile("guarded", ".buffer");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MemorySegment whole = channel.map(FileChannel.MapMode.READ_WRITE, 0, usableBytes + PAGE_BYTES, arena);
            channel.truncate(usableBytes);
            return whole.asSlice(0, usableBytes);
        } finally {
            Files.delete(file);
        }
    }

    /** Address of a range of this length that ends where the hole begins; its bytes become garbage. */
    public long garbage(final int lengthBytes) {
        tail(lengthBytes).fill(GARBAGE);
        return address(lengthBytes);
    }

    /** Puts bytes so that their end is where the hole begins; returns their address. */
    public long put(final byte[] bytes) {
        return put(bytes, 0);
    }

    /** {@link #put(byte[])} of the bytes from an index on. */
    public long put(final byte[] bytes, final int from) {
        final int lengthBytes = bytes.length - from;
        MemorySegment.copy(bytes, from, tail(lengthBytes), JAVA_BYTE, 0, lengthBytes);
        return address(lengthBytes);
    }

    /** The last bytes before the hole. */
    public byte[] last(final int lengthBytes) {
        return tail(lengthBytes).toArray(JAVA_BYTE);
    }

    private long address(final int lengthBytes) {
        return usable.address() + usable.byteSize() - lengthBytes;
    }

    private MemorySegment tail(final int lengthBytes) {
        return usable.asSlice(usable.byteSize() - lengthBytes, lengthBytes);
    }

    @Override
    public void close() {
        arena.close();
    }
}
