// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

/** Traffic for a switch that is running. */
interface PeersLoad {
    /** How the result calls it. */
    String label();

    /**
     * Gives one switch one turn.
     *
     * @param warmUpMs how long before the first sample
     * @return a sample every tenth of a second, in the case's unit
     */
    Samples run(PeerSwitch peer, int warmUpMs, int seconds) throws InterruptedException;
}
