// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Why a vRouter refuses: Linux error numbers (x86-64), in the words of {@code strerror}. */
public enum ResponseError {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    EINTR(4, "Interrupted system call"),
    EIO(5, "Input/output error"),
    ENXIO(6, "No such device or address"),
    EBADF(9, "Bad file descriptor"),
    EAGAIN(11, "Resource temporarily unavailable"),
    ENOMEM(12, "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    EFAULT(14, "Bad address"),
    EBUSY(16, "Device or resource busy"),
    EEXIST(17, "File exists"),
    ENODEV(19, "No such device"),
    EINVAL(22, "Invalid argument"),
    ENOSPC(28, "No space left on device"),
    ERANGE(34, "Numerical result out of range"),
    EPROTO(71, "Protocol error"),
    EMSGSIZE(90, "Message too long"),
    EOPNOTSUPP(95, "Operation not supported"),
    EADDRINUSE(98, "Address already in use"),
    ENETDOWN(100, "Network is down"),
    ENETRESET(102, "Network dropped connection on reset"),
    ENOBUFS(105, "No buffer space available"),
    ETIMEDOUT(110, "Connection timed out"),
    EALREADY(114, "Operation already in progress");

    private final int errno;
    private final String text;

    ResponseError(final int errno, final String text) {
        this.errno = errno;
        this.text = text;
    }

    /** The number as Linux has it, positive. */
    public int errno() {
        return errno;
    }

    /** The code of a response: the number, negative. */
    public int code() {
        return -errno;
    }

    /** What {@code strerror} says. */
    public String text() {
        return text;
    }

    /** The error of a negative response code, null when it is not in this table. */
    public static ResponseError of(final int code) {
        for (final ResponseError error : values()) {
            if (error.errno == -code) {
                return error;
            }
        }
        return null;
    }

    /** A negative response code in words: {@code No such file or directory (ENOENT)}. */
    public static String describe(final int code) {
        final ResponseError error = of(code);
        return error == null ? "error " + -(long) code : error.text + " (" + error.name() + ')';
    }
}
