// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/**
 * Talking to a vRouter did not work: what happened in {@link #getMessage}, what to do about it in {@link #mend}. The
 * connection is of no more use, except after a {@link VrouterRefusal}.
 */
public class VrouterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String mend;

    /**
     * @param message what happened
     * @param mend what the reader can do about it
     * @param cause the exception behind it, or null
     */
    public VrouterException(final String message, final String mend, final Throwable cause) {
        super(message, cause);
        this.mend = mend;
    }

    /** What the reader can do about it, empty when there is nothing to say. */
    public final String mend() {
        return mend;
    }
}
