// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import java.nio.file.Path;
import net.vireo.linux.sys.Scratch;
import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** Mounts, in the process's mount namespace (mount(2)). They need CAP_SYS_ADMIN over that namespace. */
public final class Mounts {
    private static final int MS_BIND = 0x1000;
    private static final int MS_REC = 0x4000;
    private static final int MS_PRIVATE = 0x40000;
    private static final int MNT_DETACH = 2;

    private Mounts() {}

    /** Makes {@code target}, which must exist, show {@code source} (mount --bind). */
    public static void bind(final Path source, final Path target) {
        mount(source.toString(), target, "", MS_BIND, "");
    }

    /**
     * Mounts an empty file system in memory.
     *
     * @param options as for mount -o, for example {@code size=1m,mode=0700}; may be empty
     */
    public static void tmpfs(final Path target, final String options) {
        mount("tmpfs", target, "tmpfs", 0, options);
    }

    /** Keeps what is mounted under {@code target} from here on out of other mount namespaces (--make-rprivate). */
    public static void makePrivate(final Path target) {
        mount("none", target, "", MS_REC | MS_PRIVATE, "");
    }

    /** Takes the topmost mount off {@code target}: at once from sight, for good when its last user is gone. */
    public static void unmount(final Path target) {
        try (Scratch scratch = new Scratch()) {
            final long result = Syscall.call(SyscallNumber.UMOUNT2, scratch.string(target.toString()), MNT_DETACH);
            check(result, "umount(%s)", target);
        }
    }

    private static void mount(
            final String source, final Path target, final String type, final int flags, final String options) {
        try (Scratch scratch = new Scratch()) {
            final long result = Syscall.call(
                    SyscallNumber.MOUNT,
                    scratch.string(source),
                    scratch.string(target.toString()),
                    scratch.string(type),
                    flags,
                    scratch.string(options),
                    0);
            check(result, "mount(%s, %s, type=%s, flags=%#x, options=%s)", source, target, type, flags, options);
        }
    }
}
