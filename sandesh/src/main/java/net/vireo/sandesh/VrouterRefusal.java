// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** The vRouter understood the request and refused it. The connection stays usable. */
public final class VrouterRefusal extends VrouterException {
    private static final long serialVersionUID = 1L;

    private final int code;

    VrouterRefusal(final SandeshObject<?> request, final int code) {
        super(
                "the vRouter refuses " + request.op() + " of " + request.objectName() + ": "
                        + ResponseError.describe(code),
                mend(code),
                null);
        this.code = code;
    }

    /** The response code: a negative errno. */
    public int code() {
        return code;
    }

    /** The error, null when the number is none that we know. */
    public ResponseError error() {
        return ResponseError.of(code);
    }

    private static String mend(final int code) {
        return switch (ResponseError.of(code)) {
            case ENETRESET -> "the vRouter is starting or resetting: try again in a moment";
            case EOPNOTSUPP -> "this vRouter does not support it (see the not-yet list of the README)";
            case null, default -> "";
        };
    }
}
