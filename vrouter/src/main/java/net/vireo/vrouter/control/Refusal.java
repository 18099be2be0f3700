// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.ResponseError;

/** A request that is not carried out: the error for the client and a sentence for the log. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ResponseError error;

    Refusal(final ResponseError error, final String sentence) {
        // No stack trace: a refusal is an answer, and a client may ask for many.
        super(sentence, null, false, false);
        this.error = error;
    }

    ResponseError error() {
        return error;
    }

    /** A value that the request may not have. */
    static Refusal invalid(final String sentence) {
        return new Refusal(ResponseError.EINVAL, sentence);
    }

    /** An object that does not exist. */
    static Refusal missing(final String sentence) {
        return new Refusal(ResponseError.ENOENT, sentence);
    }

    /** Something that exists in the protocol and not here. */
    static Refusal unsupported(final String sentence) {
        return new Refusal(ResponseError.EOPNOTSUPP, sentence);
    }

    /** Refuses a number outside of 0 .. limit - 1. */
    static void unlessInRange(final String what, final int value, final int limit) {
        if (value < 0 || value >= limit) {
            throw invalid(what + " " + value + " is outside of 0 .. " + (limit - 1));
        }
    }
}
