// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

/** Where a {@link FrontEndSession} is, and so what its owner does next. */
public enum FrontEndState {
    /** Asking for features. Nothing to do but pump. */
    NEGOTIATING,
    /** {@link FrontEndSession#features} are known and no ring runs: lay out the rings and {@link FrontEndSession#start}. */
    READY,
    /** The back end is told memory and rings. Nothing to do but pump. */
    STARTING,
    /** The rings run. */
    RUNNING,
    /** The rings are being stopped; READY follows, and {@link FrontEndSession#base} tells where they stopped. */
    STOPPING,
    /** Over: close the socket; memory and rings are ours again. {@link FrontEndSession#failure} says why. */
    FAILED
}
