// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

/** A request that the port API refuses; the message names cause and mend. */
final class PortRefused extends Exception {
    private static final long serialVersionUID = 1L;

    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int ERROR = 500;

    private final int status;

    PortRefused(final int status, final String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
