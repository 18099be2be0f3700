// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;

/**
 * What is to be measured.
 *
 * @param cases names of cases
 * @param seconds of each turn
 * @param rounds how often each switch has its turn with each frame length
 * @param frameBytes lengths without the frame check sequence
 * @param warmUpSeconds how long each load runs before the first turn
 * @param json whether the result is for a program
 */
record PeersOptions(
        List<String> cases, int seconds, int rounds, List<Integer> frameBytes, int warmUpSeconds, boolean json) {
    PeersOptions {
        cases = List.copyOf(cases);
        frameBytes = List.copyOf(frameBytes);
    }
}
