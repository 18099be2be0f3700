// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.failure;

/** A command could not do its work. The message says what is wrong, {@link #mend} what to do about it. Exit code 1. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String mend;

    /**
     * @param cause what is wrong, without a full stop
     * @param mend what to do about it; empty when there is nothing sensible to say
     */
    public CommandFailed(final String cause, final String mend) {
        super(cause);
        this.mend = mend;
    }

    /** The same with the exception behind it. */
    public CommandFailed(final String cause, final String mend, final Throwable reason) {
        super(cause, reason);
        this.mend = mend;
    }

    /** What to do about it; may be empty. */
    public String mend() {
        return mend;
    }
}
