// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The one place where Java enters the kernel. One handle serves every call: the linker spins one stub at start, and the
 * compiler sees one constant.
 *
 * <p>Every method returns the call's value, or <b>-errno</b>, and allocates nothing. May be called from any thread.
 */
public final class Syscall {
    private static final int EINTR = 4;
    private static final int SCRATCH_BYTES = 64;

    private static final MethodHandle ENTRY = KernelEntry.handle();
    private static final ThreadLocal<ThreadScratch> SCRATCH = ThreadLocal.withInitial(ThreadScratch::new);

    private Syscall() {}

    /** As {@link #call(long, long, long, long, long, long, long)}; the arguments not given are zero. */
    public static long call(final long number) {
        return call(number, 0, 0, 0, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long, long)}; the arguments not given are zero. */
    public static long call(final long number, final long a) {
        return call(number, a, 0, 0, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long, long)}; the arguments not given are zero. */
    public static long call(final long number, final long a, final long b) {
        return call(number, a, b, 0, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long, long)}; the arguments not given are zero. */
    public static long call(final long number, final long a, final long b, final long c) {
        return call(number, a, b, c, 0, 0, 0);
    }

    /** As {@link #call(long, long, long, long, long, long, long)}; the arguments not given are zero. */
    public static long call(final long number, final long a, final long b, final long c, final long d) {
        return call(number, a, b, c, d, 0, 0);
    }

    /** One system call; arguments that the call does not have are ignored by the kernel. */
    public static long call(
            final long number, final long a, final long b, final long c, final long d, final long e, final long f) {
        try {
            return (long) ENTRY.invokeExact(a, b, c, number, e, f, d);
        } catch (final RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (final Throwable impossible) {
            throw new IllegalStateException("a downcall threw a checked exception", impossible);
        }
    }

    /** As {@link #call}, again for as long as a signal interrupts it before it did anything. */
    public static long retry(
            final long number, final long a, final long b, final long c, final long d, final long e, final long f) {
        long result;
        do {
            result = call(number, a, b, c, d, e, f);
        } while (result == -EINTR);
        return result;
    }

    /** As {@link #call}, again for as long as a signal interrupts it before it did anything. */
    public static long retry(final long number, final long a, final long b, final long c) {
        return retry(number, a, b, c, 0, 0, 0);
    }

    /** As {@link #call}, again for as long as a signal interrupts it before it did anything. */
    public static long retry(final long number, final long a, final long b, final long c, final long d) {
        return retry(number, a, b, c, d, 0, 0);
    }

    /**
     * 64 bytes of the calling thread's own, for the small in and out parameters of one call. What is in them is gone
     * when the thread makes another call through this room.
     */
    public static long threadScratch() {
        return SCRATCH.get().address;
    }

    /** Lives as long as its thread: a virtual thread's is collected with it. */
    private static final class ThreadScratch {
        private final MemorySegment memory = Arena.ofAuto().allocate(SCRATCH_BYTES, SCRATCH_BYTES);
        private final long address = memory.address();
    }
}
