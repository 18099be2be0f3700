// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;

/** One question that is put to Vireo and to its peers. */
interface PeersCase {
    /** What {@code --case} calls it. */
    String name();

    /** What is measured, in one line with its unit, for the head of the table. */
    String header();

    /**
     * Starts what it needs, gives each switch its turns and ends everything again.
     *
     * @return the samples, several rows of one label and title or one
     */
    List<PeersRow> run(PeersBench bench) throws InterruptedException;
}
