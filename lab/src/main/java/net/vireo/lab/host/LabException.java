// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

/** The lab cannot start or go on; the message is a sentence for the person who started it. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(final String message) {
        super(message);
    }

    public LabException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
