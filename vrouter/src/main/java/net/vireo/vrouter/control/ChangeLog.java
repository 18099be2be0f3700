// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.SandeshObject;

/** Is told of every request that changed the router's state, in order. Called from the control thread. */
@FunctionalInterface
public interface ChangeLog {
    /** For routers whose state ends with them. */
    ChangeLog NONE = request -> {};

    /** A request was carried out; its fields are complete now. The router goes on using the object: encode it at once. */
    void accepted(SandeshObject<?> request);
}
