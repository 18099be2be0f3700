// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The native function behind {@link Syscall}: a few bytes of x86-64 code that enter the kernel and return what it
 * returns, a value or -errno.
 *
 * <p>Why not libc's {@code syscall(2)}: it puts errno in a thread-local variable, which Java can read only with
 * {@code captureCallState}, and JDK 25 then makes a 40-byte object per call wherever the compiler runs out of its
 * inlining budget, as it does in the data path's large methods (measured). This function needs no errno.
 *
 * <p>C passes integers in rdi, rsi, rdx, rcx, r8, r9 and on the stack; the kernel takes its arguments in rdi, rsi, rdx,
 * r10, r8, r9 and the call's number in rax. So with the number as the fourth argument and the kernel's fourth as the
 * seventh, five registers are right as they come (System V ABI, AMD64, 3.2.3 and A.2.1).
 */
final class KernelEntry {
    private static final byte[] CODE = {
        (byte) 0xf3,
        0x0f,
        0x1e,
        (byte) 0xfa, // endbr64: an indirect call may land here
        0x48,
        (byte) 0x89,
        (byte) 0xc8, // mov rax, rcx
        0x4c,
        (byte) 0x8b,
        0x54,
        0x24,
        0x08, // mov r10, [rsp + 8]
        0x0f,
        0x05, // syscall
        (byte) 0xc3 // ret
    };

    private static final long PAGE_BYTES = 4096;
    private static final int PROT_READ_WRITE = 3;
    private static final int PROT_READ_EXECUTE = 5;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private static final FunctionDescriptor SEVEN_LONGS = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private KernelEntry() {}

    /** A handle of type (a, b, c, number, e, f, d) to long. Called once, when {@link Syscall} loads. */
    static MethodHandle handle() {
        requireThisMachine();
        final Linker linker = Linker.nativeLinker();
        final MethodHandle function = linker.downcallHandle(SEVEN_LONGS);
        final MemorySegment libc = linker.defaultLookup().findOrThrow("syscall");
        final MemorySegment page = page(function, libc);
        MemorySegment.copy(CODE, 0, page, ValueLayout.JAVA_BYTE, 0, CODE.length);
        if (invoke(function, libc, SyscallNumber.MPROTECT, page.address(), PAGE_BYTES, PROT_READ_EXECUTE, 0, 0) != 0) {
            throw new IllegalStateException("mprotect refuses executable memory, which the JVM itself needs too");
        }
        return function.bindTo(page);
    }

    private static MemorySegment page(final MethodHandle function, final MemorySegment libc) {
        final long address =
                invoke(function, libc, SyscallNumber.MMAP, 0, PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1);
        if (address == -1) {
            throw new IllegalStateException("mmap has no page for the system call's code");
        }
        return MemorySegment.ofAddress(address).reinterpret(PAGE_BYTES);
    }

    /** libc's own function, in its own order of arguments, until ours is there. */
    private static long invoke(
            final MethodHandle function,
            final MemorySegment libc,
            final long number,
            final long a,
            final long b,
            final long c,
            final long d,
            final long e) {
        try {
            return (long) function.invokeExact(libc, number, a, b, c, d, e, 0L);
        } catch (final Throwable failure) {
            throw new IllegalStateException("libc's syscall function cannot be called", failure);
        }
    }

    private static void requireThisMachine() {
        final String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!system.equals("Linux on amd64")) {
            throw new UnsupportedOperationException("Vireo runs on x86-64 Linux; this is " + system);
        }
    }
}
