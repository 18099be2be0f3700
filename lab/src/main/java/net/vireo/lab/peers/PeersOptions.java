// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;

/**
 * What is to be measured.
 *
 * @param seconds of each turn
 * @param rounds how often each switch has its turn with each frame length
 * @param frameBytes lengths without the frame check sequence
 * @param json whether the result is for a program
 */
record PeersOptions(int seconds, int rounds, List<Integer> frameBytes, boolean json) {
    PeersOptions {
        frameBytes = List.copyOf(frameBytes);
    }
}
