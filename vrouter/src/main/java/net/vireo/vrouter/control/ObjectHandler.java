// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.ReplyWriter;

/**
 * What one kind of control object does. Control thread only.
 *
 * @param <O> the kind of object
 */
interface ObjectHandler<O> {
    /**
     * Carries out a request and gives it exactly one answer.
     *
     * @throws Refusal when it cannot be done; nothing has changed then
     */
    void handle(O request, ReplyWriter reply);
}
