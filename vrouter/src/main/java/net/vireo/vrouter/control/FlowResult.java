// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Optional;
import net.vireo.sandesh.ResponseError;

/** What became of a request to set a flow, with its error on the control socket (fact sheet vrouter-dataplane 1.7). */
public enum FlowResult {
    DONE(null),
    /** The entry at the index was used for another flow since. */
    STALE_GENERATION(ResponseError.EBADF),
    /** The entry at the index is another flow's. */
    OTHER_KEY(ResponseError.EFAULT),
    /** Nothing is at the index. */
    INACTIVE(ResponseError.ENOENT),
    /** The entry is being changed at this moment. */
    CHANGING(ResponseError.EBUSY),
    /** The data path made the flow already; the reply says where. */
    EXISTS(ResponseError.EEXIST),
    /** There is no room for another flow. */
    FULL(ResponseError.ENOSPC),
    /** The request contradicts itself, or names what cannot be. */
    INVALID(ResponseError.EINVAL),
    /** There is no flow table. */
    UNSUPPORTED(ResponseError.EOPNOTSUPP);

    private final ResponseError error;

    FlowResult(final ResponseError error) {
        this.error = error;
    }

    /** The result with this number of errno(3), 0 for {@link #DONE}; {@link #INVALID} for any other. */
    public static FlowResult ofErrno(final int errno) {
        for (final FlowResult result : values()) {
            if (errno == (result.error == null ? 0 : result.error.errno())) {
                return result;
            }
        }
        return INVALID;
    }

    /** The error that a client gets; none when it is done. */
    public Optional<ResponseError> error() {
        return Optional.ofNullable(error);
    }
}
