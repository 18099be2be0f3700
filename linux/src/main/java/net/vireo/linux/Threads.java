// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** The calling thread as the kernel sees it. For platform threads: a virtual thread would change its carrier. */
public final class Threads {
    /** One bit per CPU, for 1024 CPUs. */
    private static final int MASK_BYTES = 128;

    /** What a mask has room for. */
    private static final CpuSet MOST =
            CpuSet.of(IntStream.range(0, Byte.SIZE * MASK_BYTES).toArray());

    private static final int MAX_NAME_BYTES = 15;
    private static final int PR_SET_NAME = 15;

    private Threads() {}

    /** @return the kernel's id of the calling thread, as in /proc/self/task */
    public static int tid() {
        return (int) Syscall.call(SyscallNumber.GETTID);
    }

    /** Names the calling thread for {@code top}, {@code perf} and /proc; what is longer than 15 bytes is cut off. */
    public static void name(final String name) {
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.string(name);
            final long result = Syscall.call(SyscallNumber.PRCTL, PR_SET_NAME, address);
            check(result, "prctl(PR_SET_NAME, %s)", name);
        }
    }

    /** @return the calling thread's name, at most 15 bytes */
    public static String name() {
        final int getName = 16;
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(MAX_NAME_BYTES + 1L);
            check(Syscall.call(SyscallNumber.PRCTL, getName, address), "prctl(PR_GET_NAME)");
            return NativeText.read(address, MAX_NAME_BYTES + 1);
        }
    }

    /**
     * Keeps the calling thread on these CPUs. Threads that it starts inherit them.
     *
     * @throws LinuxException EINVAL when none of them exists and is allowed, or one is not 0 to 1023
     */
    public static void pin(final int... cpus) {
        final String call = "sched_setaffinity(0, cpus=" + Arrays.toString(cpus) + ")";
        final BitSet mask = new BitSet(Byte.SIZE * MASK_BYTES);
        for (final int cpu : cpus) {
            if (cpu < 0 || cpu >= Byte.SIZE * MASK_BYTES) {
                throw new LinuxException(Errno.EINVAL, call);
            }
            mask.set(cpu);
        }
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(MASK_BYTES);
            final byte[] bytes = mask.toByteArray();
            Memory.copyIn(bytes, 0, address, bytes.length);
            check(Syscall.call(SyscallNumber.SCHED_SETAFFINITY, 0, MASK_BYTES, address), "%s", call);
        }
    }

    /**
     * Keeps a thread of this process on these CPUs.
     *
     * @param tid as in /proc/self/task; 0 is the calling thread
     * @throws LinuxException EINVAL when none of them exists and is allowed, or one is over 1023; ESRCH when the thread
     *     has ended
     */
    public static void pin(final int tid, final CpuSet cpus) {
        final String call = "sched_setaffinity(" + tid + ", cpus=" + cpus + ")";
        if (!MOST.containsAll(cpus)) {
            throw new LinuxException(Errno.EINVAL, call);
        }
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(MASK_BYTES);
            final byte[] bytes = cpus.bytes();
            Memory.copyIn(bytes, 0, address, bytes.length);
            check(Syscall.call(SyscallNumber.SCHED_SETAFFINITY, tid, MASK_BYTES, address), "%s", call);
        }
    }

    /** @return the CPUs that the calling thread may run on, ascending */
    public static int[] allowedCpus() {
        try (Scratch scratch = new Scratch()) {
            final long address = scratch.allocate(MASK_BYTES);
            final long lengthBytes = Syscall.call(SyscallNumber.SCHED_GETAFFINITY, 0, MASK_BYTES, address);
            final byte[] bytes = new byte[(int) check(lengthBytes, "sched_getaffinity(0)")];
            Memory.copyOut(address, bytes, 0, bytes.length);
            return BitSet.valueOf(bytes).stream().toArray();
        }
    }
}
