// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.SandeshObject;

/** Takes the requests that make a router's state again, in an order in which they can be carried out. */
interface RequestSink {
    /** A request that names no other object, or one that exists for certain. It is used before the next one comes. */
    void add(SandeshObject<?> request);

    /** A request that names a next hop, which may be gone since. */
    void addNamingNexthop(int nexthopId, SandeshObject<?> request);
}
