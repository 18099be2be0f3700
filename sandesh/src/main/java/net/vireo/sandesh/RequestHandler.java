// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** What a server does with the objects of requests; the other half of {@link ControlSession}. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * Carries out one request and gives {@code reply} exactly one answer. A request that gets none, or that ends in an
     * {@link IllegalArgumentException} (a MAC of five bytes), is answered with -EINVAL.
     */
    void handle(SandeshObject<?> request, ReplyWriter reply);
}
