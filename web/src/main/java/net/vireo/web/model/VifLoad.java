// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

import java.util.List;

/**
 * An interface.
 *
 * @param kind {@code guest}, {@code fabric}, {@code host} or {@code agent}
 * @param network its name, or empty
 * @param transport what its device is, in a word
 * @param address that the interface was added with, or empty
 * @param polledBy the lcores that poll it, as people say it
 * @param rxPackets that lcores took in from it
 * @param txPackets that its port took
 * @param perLcore what each lcore did for it
 * @param shortage what is wrong with its queues, a sentence, or empty
 */
public record VifLoad(
        int id,
        String name,
        String kind,
        String network,
        String transport,
        String address,
        String polledBy,
        Counter rxPackets,
        long rxErrors,
        Counter txPackets,
        long txErrors,
        Counter drops,
        List<Rail> rails,
        List<Identity> identities,
        List<QueueLoad> queues,
        List<VifLcoreLoad> perLcore,
        String shortage) {
    public VifLoad {
        rails = List.copyOf(rails);
        identities = List.copyOf(identities);
        queues = List.copyOf(queues);
        perLcore = List.copyOf(perLcore);
    }
}
