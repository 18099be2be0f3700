// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.util.concurrent.CompletableFuture;
import net.vireo.agent.service.Bytes;

/** Who answers guests' questions for names. */
@FunctionalInterface
public interface NameQuestions {
    /**
     * Asks; any thread.
     *
     * @param vif of the guest
     * @param message a DNS message
     * @return its answer, sooner or later; empty where there is none
     */
    CompletableFuture<Bytes> ask(int vif, Bytes message);
}
