// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import java.util.Locale;

/**
 * A system call failed. The message is the whole story: errno's name, the call and its arguments, for example
 * {@code ENODEV: ioctl(TUNSETIFF, name=tap0, flags=0x5002)}.
 */
public final class LinuxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** errno as the kernel returned it, positive. */
    private final int errno;

    /**
     * For callers that know errno; {@link #check} is the usual way here.
     *
     * @param errno positive
     * @param call the call and its arguments
     */
    public LinuxException(final int errno, final String call) {
        super(Errno.name(errno) + ": " + call);
        this.errno = errno;
    }

    /** errno as the kernel returned it, positive; compare with {@link Errno}'s constants. */
    public int errno() {
        return errno;
    }

    /**
     * Turns the result of a call that returns its value or -errno into the value or this exception.
     *
     * @param callFormat the call and its arguments as {@link String#format} renders them; rendered on failure only
     * @return {@code result}, when it is not negative
     */
    // The annotation that javac's plugin wants here is a library's, and this room has no libraries.
    @SuppressWarnings("AnnotateFormatMethod")
    public static long check(final long result, final String callFormat, final Object... arguments) {
        if (result < 0) {
            throw new LinuxException((int) -result, String.format(Locale.ROOT, callFormat, arguments));
        }
        return result;
    }
}
