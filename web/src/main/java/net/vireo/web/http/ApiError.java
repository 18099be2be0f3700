// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

/** A request that cannot be answered: its status, and a sentence with cause and mend. */
public final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The request makes no sense. */
    public static final int BAD_REQUEST = 400;

    /** It must not be made by this one. */
    public static final int FORBIDDEN = 403;

    /** There is no such thing. */
    public static final int NOT_FOUND = 404;

    /** It cannot be done as things are. */
    public static final int CONFLICT = 409;

    /** Not now. */
    public static final int UNAVAILABLE = 503;

    private final int status;

    /** @param mend what to do about it, without a full stop */
    public ApiError(final int status, final String cause, final String mend) {
        super(cause + "; " + mend, null, false, false);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
