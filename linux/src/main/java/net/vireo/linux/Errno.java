// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

/** The error numbers of x86-64 Linux that this project meets (asm-generic/errno-base.h, errno.h). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;

    private Errno() {}

    /** The symbolic name, or {@code errno N} for one that is not in the table. */
    public static String name(final int errno) {
        return "errno " + errno;
    }
}
