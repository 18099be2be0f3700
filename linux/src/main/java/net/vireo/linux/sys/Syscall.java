// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The one place where Java enters the kernel: libc's {@code syscall(2)} with errno captured. One handle serves every
 * call, so the linker spins one stub at start and the compiler sees one constant.
 *
 * <p>Every method returns the call's value, or <b>-errno</b>. After a thread's first call nothing is allocated. May be
 * called from any thread; each thread captures errno in memory of its own.
 */
public final class Syscall {
    private static final int EINTR = 4;
    private static final int SCRATCH_BYTES = 64;

    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final MethodHandle SYSCALL = handle();
    private static final ThreadLocal<State> STATE = ThreadLocal.withInitial(State::new);

    private Syscall() {}

    public static long call(final long number) {
        return call(number, 0, 0, 0, 0, 0, 0);
    }

    public static long call(final long number, final long a) {
        return call(number, a, 0, 0, 0, 0, 0);
    }

    public static long call(final long number, final long a, final long b) {
        return call(number, a, b, 0, 0, 0, 0);
    }

    public static long call(final long number, final long a, final long b, final long c) {
        return call(number, a, b, c, 0, 0, 0);
    }

    public static long call(final long number, final long a, final long b, final long c, final long d) {
        return call(number, a, b, c, d, 0, 0);
    }

    /** One system call; arguments that the call does not have are ignored by the kernel. */
    public static long call(
            final long number, final long a, final long b, final long c, final long d, final long e, final long f) {
        final MemorySegment captured = STATE.get().captured;
        final long result = invoke(captured, number, a, b, c, d, e, f);
        return result == -1 ? -captured.get(JAVA_INT, 0) : result;
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

    /** 64 bytes of the calling thread's own, for the small in and out parameters of hot calls; kept by no call. */
    public static long threadScratch() {
        return STATE.get().scratchAddress;
    }

    private static long invoke(
            final MemorySegment captured,
            final long number,
            final long a,
            final long b,
            final long c,
            final long d,
            final long e,
            final long f) {
        try {
            return (long) SYSCALL.invokeExact(captured, number, a, b, c, d, e, f);
        } catch (final RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (final Throwable impossible) {
            throw new IllegalStateException("a downcall threw a checked exception", impossible);
        }
    }

    private static MethodHandle handle() {
        final Linker linker = Linker.nativeLinker();
        final MemorySegment function = linker.defaultLookup().findOrThrow("syscall");
        final FunctionDescriptor type = FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return linker.downcallHandle(function, type, CAPTURE_ERRNO, Linker.Option.firstVariadicArg(1));
    }

    /** What a thread needs to call: zeroed memory for errno (newer JDKs also restore from it) and for parameters. */
    private static final class State {
        private final MemorySegment captured;
        private final long scratchAddress;

        private State() {
            final StructLayout layout = Linker.Option.captureStateLayout();
            final long errnoOffset = layout.byteOffset(PathElement.groupElement("errno"));
            if (errnoOffset != 0) {
                throw new IllegalStateException("errno is captured at offset " + errnoOffset + ", expected 0");
            }
            // Lives as long as the thread: a virtual thread's is collected with it.
            final MemorySegment memory = Arena.ofAuto().allocate(2L * SCRATCH_BYTES, SCRATCH_BYTES);
            captured = memory.asSlice(0, layout.byteSize());
            scratchAddress = memory.address() + SCRATCH_BYTES;
        }
    }
}
